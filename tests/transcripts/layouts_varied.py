"""The layouts of `layouts_shown` in many variants: other labels, marks, heads, page headers and phrases."""

# ruff: noqa: E501

from __future__ import annotations

from tests.transcripts.layouts_shown import CASES, case

__all__ = ["CASES"]

Q = [("Waar werkt u?"), ("In de haven."), ("Al lang?"), ("Ja.")]


def talk(a, b, shape="{n}: {w}\n"):
    return "".join(shape.format(n=n, w=w) for n, w in zip((a, b, a, b), Q, strict=True))


def right(a, b, ia="i", ib="r"):
    return f"{a}|{ia}|*|Waar werkt u?\n{b}|{ib}|*|In de haven.\n{a}|{ia}|*|Al lang?\n{b}|{ib}|*|Ja."


S = [
    ("An", "Welkom in dit lokaal."),
    ("Bo", "Zal ik hier zitten? Of daar?"),
    ("An", "Vertel over uw job."),
    ("Bo", "Wat wilt u weten?"),
]


def rev(a, b):
    return "".join(f"{n}: {w}\n" for n, w in zip((a, b, a, b), (w for _, w in S), strict=True))


def revr(a, b):
    return "\n".join(f"{n}|{r}|*|{w}" for n, r, w in zip((a, b, a, b), "irir", (w for _, w in S), strict=True))


heads = {
    "codes equals": "I = Lore Van Acker\nR = Wim Baeten\n\n",
    "tab": "Interviewer\tLore Van Acker\nRespondent\tWim Baeten\nDatum\t4 mei\n\n",
    "md bold": "**Interviewer:** Lore Van Acker  \n**Respondent:** Wim Baeten  \n**Datum:** 4 mei\n\n",
    "spaces": "Interviewer  :  Lore Van Acker\nRespondent   :  Wim Baeten\nDuur         :  38'\n\n",
    "rule": "Interviewer: Lore Van Acker\nRespondent: Wim Baeten\n-----------------\n",
    "list": "- Interviewer: Lore Van Acker\n- Geïnterviewde: Wim Baeten, 45 jaar, buschauffeur\n- Plaats: bij hem thuis\n\n",
    "order": "Titel: rijden in de stad\nNaam respondent: Wim Baeten\nNaam interviewer: Lore Van Acker\n\n",
    "onderzoeker": "Onderzoeker: Lore Van Acker\nDeelnemer: Wim Baeten\nOpname: 12.mp3\nTranscriptie: Tim\n\n",
    "function": "Interviewer: Lore Van Acker (onderzoeker, UGent)\nRespondent: Wim Baeten (buschauffeur, 52 jaar)\n\n",
    "blank between": "Interviewer: Lore Van Acker\n\nRespondent: Wim Baeten\n\nDatum: 3 mei\n\n",
    "door": "Gesprek met Wim Baeten, buschauffeur.\nInterview door Lore Van Acker.\n\n",
    "no blank": "Interview 4\nInterviewer: Lore Van Acker\nRespondent: Wim Baeten\nDuur: 38 min\n",
    "english": "Interviewer: Lore Van Acker\nInterviewee: Wim Baeten\nDate: May 4\n\n",
    "v and g": "Vraagsteller: Lore Van Acker\nGeïnterviewde: Wim Baeten\n\n",
    "more keys": "Interview nr. 4\nDatum interview: 3 mei 2021\nInterviewer: Lore Van Acker\nRespondent: Wim Baeten\nGeslacht: man\nLeeftijd: 52\nBeroep: buschauffeur\nOpmerkingen: er liep een hond rond, de opname hapert soms.\n\n",
    "gesproken door": "Interviewer (I): Lore Van Acker\nRespondent (R): Wim Baeten\n\n",
}
for k, h in heads.items():
    ab = ("I", "R") if k in ("codes equals", "gesproken door") else None
    for a, b in (
        [ab]
        if ab
        else [("Lore", "Wim"), ("LVA", "WB"), ("L", "W"), ("Lore Van Acker", "Wim Baeten"), ("Van Acker", "Baeten")]
    ):
        case(f"head {k} ({a})", h + rev(a, b), revr(a, b))
case(
    "head, role labels later",
    heads["more keys"] + talk("Interviewer", "Respondent"),
    right("Interviewer", "Respondent"),
)
case("head, I R later", heads["more keys"] + talk("I", "R"), right("I", "R"))
case(
    "head (LVA) bracket", "Interviewer: Lore Van Acker (LO)\nRespondent: Wim (X)\n\n" + rev("LO", "X"), revr("LO", "X")
)
case(
    "head + preamble prose",
    "Interviewer: Lore Van Acker\nRespondent: Wim Baeten\n\nWij zaten in de keuken en dronken koffie.\n\n"
    + rev("Lore", "Wim"),
    revr("Lore", "Wim"),
)
# 3
for a, b in [
    ("Interviewer", "Respondent (vrouw, 62 jaar, Gent)"),
    ("Interviewer", "Respondent (V, 62)"),
    ("Maes, Luc", "Wouters, Griet (Gast)"),
    ("Maes, Luc (UGent)", "Van den Berg, Griet"),
    ("luc.maes@ugent.be", "griet_w@skynet.be"),
    ("Interviewer Lore", "Respondent Wim"),
    ("Dr. L. Maes", "Mevr. Wouters"),
    ("Interviewer 1", "Respondente nr. 4"),
    ("Lore M.", "Wim B."),
    ("O'Brien, Tom", "D'Hondt, Els"),
    ("Luc Maes [extern]", "Griet Wouters"),
    ("Interviewer", "Respondent 4: vrouw") if 0 else ("Lore Van Acker", "Wim Baeten (Gast)"),
    ("Begeleidster Ann", "Bewoner Karel"),
    ("Medewerker onthaal", "Jonge vader"),
    ("Maes Luc, interviewer", "Wouters Griet, respondent"),
    ("Interviewer", "Vrouw, 62"),
]:
    case(f"label {a}/{b}", talk(a, b), right(a, b))
    case(
        f"label vtt {a}/{b}",
        "WEBVTT\n\n"
        + "".join(
            f"00:0{k}.000 --> 00:0{k}.900\n{n}: {w}\n\n" for k, (n, w) in enumerate(zip((a, b, a, b), Q, strict=True))
        ),
        right(a, b),
        ".vtt",
    )
# 5
case(
    "once dash-less 3",
    talk("Elke", "Dirk") + "Man van Elke: Koffie?\nElke: Graag.\n",
    right("Elke", "Dirk") + "\nMan van Elke|*|*|Koffie?\nElke|i|*|Graag.",
)
case(
    "once start",
    "Receptionist: Komt u mee?\n" + talk("Elke", "Dirk"),
    "Receptionist|*|*|Komt u mee?\n" + right("Elke", "Dirk"),
)
case(
    "once srt",
    "1\n00:00:01,000 --> 00:00:02,000\nElke: Waar werkt u?\n\n2\n00:00:03,000 --> 00:00:04,000\nDirk: In de haven.\n",
    "Elke|i|1|Waar werkt u?\nDirk|r|3|In de haven.",
    ".srt",
)
case(
    "once with wrapped answer",
    "Elke: Wat betekent de buurt?\n\nDirk: Alles.\nIk ben er geboren.\nIk ga nooit weg.\n\nElke: Mooi.\n",
    "Elke|i|*|Wat betekent de buurt?\nDirk|r|*|Alles. Ik ben er geboren. Ik ga nooit weg.\nElke|i|*|Mooi.",
)
case(
    "once, three single",
    "Moderator: Wie begint?\nFatima: Ik.\nJoris: Dan ik.\nLien: Ik zwijg.\n",
    "Moderator|i|*|Wie begint?\nFatima|r|*|Ik.\nJoris|r|*|Dan ik.\nLien|r|*|Ik zwijg.",
)
case(
    "once paragraphs",
    "Elke: Wat doet u?\n\nDirk: Ik bak.\n\nEn ik lees.\n\nElke: Wat?\n\nDirk: Boeken.\n\nDochter: Papa!\n\nDirk: Ja?\n",
    "Elke|i|*|Wat doet u?\nDirk|r|*|Ik bak. En ik lees.\nElke|i|*|Wat?\nDirk|r|*|Boeken.\nDochter|*|*|Papa!\nDirk|r|*|Ja?",
)
# 6
for a, b in [
    ("interviewer", "respondent-2"),
    ("int", "jan_p"),
    ("elke", "dirk"),
    ("I", "dirk"),
    ("Interviewer", "deelnemer b"),
    ("interviewer", "mevrouw s"),
    ("spreker1", "spreker2"),
    ("Elke", "dirk"),
    ("v", "a"),
    ("interviewer", "r-3"),
]:
    case(f"lower {a}/{b}", talk(a, b), right(a, b))
# 7
for sep in ("\t", " - ", " – ", "–\t", " -\t", " ― ", " : ", "- ", "— "):
    for a, b in [
        ("Hilde", "Patrick"),
        ("Hilde Maes", "Patrick B."),
        ("H", "P"),
        ("I", "R"),
        ("Int", "Resp"),
        ("V", "A"),
        ("R1", "R2") if 0 else ("HM", "PB"),
    ]:
        case(f"sep {sep!r} {a}", talk(a, b, "{n}" + sep + "{w}\n"), right(a, b))
        case(f"sep blank {sep!r} {a}", talk(a, b, "{n}" + sep + "{w}\n\n"), right(a, b))
# 8
for sh in (
    "{n}\n{w}\n\n",
    "{n}\n{w}\n",
    "[{n}]\n{w}\n\n",
    "**{n}**\n{w}\n\n",
    "**{n}**\n\n{w}\n\n",
    "*{n}* {w}\n\n",
    "**{n}** – {w}\n\n",
    "{n}\n\n{w}\n\n",
    "## {n}\n{w}\n\n",
    "<{n}>\n{w}\n",
    "{n}.\n{w}\n" if 0 else "  {n}\n  {w}\n",
):
    for a, b in [
        ("Katrien Leys", "Marc Stevens"),
        ("Katrien", "Marc"),
        ("Interviewer", "Respondent"),
        ("I", "R"),
        ("KATRIEN", "MARC"),
        ("Katrien Leys (UGent)", "Marc Stevens"),
    ]:
        case(f"alone {sh!r} {a}", talk(a, b, sh), right(a, b), ".md" if "*" in sh or "#" in sh else ".txt")
for a, b in [("Katrien", "Marc"), ("Interviewer", "Respondent"), ("I", "R"), ("Katrien Leys", "Marc Stevens")]:
    case(
        f"alone vtt {a}",
        "WEBVTT\n\n"
        + "".join(
            f"00:0{k}.000 --> 00:0{k}.900\n{n}\n{w}\n\n" for k, (n, w) in enumerate(zip((a, b, a, b), Q, strict=True))
        ),
        right(a, b),
        ".vtt",
    )
    case(
        f"bracket srt {a}",
        "".join(
            f"{k + 1}\n00:00:0{k},000 --> 00:00:0{k},900\n[{n}] {w}\n\n"
            for k, (n, w) in enumerate(zip((a, b, a, b), Q, strict=True))
        ),
        right(a, b),
        ".srt",
    )
# 18
case(
    "md heading setext etc",
    "Titel\n\n" + talk("I", "R") + "\n# Deel 2: werk\n\n" + talk("I", "R"),
    right("I", "R") + "\n" + right("I", "R"),
    ".md",
)
for hd in (
    "Transcript 12 | pagina {k}",
    "Interview 12 - p. {k}/4",
    "- {k} -",
    "{k}",
    "[{k}]",
    "Pagina {k}",
    "blz. {k}",
    "p. {k}",
    "Projectnaam – vertrouwelijk – {k}",
    "{k} | Interview Wim",
    "Interview Wim {k}",
):
    case(
        f"page {hd}",
        "".join(f"{hd.format(k=k)}\n\n{talk('I', 'R')}\n" for k in (1, 2, 3)),
        "\n".join([right("I", "R")] * 3),
    )
    case(
        f"page names {hd}",
        "".join(f"{hd.format(k=k)}\n\n{talk('Elke', 'Dirk')}\n" for k in (1, 2, 3)),
        "\n".join([right("Elke", "Dirk")] * 3),
    )
case(
    "teams nl",
    "Elke Maes heeft de transcriptie gestart\n\n"
    + talk("Elke Maes", "Dirk")
    + "\nElke Maes heeft de transcriptie gestopt\n",
    right("Elke Maes", "Dirk"),
)
case(
    "teams en",
    "Elke Maes started transcription\n\n"
    + "".join(f"{n}   0:0{k}\n{w}\n\n" for k, (n, w) in enumerate(zip(("Elke Maes", "Dirk") * 2, Q, strict=True)))
    + "Elke Maes stopped transcription\n",
    right("Elke Maes", "Dirk"),
)
# 23
for ph in (
    "Mijn vader zei",
    "Mijn moeder zegt",
    "De buurvrouw riep",
    "Vader zei",
    "Ik dacht",
    "Hij antwoordde",
    "Ze vroeg",
    "Het antwoord",
    "De vraag",
    "Mijn man",
    "Een collega zei",
    "Onze baas",
    "Zo zei hij",
    "Toen zei Jan",
    "Den baas",
    "Mijn broer Jan",
    "Jan zei",
    "Een voorbeeld",
    "Wat ik dacht",
    "Uw motto",
):
    case(
        f"phrase {ph}",
        f"I: Wat gaf hij u mee?\nR: Spreuken.\n{ph}: eerst het werk.\n{ph}: dan het spel.\n{ph}: en dan slapen.\nI: Onthield u ze?\nR: Alle drie.\n",
        f"I|i|*|Wat gaf hij u mee?\nR|r|*|Spreuken. {ph}: eerst het werk. {ph}: dan het spel. {ph}: en dan slapen.\nI|i|*|Onthield u ze?\nR|r|*|Alle drie.",
    )
    case(
        f"phrase names {ph}",
        f"Elke: Wat gaf hij u mee?\nDirk: Spreuken.\n{ph}: eerst het werk.\n{ph}: dan het spel.\n{ph}: en dan slapen.\nElke: Onthield u ze?\nDirk: Alle drie.\nElke: Zo.\n",
        f"Elke|i|*|Wat gaf hij u mee?\nDirk|r|*|Spreuken. {ph}: eerst het werk. {ph}: dan het spel. {ph}: en dan slapen.\nElke|i|*|Onthield u ze?\nDirk|r|*|Alle drie.\nElke|i|*|Zo.",
    )
# 22
case("inline once", "I: Waar werkt u? R: In de haven. I: Al lang? R: Ja.", right("I", "R"))
case("inline names", "Elke: Waar werkt u? Dirk: In de haven. Elke: Al lang? Dirk: Ja.", right("Elke", "Dirk"))
case("inline paragraphs", "Elke: Waar werkt u? Dirk: In de haven.\n\nElke: Al lang? Dirk: Ja.\n", right("Elke", "Dirk"))
case(
    "inline Interviewer",
    "Interviewer: Waar werkt u? Respondent: In de haven.\nInterviewer: Al lang? Respondent: Ja.\n",
    right("Interviewer", "Respondent"),
)
case("inline bold", "**I:** Waar werkt u? **R:** In de haven. **I:** Al lang? **R:** Ja.", right("I", "R"), ".md")
case("inline S", "S1: Waar werkt u? S2: In de haven. S1: Al lang? S2: Ja.", right("S1", "S2"))
case("inline slash", "I: Waar werkt u? / R: In de haven. / I: Al lang? / R: Ja.", right("I", "R"))
case("inline brackets", "[I] Waar werkt u? [R] In de haven. [I] Al lang? [R] Ja.", right("I", "R"))
case(
    "inline no stop",
    "I: Waar werkt u R: In de haven I: Al lang R: Ja",
    "I|i|*|Waar werkt u\nR|r|*|In de haven\nI|i|*|Al lang\nR|r|*|Ja",
)
