"""Transcripts as people and programs lay them out, with what is right: all talk and all people are invented.

Of each turn: speaker, role (`i`, `r`), second at which it begins, words; `*` where any is right. Turns of one speaker in
a row count as one.
"""

# ruff: noqa: E501

from __future__ import annotations

CASES: dict[str, tuple[str, str, str]] = {}


def case(name: str, text: str, right: str, suffix: str = ".txt") -> None:
    CASES[name] = (suffix, text, right.strip("\n"))


# Times without names
case(
    "a short timed line is no name",
    "[00:00:01] Ja\n[00:00:03] Amai\n[00:00:04] Dat wist ik niet.\n[00:00:09] Amai\n[00:00:11] Goed zo.\n",
    "*|r|1|Ja Amai Dat wist ik niet. Amai Goed zo.",
)
case(
    "a short timed line, times alone on their line",
    "00:02\nWanneer was dat?\n\n00:05\nGisteren.\n\n00:09\nGisteren.\n\n00:12\nIn de namiddag dan.\n",
    "*|r|2|Wanneer was dat? Gisteren. Gisteren. In de namiddag dan.",
)
case(
    "timed lines without brackets",
    "0:00 welkom bij dit gesprek\n0:04 we spreken over werk\n0:09 en over thuis\n0:15 Juist\n",
    "*|r|0|welkom bij dit gesprek we spreken over werk en over thuis Juist",
)
case(
    "a timed line without a label goes on with who spoke",
    "[00:03] Interviewer: Hoe lang al?\n[00:07] Respondente: Twaalf jaar.\n[00:11] Misschien dertien.\n"
    "[00:14] Juist\n[00:15] Interviewer: Zo lang?\n",
    "Interviewer|i|3|Hoe lang al?\nRespondente|r|7|Twaalf jaar. Misschien dertien. Juist\nInterviewer|i|15|Zo lang?",
)
case(
    "a name under a time, words below",
    "00:01\nNele\nWat doet u?\n\n00:05\nGust\nIk bak brood.\n\n00:09\nNele\nAl lang?\n\n00:12\nGust\nJa.\n",
    "Nele|i|1|Wat doet u?\nGust|r|5|Ik bak brood.\nNele|i|9|Al lang?\nGust|r|12|Ja.",
)
# Title blocks
case(
    "title block, names later, the other way round",
    "INTERVIEW 12\n\nRespondent: Gerda Maes, poetsvrouw\nInterviewer: Tom Claes\nPlaats: Ieper\n\n"
    "Tom: Mooi is het hier.\nGerda: Vindt u? Echt?\nTom: Vertel over uw werk.\nGerda: Wat wilt u weten?\n",
    "Tom|i|*|Mooi is het hier.\nGerda|r|*|Vindt u? Echt?\nTom|i|*|Vertel over uw werk.\nGerda|r|*|Wat wilt u weten?",
)
case(
    "title block with initials without brackets",
    "Interviewer: Nele Van Damme\nGeïnterviewde: Piet Joris\nDatum: 3/4/2021\nNVD: Daar gaan we.\nPJ: Waarover gaat het?\n"
    "NVD: Over de haven.\nPJ: Over mijn werk dan?\n",
    "NVD|i|*|Daar gaan we.\nPJ|r|*|Waarover gaat het?\nNVD|i|*|Over de haven.\nPJ|r|*|Over mijn werk dan?",
)
case(
    "title block whose labels come back",
    "Interviewer: Lore Maes\nRespondent: Wim Baert\n\nInterviewer: Hoe gaat het?\nRespondent: Goed.\n"
    "Interviewer: Fijn.\nRespondent: Ja.\n",
    "Interviewer|i|*|Hoe gaat het?\nRespondent|r|*|Goed.\nInterviewer|i|*|Fijn.\nRespondent|r|*|Ja.",
)
case(
    "title block with dashes and roles behind names",
    "Transcriptie gesprek 4\nAanwezig: Lore Van Acker (interviewer), Wim Baeten (respondent)\nDatum - 4 mei\n\n"
    "Wim: Zal ik beginnen? Nu?\nLore: Doe maar.\nWim: Waar dan?\nLore: Bij uw jeugd.\n",
    "Wim|r|*|Zal ik beginnen? Nu?\nLore|i|*|Doe maar.\nWim|r|*|Waar dan?\nLore|i|*|Bij uw jeugd.",
)
case(
    "title block, a legend",
    "LV = interviewer\nWB = respondent\n\nLV: Zo.\nWB: Wat wilt u weten?\nLV: Alles.\nWB: Alles?\n",
    "LV|i|*|Zo.\nWB|r|*|Wat wilt u weten?\nLV|i|*|Alles.\nWB|r|*|Alles?",
)
case(
    "title block, afgenomen door",
    "Interview 3, afgenomen door Lore Van Acker in Gent\nLore: Dag.\nWim: Gaat het lang duren? Echt?\nLore: Nee hoor.\n"
    "Wim: Mag ik zitten?\n",
    "Lore|i|*|Dag.\nWim|r|*|Gaat het lang duren? Echt?\nLore|i|*|Nee hoor.\nWim|r|*|Mag ik zitten?",
)
case(
    "no title block: a talk that opens with short answers",
    "I: Naam?\nR: Wim Baeten.\nI: Leeftijd?\nR: Veertig.\n",
    "I|i|*|Naam?\nR|r|*|Wim Baeten.\nI|i|*|Leeftijd?\nR|r|*|Veertig.",
)
case(
    "no title block: greetings",
    "I: Goeiemiddag\nR: Dag mevrouw\n\nI: Hoe gaat het?\nR: Goed\n\nI: Fijn\nR: Ja\n",
    "I|i|*|Goeiemiddag\nR|r|*|Dag mevrouw\nI|i|*|Hoe gaat het?\nR|r|*|Goed\nI|i|*|Fijn\nR|r|*|Ja",
)
case(
    "a YAML head",
    "---\ntitle: Gesprek 3\ninterviewer: Lore Van Acker\nrespondent: Wim\n---\n\nLore: Zo.\nWim: Wat?\nLore: Begin maar.\nWim: Waar?\n",
    "Lore|i|*|Zo.\nWim|r|*|Wat?\nLore|i|*|Begin maar.\nWim|r|*|Waar?",
    ".md",
)
# Commas, brackets, several words
case(
    "labels with commas and brackets",
    "Interviewer (m, 34): Hoe was dat?\nRespondent 2 (vrouw, 62, Gent): Zwaar.\nInterviewer (m, 34): En nu?\n"
    "Respondent 2 (vrouw, 62, Gent): Beter.\n",
    "Interviewer (m, 34)|i|*|Hoe was dat?\nRespondent 2 (vrouw, 62, Gent)|r|*|Zwaar.\nInterviewer (m, 34)|i|*|En nu?\n"
    "Respondent 2 (vrouw, 62, Gent)|r|*|Beter.",
)
case(
    "surname, given name",
    "De Smet, Karel (Extern): Zijn we er allemaal?\nVan den Broeck, An: Ja.\nDe Smet, Karel (Extern): Wie begint?\n"
    "Van den Broeck, An: Ik wil wel.\n",
    "De Smet, Karel (Extern)|i|*|Zijn we er allemaal?\nVan den Broeck, An|r|*|Ja.\n"
    "De Smet, Karel (Extern)|i|*|Wie begint?\nVan den Broeck, An|r|*|Ik wil wel.",
)
case(
    "an e-mail address",
    "lore.maes@stad.be: Hoort u mij?\nWim Baeten: Ja.\nlore.maes@stad.be: Zullen we?\nWim Baeten: Graag.\n",
    "lore.maes@stad.be|i|*|Hoort u mij?\nWim Baeten|r|*|Ja.\nlore.maes@stad.be|i|*|Zullen we?\nWim Baeten|r|*|Graag.",
)
case(
    "names in captions, with a guest",
    "1\n00:00:00,000 --> 00:00:02,000\nClaes, Tom: Klaar?\n\n2\n00:00:02,000 --> 00:00:04,000\nMaes, Gerda (Guest): Klaar.\n\n"
    "3\n00:00:04,000 --> 00:00:06,000\nen wakker.\n\n4\n00:00:06,000 --> 00:00:08,000\nClaes, Tom: Hoe oud bent u?\n\n"
    "5\n00:00:08,000 --> 00:00:10,000\nMaes, Gerda (Guest): Zestig.\n",
    "Claes, Tom|i|0|Klaar?\nMaes, Gerda (Guest)|r|2|Klaar. en wakker.\nClaes, Tom|i|6|Hoe oud bent u?\nMaes, Gerda (Guest)|r|8|Zestig.",
    ".srt",
)
case(
    "several words",
    "Mevrouw Van den Broeck - Janssens: Is het hier?\nDr. Ann Peeters: Ja.\nMevrouw Van den Broeck - Janssens: Mag ik?\nDr. Ann Peeters: Ga zitten.\n",
    "Mevrouw Van den Broeck - Janssens|i|*|Is het hier?\nDr. Ann Peeters|r|*|Ja.\nMevrouw Van den Broeck - Janssens|i|*|Mag ik?\nDr. Ann Peeters|r|*|Ga zitten.",
)
# Numbers and brackets in known labels
case(
    "a number and a bracket hide no role",
    "Respondent 3 (lacht): Zal ik?\nInterviewer 2 (vrouw): Doe maar.\nRespondent 3: Echt?\nInterviewer 2 (vrouw): Ja.\n",
    "Respondent 3|r|*|Zal ik?\nInterviewer 2 (vrouw)|i|*|Doe maar.\nRespondent 3|r|*|Echt?\nInterviewer 2 (vrouw)|i|*|Ja.",
)
case(
    "several together, all, and an unsure one",
    "I: Wie kookt?\nR1: Ik.\nR2 [lacht]: Soms.\nR1 & R2: Samen!\nR2?: Of niet.\nR1/R2: Toch.\nIedereen: Ja!\nI: Goed.\nOnbekend: Koffie?\n"
    "R3 (komt binnen): Dag.\n",
    "I|i|*|Wie kookt?\nR1|r|*|Ik.\nR2 [lacht]|r|*|Soms.\nR1 & R2|*|*|Samen!\nR2?|*|*|Of niet.\nR1/R2|*|*|Toch.\nIedereen|*|*|Ja!\n"
    "I|i|*|Goed.\nOnbekend|*|*|Koffie?\nR3 (komt binnen)|r|*|Dag.",
)
case(
    "names together",
    "Lore: Wie kookt?\nWim: Ik.\nAn: Ik ook.\nWim en An: Samen!\nLore: Elke dag?\nWim: Ja.\nAn: Ja.\n",
    "Lore|i|*|Wie kookt?\nWim|r|*|Ik.\nAn|r|*|Ik ook.\nWim en An|*|*|Samen!\nLore|i|*|Elke dag?\nWim|r|*|Ja.\nAn|r|*|Ja.",
)
# Once
case(
    "somebody who comes in once",
    "Lore: Waar werkt u?\nWim: In de haven.\nLore: Al lang?\nWim: Tien jaar.\nVerpleegster: Mag ik even?\nLore: Natuurlijk.\nWim: Ja.\n",
    "Lore|i|*|Waar werkt u?\nWim|r|*|In de haven.\nLore|i|*|Al lang?\nWim|r|*|Tien jaar.\nVerpleegster|*|*|Mag ik even?\nLore|i|*|Natuurlijk.\nWim|r|*|Ja.",
)
case(
    "two lines, two names",
    "Lore: Waar werkt u?\nWim: In de haven, en daarvoor in de mijn.\n",
    "Lore|i|*|Waar werkt u?\nWim|r|*|In de haven, en daarvoor in de mijn.",
)
case(
    "the first label once",
    "Bram: Ik laat jullie alleen.\nLore: Dank je. Waar werkt u?\nWim: In de haven.\nLore: Al lang?\nWim: Ja.\n",
    "Bram|*|*|Ik laat jullie alleen.\nLore|i|*|Dank je. Waar werkt u?\nWim|r|*|In de haven.\nLore|i|*|Al lang?\nWim|r|*|Ja.",
)
case(
    "once beside I and R",
    "I: Waar werkt u?\nR: In de haven.\nTolk: Hij zegt de haven.\nI: Al lang?\nR: Ja.\nProbleem: het ligt stil.\nI: Zo.\nR: Ja.\n",
    "I|i|*|Waar werkt u?\nR|r|*|In de haven.\nTolk|*|*|Hij zegt de haven.\nI|i|*|Al lang?\nR|r|*|Ja. Probleem: het ligt stil.\nI|i|*|Zo.\nR|r|*|Ja.",
)
case(
    "once in captions",
    "WEBVTT\n\n00:00.000 --> 00:02.000\nLore: Waar werkt u?\n\n00:02.000 --> 00:04.000\nWim: In de haven.\n\n00:04.000 --> 00:05.000\nLore: Fijn.\n",
    "Lore|i|0|Waar werkt u?\nWim|r|2|In de haven.\nLore|i|4|Fijn.",
    ".vtt",
)
# Lower case
case(
    "lower case with a number or a hyphen",
    "int: hoe was dat?\nan-marie: zwaar.\nint: en nu?\nan-marie: beter.\nint: ja?\nan-marie: ja.\n",
    "int|i|*|hoe was dat?\nan-marie|r|*|zwaar.\nint|i|*|en nu?\nan-marie|r|*|beter.\nint|i|*|ja?\nan-marie|r|*|ja.",
)
case(
    "lower case, both names",
    "lore: hoe was dat?\nwim2: zwaar.\nlore: en nu?\nwim2: beter.\n",
    "lore|i|*|hoe was dat?\nwim2|r|*|zwaar.\nlore|i|*|en nu?\nwim2|r|*|beter.",
)
case(
    "lower case words that come back are no speakers",
    "I: En toen?\nR: Wel.\nresultaat: niets.\nkortom: niets.\nresultaat: weer niets.\nI: Goed.\nR: Ja.\n",
    "I|i|*|En toen?\nR|r|*|Wel. resultaat: niets. kortom: niets. resultaat: weer niets.\nI|i|*|Goed.\nR|r|*|Ja.",
)
# Tabs and dashes
for mark, what in (
    (" – ", "an en dash"),
    (" — ", "an em dash"),
    ("\t", "a tab"),
    (" -- ", "two hyphens"),
    ("\t\t", "two tabs"),
):
    case(
        f"names before {what}",
        f"Lore{mark}Waar werkt u?\nWim{mark}In de haven - al lang.\nLore{mark}Al lang?\nWim{mark}Tien jaar.\nLore{mark}Zo.\n",
        "Lore|i|*|Waar werkt u?\nWim|r|*|In de haven - al lang.\nLore|i|*|Al lang?\nWim|r|*|Tien jaar.\nLore|i|*|Zo.",
    )
case(
    "letters before a dash",
    "Q - Waar werkt u?\nA - In de haven.\nQ - Al lang?\nA - Ja.\n",
    "Q|i|*|Waar werkt u?\nA|r|*|In de haven.\nQ|i|*|Al lang?\nA|r|*|Ja.",
)
case(
    "letters before a tab, continued",
    "L\tWaar werkt u?\nW\tIn de haven.\nDaar is het goed.\nL\tAl lang?\nW\tJa.\nL\tZo.\n",
    "L|i|*|Waar werkt u?\nW|r|*|In de haven. Daar is het goed.\nL|i|*|Al lang?\nW|r|*|Ja.\nL|i|*|Zo.",
)
case(
    "a dash in speech is no label",
    "I: Wat deed u?\nR: Brood - dat bakte ik.\nBrood - elke dag.\nBrood - ook op zondag.\nI: En taart?\nR: Nee.\n",
    "I|i|*|Wat deed u?\nR|r|*|Brood - dat bakte ik. Brood - elke dag. Brood - ook op zondag.\nI|i|*|En taart?\nR|r|*|Nee.",
)
# Alone, bold
case(
    "known labels alone on their line",
    "INTERVIEWER\nWaar werkt u?\n\nRESPONDENT\nIn de haven.\n\nINTERVIEWER\nAl lang?\n\nRESPONDENT\nJa.\n",
    "INTERVIEWER|i|*|Waar werkt u?\nRESPONDENT|r|*|In de haven.\nINTERVIEWER|i|*|Al lang?\nRESPONDENT|r|*|Ja.",
)
case(
    "names in brackets alone on their line",
    "[Lore]\nWaar werkt u?\n[Wim]\nIn de haven.\nAl jaren.\n[Lore]\nAl lang?\n[Wim]\nJa.\n",
    "Lore|i|*|Waar werkt u?\nWim|r|*|In de haven. Al jaren.\nLore|i|*|Al lang?\nWim|r|*|Ja.",
)
case(
    "names alone, long answers in paragraphs",
    "Lore Maes\nWaar werkt u?\n\nWim Baert\nIn de haven.\n\nDaar is het koud.\n\nMaar goed betaald.\n\nLore Maes\nAl lang?\n\nWim Baert\nJa.\n\nHeel lang.\n",
    "Lore Maes|i|*|Waar werkt u?\nWim Baert|r|*|In de haven. Daar is het koud. Maar goed betaald.\nLore Maes|i|*|Al lang?\nWim Baert|r|*|Ja. Heel lang.",
)
case(
    "single names alone, answers of one word",
    "Lore\nWaar werkt u?\n\nWim\nAntwerpen\n\nLore\nAl lang?\n\nWim\nJaren\n\nLore\nEn uw vrouw?\n\nWim\nAntwerpen\n",
    "Lore|i|*|Waar werkt u?\nWim|r|*|Antwerpen\nLore|i|*|Al lang?\nWim|r|*|Jaren\nLore|i|*|En uw vrouw?\nWim|r|*|Antwerpen",
)
case(
    "bold names alone, Markdown",
    "**Lore**\n\nWaar werkt u?\n\n**Wim**\n\nIn de haven.\n\n**Lore**\n\nAl lang?\n\n**Wim**\n\nJa.\n",
    "Lore|i|*|Waar werkt u?\nWim|r|*|In de haven.\nLore|i|*|Al lang?\nWim|r|*|Ja.",
    ".md",
)
case(
    "names as headings",
    "### Lore\n\nWaar werkt u?\n\n### Wim\n\nIn de haven.\n\n### Lore\n\nAl lang?\n\n### Wim\n\nJa.\n",
    "Lore|i|*|Waar werkt u?\nWim|r|*|In de haven.\nLore|i|*|Al lang?\nWim|r|*|Ja.",
    ".md",
)
case(
    "bold before the words, underscores",
    "__Lore__ Waar werkt u?\n__Wim__ In de haven.\n__Lore__ Al lang?\n__Wim__ Ja.\n",
    "Lore|i|*|Waar werkt u?\nWim|r|*|In de haven.\nLore|i|*|Al lang?\nWim|r|*|Ja.",
    ".md",
)
case(
    "the first of two lines of a caption",
    "WEBVTT\n\n00:00.000 --> 00:02.000\nLore\nWaar werkt u?\n\n00:02.000 --> 00:04.000\nWim\nIn de haven.\n\n"
    "00:04.000 --> 00:05.000\nLore\nAl lang?\n\n00:05.000 --> 00:07.000\nWim\nJa.\n",
    "Lore|i|0|Waar werkt u?\nWim|r|2|In de haven.\nLore|i|4|Al lang?\nWim|r|5|Ja.",
    ".vtt",
)
case(
    "short paragraphs that come back are no names",
    "Ik werk hier lang.\n\nJa.\n\nZo is dat\n\nEn thuis ook.\n\nZo is dat\n\nMaar goed.\n",
    "*|r|*|Ik werk hier lang. Ja. Zo is dat En thuis ook. Zo is dat Maar goed.",
)
# Times after the colon
for shape, what in (
    ("{n}: \\[00:00:{s}\\] {w}", "escaped brackets"),
    ("{n}: (00:{s}) {w}", "round brackets"),
    ("{n}: 00:00:{s}\n{w}", "a bare time, words below"),
    ("{n}: 00:00:{s} {w}", "a bare time before the words"),
    ("**{n}:** [00:{s}] {w}", "bold"),
    ("{n}: [00.00.{s}] {w}", "stops"),
    ("{n}: [00m{s}s] {w}", "units"),
    ("{n} [00:00:{s}] {w}", "no colon"),
    ("{n} (00:{s}) {w}", "no colon, round brackets"),
    ("{n} - [00:00:{s}] {w}", "a dash before the time"),
    ("{n} - [00:00:{s}]\n{w}\n", "a dash before the time, words below"),
    ("{n} | 00:{s}\n{w}\n", "a bar before the time"),
    ("{n} | 00:{s} | {w}", "bars"),
    ("{n} 00:00:{s}.120 {w}", "a bare time"),
    ("{n}   0 minutes {s} seconds\n{w}\n", "a time in words"),
    ("{n}   0 minuten {s} seconden\n{w}\n", "a time in Dutch words"),
    ("{n} 0 minutes {s} seconds {w}", "a time in words before the words"),
    ("[00:00:{s}.000 --> 00:00:{s}.900] {n}: {w}", "a range before the name"),
    ("[{s}s] {n}: {w}".replace("{s}s", "0m{s}s"), "units before the name"),
    ("00:00:{s}\t{n}\t{w}", "columns of time, name, words"),
    ("00:00:{s}\t{w}\t{n}", "columns of time, words, name"),
    ("{n}\t00:00:{s}\t{w}", "columns of name, time, words"),
    ("00:00:{s} {n}: {w}", "a bare time before the name"),
    ("00:00:{s} - {n} - {w}", "dashes"),
    ("({n}, 00:00:{s}) {w}", "name and time in brackets"),
    ("[{n} 00:00:{s}] {w}", "name and time in square brackets"),
    ("{n}, 00:00:{s}: {w}", "a comma before the time"),
    ("{n} @ 00:{s}: {w}", "an at sign before the time"),
):
    for speakers in (("Lore", "Wim"), ("I", "R")):
        one, two = speakers
        case(
            f"times: {what} ({one})",
            "\n".join(
                shape.format(n=n, s=s, w=w)
                for n, s, w in (
                    (one, "10", "Waar werkt u?"),
                    (two, "15", "In de haven, van 08:00 tot 17:30."),
                    (one, "21", "Al lang?"),
                    (two, "33", "Ja."),
                )
            )
            + "\n",
            f"{one}|i|10|Waar werkt u?\n{two}|r|15|In de haven, van 08:00 tot 17:30.\n{one}|i|21|Al lang?\n{two}|r|33|Ja.",
        )
case(
    "hours that somebody speaks of stay words",
    "I: Wanneer werkt u?\nR: 08:00 tot 17:30 werk ik.\nI: En zaterdag?\nR: 10:00\nI: Zo vroeg?\nR: Ja (om 09:00 al).\n",
    "I|i|*|Wanneer werkt u?\nR|r|*|08:00 tot 17:30 werk ik.\nI|i|*|En zaterdag?\nR|r|*|10:00\nI|i|*|Zo vroeg?\nR|r|*|Ja (om 09:00 al).",
)
case(
    "a time in the middle of what somebody says",
    "I: Waar werkt u? [00:00:05]\nR: In de haven [00:00:09] en ook thuis. [00:00:14]\nI: Al lang?\nR: Tien jaar #00:00:20-1# of elf.\n",
    "I|i|*|Waar werkt u?\nR|r|*|In de haven en ook thuis.\nI|i|*|Al lang?\nR|r|*|Tien jaar of elf.",
)
case(
    "ranges without names",
    "[00:00.000 --> 00:03.400]  Dag\n[00:03.900 --> 00:06.100]  Ja\n[00:06.800 --> 00:10.500]  Waar werkt u nu?\n",
    "*|r|0|Dag Ja Waar werkt u nu?",
)
case(
    "subtitles pasted into a text",
    "1\n00:00:01,000 --> 00:00:02,000\nWaar werkt u?\n\n2\n00:00:03,000 --> 00:00:04,000\nIn de haven.\n\n3\n00:00:05,000 --> 00:00:06,000\nJa\n",
    "*|r|1|Waar werkt u? In de haven. Ja",
)
# Numbers
for shape, what in (
    ("{k} {n}: {w}", "bare"),
    ("{k:03} {n}: {w}", "zeros"),
    ("{k}. {n}: {w}", "a stop"),
    ("{k:>4}  {n}: {w}", "padded"),
    ("{k}\t{n}\t{w}", "columns"),
    ("{k}\t{n}: {w}", "a column before a colon"),
    ("[{k}] {n}: {w}", "brackets"),
    ("{k}) {n}: {w}", "a bracket"),
    ("{k}. {n} {w}".replace("{n} ", "{n}\t"), "a stop and a tab"),
    ("{k}. {n}\n{w}\n", "a stop, words below"),
    ("{k} {n} - {w}", "a dash"),
    ("{k}. **{n}:** {w}", "bold"),
):
    for speakers in (("Lore", "Wim"), ("I", "R")):
        one, two = speakers
        case(
            f"numbers: {what} ({one})",
            "\n".join(
                shape.format(k=k, n=n, w=w)
                for k, (n, w) in enumerate(
                    ((one, "Waar werkt u?"), (two, "In de haven."), (one, "Al lang?"), (two, "Ja."), (one, "3 jaar?")),
                    start=0 if "stop" in what else 1,
                )
            )
            + "\n",
            f"{one}|i|*|Waar werkt u?\n{two}|r|*|In de haven.\n{one}|i|*|Al lang?\n{two}|r|*|Ja.\n{one}|i|*|3 jaar?",
        )
case(
    "numbered lines, some without a label",
    "1 I: Waar werkt u\n2 nu?\n3 R: In de haven,\n4 al jaren.\n5 I: Al lang?\n6 R: Ja.\n",
    "I|i|*|Waar werkt u nu?\nR|r|*|In de haven, al jaren.\nI|i|*|Al lang?\nR|r|*|Ja.",
)
case(
    "numbers that somebody speaks stay words",
    "I: Hoeveel?\nR: Veel.\n12 broden op maandag.\n7 op zondag.\nI: Zo?\nR: 3 jaar al.\n",
    "I|i|*|Hoeveel?\nR|r|*|Veel. 12 broden op maandag. 7 op zondag.\nI|i|*|Zo?\nR|r|*|3 jaar al.",
)
# Headings and page headers
case(
    "page headers with page numbers",
    "I: Waar werkt u?\nR: In de haven.\n\nPagina 1 van 3\n\nDaar is het koud.\nI: Al lang?\n\nPagina 2 van 3\n\nR: Ja.\n\nPagina 3 van 3\n",
    "I|i|*|Waar werkt u?\nR|r|*|In de haven. Daar is het koud.\nI|i|*|Al lang?\nR|r|*|Ja.",
)
case(
    "bare page numbers",
    "I: Waar werkt u?\nR: In de haven.\n\n1\n\nI: Al lang?\nR: Ja.\n\n2\n\nI: Zo?\nR: Ja.\n\n3\n",
    "I|i|*|Waar werkt u?\nR|r|*|In de haven.\nI|i|*|Al lang?\nR|r|*|Ja.\nI|i|*|Zo?\nR|r|*|Ja.",
)
case(
    "page headers without a number",
    "I: Waar werkt u?\nR: In de haven.\n\nGesprek 4 – vertrouwelijk\n\nI: Al lang?\nR: Ja.\n\nGesprek 4 – vertrouwelijk\n\nI: Zo?\nR: Ja.\n\nGesprek 4 – vertrouwelijk\n\nI: Bon.\nR: Ja.\n",
    "I|i|*|Waar werkt u?\nR|r|*|In de haven.\nI|i|*|Al lang?\nR|r|*|Ja.\nI|i|*|Zo?\nR|r|*|Ja.\nI|i|*|Bon.\nR|r|*|Ja.",
)
case(
    "the notes of Teams",
    "Lore Maes started transcription\n\nLore Maes   0:03\nWaar werkt u?\n\nWim Baert   0:07\nIn de haven.\n\nLore Maes   0:12\nAl lang?\n\nWim Baert   0:15\nJa.\n\nLore Maes stopped transcription\n",
    "Lore Maes|i|3|Waar werkt u?\nWim Baert|r|7|In de haven.\nLore Maes|i|12|Al lang?\nWim Baert|r|15|Ja.",
)
case(
    "headings of Markdown",
    "# Gesprek 3\n\n**I:** Waar werkt u?\n\n**R:** In de haven.\n\n## Thuis\n\n**I:** En thuis?\n\n**R:** Goed.\n\n---\n\n## Slot: dank\n\n**I:** Dank.\n",
    "I|i|*|Waar werkt u?\nR|r|*|In de haven.\nI|i|*|En thuis?\nR|r|*|Goed.\nI|i|*|Dank.",
    ".md",
)
case(
    "headings underlined",
    "Gesprek 3\n=========\n\nI: Waar werkt u?\n\nR: In de haven.\n\nThuis\n-----\n\nI: En thuis?\n\nR: Goed.\n",
    "I|i|*|Waar werkt u?\nR|r|*|In de haven.\nI|i|*|En thuis?\nR|r|*|Goed.",
    ".md",
)
# Other marks
for shape, what in (
    ("@{n}: {w}", "an at sign and a colon"),
    ("@{n} {w}", "an at sign"),
    ("({n}): {w}", "round brackets and a colon"),
    ("{n}; {w}", "a semicolon"),
    ("{n}> {w}", "an angle bracket"),
    ("<{n}> {w}", "angle brackets"),
    ("{{{n}}} {w}", "braces"),
    ("{n}] {w}", "a closing square bracket"),
    ("{n}= {w}", "an equals sign"),
    ("{n} = {w}", "an equals sign between blanks"),
    ("{n}) {w}", "a closing bracket"),
    ("({n}) {w}", "round brackets"),
    ("[{n}]: {w}", "square brackets and a colon"),
    ("*{n}*: {w}", "italics"),
    ("> {n}: {w}", "a quotation"),
    ("- {n}: {w}", "a list"),
    ("{n} : {w}", "a blank before the colon"),
    ("{n}:: {w}", "two colons"),
    ("“{n}”: {w}", "quotes"),
    ("{n}/ {w}", "a slash"),
    ("{n}| {w}", "a bar"),
    (">> {n}: {w}", "two angle brackets"),
    ("\u200b{n}: {w}", "a mark without width"),
    ("{n}\u00a0: {w}", "a hard blank"),
    ("{n}： {w}", "a wide colon"),
):
    for speakers in (("Lore", "Wim"), ("I", "R")):
        one, two = speakers
        case(
            f"marks: {what} ({one})",
            "\n".join(
                shape.format(n=n, w=w)
                for n, w in ((one, "Waar werkt u?"), (two, "In de haven."), (one, "Al lang?"), (two, "Ja."))
            )
            + "\n",
            f"{one}|i|*|Waar werkt u?\n{two}|r|*|In de haven.\n{one}|i|*|Al lang?\n{two}|r|*|Ja.",
        )
case(
    "several labels on one line",
    "Lore: Hoe oud is hij? Wim: Honderd jaar. Lore: Wie plantte hem? Wim: De pastoor: Luc.\n",
    "Lore|i|*|Hoe oud is hij?\nWim|r|*|Honderd jaar.\nLore|i|*|Wie plantte hem?\nWim|r|*|De pastoor: Luc.",
)
case(
    "two labels on every line",
    "I: Hoe oud is hij? R: Honderd jaar.\nI: Wie plantte hem? R: De pastoor.\nI: Zeker? R: Ja.\n",
    "I|i|*|Hoe oud is hij?\nR|r|*|Honderd jaar.\nI|i|*|Wie plantte hem?\nR|r|*|De pastoor.\nI|i|*|Zeker?\nR|r|*|Ja.",
)
# Phrases
case(
    "phrases that come back are no speakers",
    "I: Wat zei hij?\nR: Veel.\nDe dokter: rust nemen.\nDe dokter: niet werken.\nDe dokter: slapen.\nOpa riep: kom.\nOpa riep: ga.\nOpa riep: blijf.\n"
    "Zijn raad: zwijgen.\nZijn raad: werken.\nZijn raad: zwijgen.\nI: En u?\nR: Ik zweeg.\n",
    "I|i|*|Wat zei hij?\nR|r|*|Veel. De dokter: rust nemen. De dokter: niet werken. De dokter: slapen. Opa riep: kom. Opa riep: ga. Opa riep: blijf. "
    "Zijn raad: zwijgen. Zijn raad: werken. Zijn raad: zwijgen.\nI|i|*|En u?\nR|r|*|Ik zweeg.",
)
case(
    "a phrase with a name and a verb",
    "Interviewer: Wat zei Jan?\nRespondent: Jan zei: kom.\nJan zei: ga.\nJan zei: blijf.\nEn Jan weer: kom.\nInterviewer: En u?\nRespondent: Ik ging.\n",
    "Interviewer|i|*|Wat zei Jan?\nRespondent|r|*|Jan zei: kom. Jan zei: ga. Jan zei: blijf. En Jan weer: kom.\nInterviewer|i|*|En u?\nRespondent|r|*|Ik ging.",
)
# Roles
case(
    "who asks halfway a turn asks",
    "An: Kunt u dat vertellen? Neem de tijd.\nBo: Wij kwamen uit Gent en daar was het leven zwaar, want mijn vader dronk en mijn moeder zweeg.\n"
    "An: Wie zorgde er? U zucht.\nBo: Ik was de oudste en ik zorgde voor de anderen, dag en nacht, jaren aan een stuk, weet ge?\nAn: Goed.\n"
    "Bo: En ik deed het graag, want wat moest ik anders, hé?\nAn: Dank u.\n",
    "An|i|*|Kunt u dat vertellen? Neem de tijd.\nBo|r|*|Wij kwamen uit Gent en daar was het leven zwaar, want mijn vader dronk en mijn moeder zweeg.\n"
    "An|i|*|Wie zorgde er? U zucht.\nBo|r|*|Ik was de oudste en ik zorgde voor de anderen, dag en nacht, jaren aan een stuk, weet ge?\nAn|i|*|Goed.\n"
    "Bo|r|*|En ik deed het graag, want wat moest ik anders, hé?\nAn|i|*|Dank u.",
)
case(
    "a label with nothing behind it at the end",
    "Lore: Waar werkt u?\nWim: In de haven.\nLore: Al lang?\nWim: Ja.\nLore:\n",
    "Lore|i|*|Waar werkt u?\nWim|r|*|In de haven.\nLore|i|*|Al lang?\nWim|r|*|Ja.",
)

case(
    "a list within an answer is no row of speakers",
    "I: Wat doet u?\nR: Drie dingen:\n- Koken: elke dag.\n- Poetsen: elke week.\n- Koken: ook zondag.\nI: Goed.\nR: Ja.\n",
    "I|i|*|Wat doet u?\nR|r|*|Drie dingen: - Koken: elke dag. - Poetsen: elke week. - Koken: ook zondag.\nI|i|*|Goed.\nR|r|*|Ja.",
)
case(
    "words before a colon within an answer are no labels",
    "V: Hoe oud?\nA: Veertig.\nV: Werk?\nA: Plan A: niets doen. Plan B: werken.\n",
    "V|i|*|Hoe oud?\nA|r|*|Veertig.\nV|i|*|Werk?\nA|r|*|Plan A: niets doen. Plan B: werken.",
)
case(
    "a place that comes back in a talk without names is no speaker",
    "\n\n".join(["Ik werk hier."] * 6 + ["Gent: daar begon het."] + ["En verder."] * 6 + ["Gent: daar stopte het."]),
    "R|r|*|"
    + " ".join(["Ik werk hier."] * 6 + ["Gent: daar begon het."] + ["En verder."] * 6 + ["Gent: daar stopte het."]),
)
