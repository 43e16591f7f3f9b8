"""Layouts of programs and people beyond `layouts_varied`: exports of recognisers, heads, marks, numbers, times."""

# ruff: noqa: E501

from __future__ import annotations

from tests.transcripts.layouts_shown import case

PHRASES = (
    "Mijn grootmoeder zei altijd",
    "Dan zei de baas",
    "De chef",
    "Haar antwoord was",
    "En hij",
    "Mijn zoon Bram",
    "Zijn vrouw",
    "Op het bord stond",
    "Tante Rosa zei",
    "Dokter Maes zei",
    "De regel was",
    "Die ene zin",
    "Onze leuze",
    "Het opschrift",
    "Ons moeder",
    "Bij ons thuis",
    "Jef riep",
    "Wij",
    "Ze zeiden",
    "Opmerking van de chef",
    "Nonkel Jef altijd",
    "Mama zei",
    "Zij dan",
    "Mijne pa",
)

for phrase in PHRASES:
    case(
        f"what {phrase!r} opens is said by who spoke",
        f"I: Wat onthield u?\nR: Veel.\n{phrase}: eerst kijken.\n{phrase}: dan pas kopen.\nI: Deed u dat?\nR: Altijd.\n",
        f"I|i|*|Wat onthield u?\nR|r|*|Veel. {phrase}: eerst kijken. {phrase}: dan pas kopen.\nI|i|*|Deed u dat?\nR|r|*|Altijd.",
    )
case(
    "one word interjection timed, ends with it",
    "[00:12] Hm.\n[00:15] Ik was toen achttien, denk ik.\n[00:21] Hm.\n[00:23] En mijn broer twintig.\n[00:30] Achttien dus.\n[00:31] Ja.\n",
    "*|r|12|Hm. Ik was toen achttien, denk ik. Hm. En mijn broer twintig. Achttien dus. Ja.",
)
case(
    "bare times, capitalised town names",
    "0:01 Waar bent u geboren?\n0:04 Oostende\n0:06 En uw man?\n0:08 Oostende\n0:10 Toevallig zeg.\n",
    "*|r|1|Waar bent u geboren? Oostende En uw man? Oostende Toevallig zeg.",
)
case(
    "parens times blank lines",
    "(00:00:02)\nDus u bent bakker.\n\n(00:00:05)\nKlopt.\n\n(00:00:07)\nAl veertig jaar.\n\n(00:00:12)\nKlopt.\n\n(00:00:13)\nMooi.\n",
    "*|r|2|Dus u bent bakker. Klopt. Al veertig jaar. Klopt. Mooi.",
)
case(
    "timed beside labels end",
    "00:00:03 Interviewer: Wat deed u dan?\n00:00:07 Marie-Jeanne: Wenen.\n00:00:09 Amai\n00:00:11 Dagen aan een stuk.\n00:00:14 Interviewer: En nu?\n00:00:16 Marie-Jeanne: Nu lach ik.\n",
    "Interviewer|i|3|Wat deed u dan?\nMarie-Jeanne|r|7|Wenen. Amai Dagen aan een stuk.\nInterviewer|i|14|En nu?\nMarie-Jeanne|r|16|Nu lach ik.",
)
case(
    "hash times f4 without labels",
    "Ja. #00:00:03-1#\nEn toen gingen we naar huis. #00:00:09-4#\nJa. #00:00:10-0#\nMet de trein. #00:00:14-2#\n",
    "*|r|*|Ja. En toen gingen we naar huis. Ja. Met de trein.",
)
case(
    "name alone after time w/ words",
    "[00:00:05] Greet\nHebt u het koud?\n[00:00:09] Omer\nNee hoor.\n[00:00:12] Greet\nZeker?\n[00:00:15] Omer\nZeker.\n",
    "Greet|i|5|Hebt u het koud?\nOmer|r|9|Nee hoor.\nGreet|i|12|Zeker?\nOmer|r|15|Zeker.",
)
case(
    "I R timed, continuation capital",
    "[0:00:01] I: Wie woont hier?\n[0:00:04] R: Mijn zus.\n[0:00:05] Josiane\n[0:00:07] Die is ouder.\n[0:00:10] I: En u?\n",
    "I|i|1|Wie woont hier?\nR|r|4|Mijn zus. Josiane Die is ouder.\nI|i|10|En u?",
)
case(
    "block with Aanwezigen list",
    "TRANSCRIPTIE INTERVIEW 14\nOpgenomen op 12 maart 2023 te Kortrijk\nInterviewer: Sarah Demeyer\nGeïnterviewde: Hassan El Amrani, taxichauffeur\nAnderen aanwezig: geen\n\nSarah: Fijn dat het kon.\nHassan: Waar gaat het precies over? Mijn werk?\nSarah: Onder andere.\nHassan: En wat nog?\n",
    "Sarah|i|*|Fijn dat het kon.\nHassan|r|*|Waar gaat het precies over? Mijn werk?\nSarah|i|*|Onder andere.\nHassan|r|*|En wat nog?",
)
case(
    "initials SD HEA",
    "Interviewer: Sarah Demeyer (SD)\nRespondent: Hassan El Amrani (HEA)\nLocatie: bibliotheek\n\nSD: Zo.\nHEA: Nemen we op? Nu al?\nSD: Ja.\nHEA: Mag ik nog iets vragen?\n",
    "SD|i|*|Zo.\nHEA|r|*|Nemen we op? Nu al?\nSD|i|*|Ja.\nHEA|r|*|Mag ik nog iets vragen?",
)
case(
    "block by role after name",
    "Sarah Demeyer: interviewer\nHassan El Amrani: respondent\n\nSarah: Zo.\nHassan: Nemen we op? Nu al?\nSarah: Ja.\nHassan: Mag ik nog iets vragen?\n",
    "Sarah|i|*|Zo.\nHassan|r|*|Nemen we op? Nu al?\nSarah|i|*|Ja.\nHassan|r|*|Mag ik nog iets vragen?",
)
case(
    "block two respondents",
    "Datum: 1 juni\nInterviewer: Bert Claes\nRespondenten: Mia (58) en Fons (60)\nDuur: 1u12\n\nBert: Dag allebei.\nMia: Koffie?\nFons: Of thee?\nBert: Koffie, graag.\n",
    "Bert|i|*|Dag allebei.\nMia|r|*|Koffie?\nFons|r|*|Of thee?\nBert|i|*|Koffie, graag.",
)
case(
    "block key in English with dash",
    "Interview date – 2021-05-03\nInterviewer – Anna Smits\nParticipant – P07\n\nAnna: Welcome.\nP07: Shall I start? With my job?\nAnna: Please do.\nP07: Which one?\n",
    "Anna|i|*|Welcome.\nP07|r|*|Shall I start? With my job?\nAnna|i|*|Please do.\nP07|r|*|Which one?",
)
case(
    "block transcribent too",
    "Transcribent: Tine Wuyts\nInterviewer: Jef Nijs\nGeïnterviewde: Rosa Claeys\nDatum gesprek: 7 mei\n\nJN: We zijn vertrokken.\nRC: Hoe lang duurt het? Een uur?\nJN: Zoiets.\nRC: Mag de radio aan?\n",
    "JN|i|*|We zijn vertrokken.\nRC|r|*|Hoe lang duurt het? Een uur?\nJN|i|*|Zoiets.\nRC|r|*|Mag de radio aan?",
)
case(
    "block empty lines and underscores",
    "Interview met Rosa Claeys\n___________________\n\nInterviewer: Jef Nijs\n\nDatum: 7 mei\n\n___________________\n\nJef: We zijn vertrokken.\n\nRosa: Hoe lang duurt het? Een uur?\n\nJef: Zoiets.\n\nRosa: Mag de radio aan?\n",
    "Jef|i|*|We zijn vertrokken.\nRosa|r|*|Hoe lang duurt het? Een uur?\nJef|i|*|Zoiets.\nRosa|r|*|Mag de radio aan?",
)
case(
    "block nothing about the respondent",
    "Interviewer: Jef Nijs\nOpnametoestel: Zoom H1\n\nJef: We zijn vertrokken.\n\nRosa: Hoe lang duurt het? Een uur?\n\nJef: Zoiets.\n\nRosa: Mag de radio aan?\n",
    "Jef|i|*|We zijn vertrokken.\nRosa|r|*|Hoe lang duurt het? Een uur?\nJef|i|*|Zoiets.\nRosa|r|*|Mag de radio aan?",
)
case(
    "block then timed labels",
    "Respondent: Rosa Claeys (RC), poetsvrouw\nInterviewer: Jef Nijs (JN)\nProject: Zorg in de wijk\n\n[00:00:01] JN: We zijn vertrokken.\n[00:00:04] RC: Hoe lang duurt het? Een uur?\n[00:00:09] JN: Zoiets.\n[00:00:12] RC: Mag de radio aan?\n",
    "JN|i|1|We zijn vertrokken.\nRC|r|4|Hoe lang duurt het? Een uur?\nJN|i|9|Zoiets.\nRC|r|12|Mag de radio aan?",
)
case(
    "role keys Onderzoekster/Participante",
    "Onderzoekster: Nele Baeyens\nParticipante: Souad (schuilnaam)\nTaal: Nederlands\n\nNele: Goed.\nSouad: Moet ik luid spreken? Zo?\nNele: Perfect.\nSouad: Echt?\n",
    "Nele|i|*|Goed.\nSouad|r|*|Moet ik luid spreken? Zo?\nNele|i|*|Perfect.\nSouad|r|*|Echt?",
)
case(
    "function in brackets",
    "Begeleider (OCMW, 12 jaar dienst): Het is zoeken.\nOnderzoeker: Naar wat?\nBegeleider (OCMW, 12 jaar dienst): Naar tijd.\nOnderzoeker: Hoezo?\n",
    "Begeleider (OCMW, 12 jaar dienst)|r|*|Het is zoeken.\nOnderzoeker|i|*|Naar wat?\nBegeleider (OCMW, 12 jaar dienst)|r|*|Naar tijd.\nOnderzoeker|i|*|Hoezo?",
)
case(
    "Interviewer, name",
    "Interviewer, Tom: Wat eet u graag?\nRespondent, Els: Spruiten.\nInterviewer, Tom: Meent u dat?\nRespondent, Els: Zeker.\n",
    "Interviewer, Tom|i|*|Wat eet u graag?\nRespondent, Els|r|*|Spruiten.\nInterviewer, Tom|i|*|Meent u dat?\nRespondent, Els|r|*|Zeker.",
)
case(
    "teams ext in voice vtt",
    "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Van Damme, Ilse (Extern)>Hoort u mij?</v>\n\n00:00:03.000 --> 00:00:05.000\n<v griet@vzw.be>Ja hoor.</v>\n",
    "Van Damme, Ilse (Extern)|i|1|Hoort u mij?\ngriet@vzw.be|r|3|Ja hoor.",
    ".vtt",
)
case(
    "age comma",
    "Vrouw, 34 jaar, Aalst: Ik zoek werk.\nInterviewer: Sinds wanneer?\nVrouw, 34 jaar, Aalst: Sinds mei.\nInterviewer: En lukt het?\n",
    "Vrouw, 34 jaar, Aalst|r|*|Ik zoek werk.\nInterviewer|i|*|Sinds wanneer?\nVrouw, 34 jaar, Aalst|r|*|Sinds mei.\nInterviewer|i|*|En lukt het?",
)
case(
    "slash pronouns",
    "Ilse (zij/haar): Wie is er al?\nRobin (die/hen): Ik.\nIlse (zij/haar): Zie je mij?\nRobin (die/hen): Ja.\n",
    "Ilse (zij/haar)|i|*|Wie is er al?\nRobin (die/hen)|r|*|Ik.\nIlse (zij/haar)|i|*|Zie je mij?\nRobin (die/hen)|r|*|Ja.",
)
case(
    "multiword role",
    "Vrijwilligster aan het onthaal: Komt u binnen?\nMan met pet: Graag.\nVrijwilligster aan het onthaal: Koffie?\nMan met pet: Zwart.\n",
    "Vrijwilligster aan het onthaal|i|*|Komt u binnen?\nMan met pet|r|*|Graag.\nVrijwilligster aan het onthaal|i|*|Koffie?\nMan met pet|r|*|Zwart.",
)
case(
    "three parts surname, given, title",
    "Peeters, Dr. An: Gaat het?\nJanssens, Bo (patiënt): Ja.\nPeeters, Dr. An: Pijn?\nJanssens, Bo (patiënt): Nee.\n",
    "Peeters, Dr. An|i|*|Gaat het?\nJanssens, Bo (patiënt)|r|*|Ja.\nPeeters, Dr. An|i|*|Pijn?\nJanssens, Bo (patiënt)|r|*|Nee.",
)
case(
    "laughs",
    "INT1: Wie eerst?\nINT2: Kies maar.\nRESP1 [lacht]: Ik dan.\nRESP2 (door elkaar): Nee, ik.\nRESP1 + RESP2: Samen!\nRESP1: Goed.\nRESP2: Goed.\n",
    "INT1|i|*|Wie eerst?\nINT2|i|*|Kies maar.\nRESP1|r|*|Ik dan.\nRESP2|r|*|Nee, ik.\nRESP1 + RESP2|r|*|Samen!\nRESP1|r|*|Goed.\nRESP2|r|*|Goed.",
)
case(
    "respondent numbers words",
    "Interviewer: Wie komt er?\nRespondent 1: Ik.\nRespondent 2 (lacht luid): Ik ook.\nRespondent 1 en 2: Allebei.\nRespondent ?: Misschien.\nBeiden: Ja.\nInterviewer: Goed.\n",
    "Interviewer|i|*|Wie komt er?\nRespondent 1|r|*|Ik.\n*|r|*|Ik ook.\nRespondent 1 en 2|*|*|Allebei.\n*|*|*|Misschien.\nBeiden|*|*|Ja.\nInterviewer|i|*|Goed.",
)
case(
    "Moderator (off)",
    "Moderator (buiten beeld): Zijn we live?\nDeelnemer 3 (aarzelend): Denk het.\nDeelnemer 4: Wie spreekt?\nDeelnemer 3: Ik.\nModerator (buiten beeld): Ga door.\nDeelnemer 3/4: Ja.\nMeerdere stemmen: Ja!\n",
    "Moderator (buiten beeld)|i|*|Zijn we live?\nDeelnemer 3|r|*|Denk het.\nDeelnemer 4|r|*|Wie spreekt?\nDeelnemer 3|r|*|Ik.\nModerator (buiten beeld)|i|*|Ga door.\nDeelnemer 3/4|*|*|Ja.\nMeerdere stemmen|*|*|Ja!",
)
case(
    "I1 I2 R (via tolk)",
    "I1: Begrijpt hij dat?\nTolk: Ja.\nR (via tolk): Ik begrijp het.\nI2: En dit?\nR (via tolk): Ook.\nR: Ok.\n",
    "I1|i|*|Begrijpt hij dat?\nTolk|*|*|Ja.\nR|r|*|Ik begrijp het.\nI2|i|*|En dit?\nR|r|*|Ook. Ok.",
)
case(
    "??",
    "I: Wie zei dat?\nR1: Niet ik.\nR2: Ook niet.\n??: Ik.\nR1 of R2: Hij.\nGroep: Nee!\nI: Goed.\n",
    "I|i|*|Wie zei dat?\nR1|r|*|Niet ik.\nR2|r|*|Ook niet.\n??|*|*|Ik.\nR1 of R2|*|*|Hij.\nGroep|*|*|Nee!\nI|i|*|Goed.",
)
case(
    "once in long",
    "Lotte: Hoe was de eerste dag?\nGilbert: Koud.\nLotte: En de tweede?\nGilbert: Kouder.\nKleindochter: Opa, telefoon!\nGilbert: Straks.\nLotte: Geen probleem.\nPostbode: Een pakje.\nGilbert: Merci.\n",
    "Lotte|i|*|Hoe was de eerste dag?\nGilbert|r|*|Koud.\nLotte|i|*|En de tweede?\nGilbert|r|*|Kouder.\nKleindochter|*|*|Opa, telefoon!\nGilbert|r|*|Straks.\nLotte|i|*|Geen probleem.\nPostbode|*|*|Een pakje.\nGilbert|r|*|Merci.",
)
case(
    "once last",
    "Lotte: Hoe was de eerste dag?\nGilbert: Koud.\nLotte: En de tweede?\nGilbert: Kouder.\nMevrouw De Wit: Dag Gilbert!\n",
    "Lotte|i|*|Hoe was de eerste dag?\nGilbert|r|*|Koud.\nLotte|i|*|En de tweede?\nGilbert|r|*|Kouder.\nMevrouw De Wit|*|*|Dag Gilbert!",
)
case(
    "vtt once w/ continuation",
    "WEBVTT\n\n00:01.000 --> 00:03.000\nLotte: Hoe was dat?\n\n00:03.000 --> 00:05.000\nGilbert: Koud,\n\n00:05.000 --> 00:07.000\nheel koud.\n\n00:07.000 --> 00:08.000\nZus: Wie belt er?\n\n00:08.000 --> 00:10.000\nLotte: Niemand.\n",
    "Lotte|i|1|Hoe was dat?\nGilbert|r|3|Koud, heel koud.\nZus|*|7|Wie belt er?\nLotte|i|8|Niemand.",
    ".vtt",
)
case(
    "dash once",
    "Lotte - Hoe was dat?\nGilbert - Koud.\nLotte - En dan?\nGilbert - Kouder.\nBuurvrouw - Hallo!\nLotte - Dag.\n",
    "Lotte|i|*|Hoe was dat?\nGilbert|r|*|Koud.\nLotte|i|*|En dan?\nGilbert|r|*|Kouder.\nBuurvrouw|*|*|Hallo!\nLotte|i|*|Dag.",
)
case(
    "tab once",
    "Lotte\tHoe was dat?\nGilbert\tKoud.\nLotte\tEn dan?\nGilbert\tKouder.\nEls\tHallo!\nLotte\tDag.\n",
    "Lotte|i|*|Hoe was dat?\nGilbert|r|*|Koud.\nLotte|i|*|En dan?\nGilbert|r|*|Kouder.\nEls|*|*|Hallo!\nLotte|i|*|Dag.",
)
case(
    "three lines once each",
    "Vera: Wie heeft de sleutel?\nOscar: Ik niet, die hangt altijd aan het haakje in de gang.\nNadia: Daar hangt hij niet meer sinds gisteren.\n",
    "Vera|i|*|Wie heeft de sleutel?\nOscar|r|*|Ik niet, die hangt altijd aan het haakje in de gang.\nNadia|r|*|Daar hangt hij niet meer sinds gisteren.",
)
case(
    "srt once",
    "1\n00:00:01,000 --> 00:00:02,000\nVera: Wie heeft de sleutel?\n\n2\n00:00:02,500 --> 00:00:04,000\nOscar: Ik niet.\n\n3\n00:00:05,000 --> 00:00:06,000\nBewaker Nr. 2: Sluiten!\n\n4\n00:00:07,000 --> 00:00:08,000\nVera: Ja.\n",
    "Vera|i|1|Wie heeft de sleutel?\nOscar|r|2|Ik niet.\nBewaker Nr. 2|*|5|Sluiten!\nVera|i|7|Ja.",
    ".srt",
)
case(
    "lower names w/ interviewer cap",
    "Interviewer: Wat brengt u hier?\nresp_04: De bus.\nInterviewer: En terug?\nresp_04: Te voet.\n",
    "Interviewer|i|*|Wat brengt u hier?\nresp_04|r|*|De bus.\nInterviewer|i|*|En terug?\nresp_04|r|*|Te voet.",
)
case(
    "lower mixed",
    "Onderzoeker: Wat brengt u hier?\njan-baptist: De bus.\nOnderzoeker: En terug?\njan-baptist: Te voet.\nomdat het regende: geen idee.\n",
    "Onderzoeker|i|*|Wat brengt u hier?\njan-baptist|r|*|De bus.\nOnderzoeker|i|*|En terug?\njan-baptist|r|*|Te voet. omdat het regende: geen idee.",
)
case(
    "lower three",
    "i: wie begint?\nfatma: ik.\nroos2: nee ik.\ni: fatma dan.\nfatma: goed.\nroos2: ok.\n",
    "i|i|*|wie begint?\nfatma|r|*|ik.\nroos2|r|*|nee ik.\ni|i|*|fatma dan.\nfatma|r|*|goed.\nroos2|r|*|ok.",
)
case(
    "lower with words",
    "interviewer: waar werkt u?\nmeneer peeters: in de haven.\ninterviewer: lang?\nmeneer peeters: ja.\n",
    "interviewer|i|*|waar werkt u?\nmeneer peeters|r|*|in de haven.\ninterviewer|i|*|lang?\nmeneer peeters|r|*|ja.",
)
case(
    "lower tab",
    "int\twaar werkt u?\nwannes\tin de haven.\nint\tlang?\nwannes\tja.\n",
    "int|i|*|waar werkt u?\nwannes|r|*|in de haven.\nint|i|*|lang?\nwannes|r|*|ja.",
)
case(
    "emdash no spaces",
    "Hilde—Wat eet u?\nPatrick—Brood.\nHilde—Enkel brood?\nPatrick—Met kaas.\n",
    "Hilde|i|*|Wat eet u?\nPatrick|r|*|Brood.\nHilde|i|*|Enkel brood?\nPatrick|r|*|Met kaas.",
)
case(
    "letter dash no space after",
    "H -Wat eet u?\nP -Brood.\nH -Enkel brood?\nP -Met kaas.\n",
    "H|i|*|Wat eet u?\nP|r|*|Brood.\nH|i|*|Enkel brood?\nP|r|*|Met kaas.",
)
case(
    "spaces columns",
    "Hilde     Wat eet u?\nPatrick   Brood.\nHilde     Enkel brood?\nPatrick   Met kaas.\n",
    "Hilde|i|*|Wat eet u?\nPatrick|r|*|Brood.\nHilde|i|*|Enkel brood?\nPatrick|r|*|Met kaas.",
)
case(
    "name tab multi paragraph",
    "Hilde\tWat eet u?\n\nPatrick\tBrood.\n\n\tMaar ook soep.\n\nHilde\tEnkel soep?\n\nPatrick\tMet kaas.\n",
    "Hilde|i|*|Wat eet u?\nPatrick|r|*|Brood. Maar ook soep.\nHilde|i|*|Enkel soep?\nPatrick|r|*|Met kaas.",
)
case(
    "codes dash",
    "B1 – Wat eet u?\nC2 – Brood.\nB1 – Enkel brood?\nC2 – Met kaas.\n",
    "B1|*|*|Wat eet u?\nC2|*|*|Brood.\nB1|*|*|Enkel brood?\nC2|*|*|Met kaas.",
)
case(
    "name space tab colonless with underscore",
    "Hilde_M\tWat eet u?\nPatrick_B\tBrood.\nHilde_M\tEnkel brood?\nPatrick_B\tMet kaas.\n",
    "Hilde_M|i|*|Wat eet u?\nPatrick_B|r|*|Brood.\nHilde_M|i|*|Enkel brood?\nPatrick_B|r|*|Met kaas.",
)
case(
    "hyphen double-length",
    "Hilde --- Wat eet u?\nPatrick --- Brood.\nHilde --- Enkel brood?\nPatrick --- Met kaas - en ham.\n",
    "Hilde|i|*|Wat eet u?\nPatrick|r|*|Brood.\nHilde|i|*|Enkel brood?\nPatrick|r|*|Met kaas - en ham.",
)
case(
    "horizontal bar ‒",
    "Hilde ‒ Wat eet u?\nPatrick ‒ Brood.\nHilde ‒ Enkel brood?\nPatrick ‒ Met kaas.\n",
    "Hilde|i|*|Wat eet u?\nPatrick|r|*|Brood.\nHilde|i|*|Enkel brood?\nPatrick|r|*|Met kaas.",
)
case(
    "minus −",
    "Hilde − Wat eet u?\nPatrick − Brood.\nHilde − Enkel brood?\nPatrick − Met kaas.\n",
    "Hilde|i|*|Wat eet u?\nPatrick|r|*|Brood.\nHilde|i|*|Enkel brood?\nPatrick|r|*|Met kaas.",
)
case(
    "uppercase name on line",
    "MEVROUW DE SMEDT\nKomt u vaak?\n\nJAN\nElke week.\n\nMEVROUW DE SMEDT\nAlleen?\n\nJAN\nMet mijn hond.\n",
    "MEVROUW DE SMEDT|i|*|Komt u vaak?\nJAN|r|*|Elke week.\nMEVROUW DE SMEDT|i|*|Alleen?\nJAN|r|*|Met mijn hond.",
)
case(
    "bold two trailing spaces",
    "**Greta**  \nKomt u vaak?\n\n**Jan**  \nElke week.\n\n**Greta**  \nAlleen?\n\n**Jan**  \nMet mijn hond.\n",
    "Greta|i|*|Komt u vaak?\nJan|r|*|Elke week.\nGreta|i|*|Alleen?\nJan|r|*|Met mijn hond.",
    ".md",
)
case(
    "name alone w colon",
    "Greta:\nKomt u vaak?\n\nJan:\nElke week.\n\nMaar niet op zondag.\n\nGreta:\nAlleen?\n\nJan:\nMet mijn hond.\n",
    "Greta|i|*|Komt u vaak?\nJan|r|*|Elke week. Maar niet op zondag.\nGreta|i|*|Alleen?\nJan|r|*|Met mijn hond.",
)
case(
    "srt first line",
    "1\n00:00:01,000 --> 00:00:02,000\nGreta Mol:\nKomt u vaak?\n\n2\n00:00:02,500 --> 00:00:04,000\nJan Pas:\nElke week.\n\n3\n00:00:05,000 --> 00:00:06,000\nGreta Mol:\nAlleen?\n\n4\n00:00:07,000 --> 00:00:08,000\nJan Pas:\nJa.\n",
    "Greta Mol|i|1|Komt u vaak?\nJan Pas|r|2|Elke week.\nGreta Mol|i|5|Alleen?\nJan Pas|r|7|Ja.",
    ".srt",
)
case(
    "srt first line dashes",
    "1\n00:00:01,000 --> 00:00:02,000\nGreta Mol\nKomt u vaak?\n\n2\n00:00:02,500 --> 00:00:04,000\nJan Pas\nElke week.\n\n3\n00:00:05,000 --> 00:00:06,000\nGreta Mol\nAlleen?\n\n4\n00:00:07,000 --> 00:00:08,000\nJan Pas\nJa, met\nmijn hond.\n",
    "Greta Mol|i|1|Komt u vaak?\nJan Pas|r|2|Elke week.\nGreta Mol|i|5|Alleen?\nJan Pas|r|7|Ja, met mijn hond.",
    ".srt",
)
case(
    "brackets with role",
    "[Interviewer Greta]\nKomt u vaak?\n\n[Jan, 45]\nElke week.\n\n[Interviewer Greta]\nAlleen?\n\n[Jan, 45]\nJa.\n",
    "Interviewer Greta|i|*|Komt u vaak?\nJan, 45|r|*|Elke week.\nInterviewer Greta|i|*|Alleen?\nJan, 45|r|*|Ja.",
)
case(
    "speaker 1 alone",
    "Speaker 1\nKomt u vaak?\n\nSpeaker 2\nElke week.\n\nSpeaker 1\nAlleen?\n\nSpeaker 2\nJa.\n",
    "Speaker 1|i|*|Komt u vaak?\nSpeaker 2|r|*|Elke week.\nSpeaker 1|i|*|Alleen?\nSpeaker 2|r|*|Ja.",
)
case(
    "bold italic",
    "***Greta*** Komt u vaak?\n\n***Jan*** Elke week.\n\n***Greta*** Alleen?\n\n***Jan*** Ja.\n",
    "Greta|i|*|Komt u vaak?\nJan|r|*|Elke week.\nGreta|i|*|Alleen?\nJan|r|*|Ja.",
    ".md",
)
case(
    "bold with emphasised words",
    "**Greta** Komt u **echt** vaak?\n\n**Jan** Elke week.\n\n**Nooit** op zondag.\n\n**Greta** Alleen?\n\n**Jan** Ja.\n",
    "Greta|i|*|Komt u **echt** vaak?\nJan|r|*|Elke week. **Nooit** op zondag.\nGreta|i|*|Alleen?\nJan|r|*|Ja.",
    ".md",
)
case(
    "hours",
    "Ria: [01:02:11] Hoe lang nog?\nPol: [01:02:48] Tot 18:00 ongeveer.\nRia: [01:03:30] Goed.\nPol: [01:04:05] Ja.\n",
    "Ria|i|3731|Hoe lang nog?\nPol|r|3768|Tot 18:00 ongeveer.\nRia|i|3810|Goed.\nPol|r|3845|Ja.",
)
case(
    "alone behind the name",
    "Ria: 00:11\nHoe lang nog?\n\nPol: 00:48\nEen uur.\n\nRia: 01:30\nGoed.\n",
    "Ria|i|11|Hoe lang nog?\nPol|r|48|Een uur.\nRia|i|90|Goed.",
)
case(
    "md escaped",
    "**Ria:** \\[00:00:11\\] Hoe lang nog?\n\n**Pol:** \\[00:00:48\\] Een uur.\n\n**Ria:** \\[00:01:30\\] Goed.\n",
    "Ria|i|11|Hoe lang nog?\nPol|r|48|Een uur.\nRia|i|90|Goed.",
    ".md",
)
case(
    "hours spoken",
    "I: Wanneer werkt u?\nR: 08:00 tot 17:30 werk ik.\nI: En zaterdag?\nR: 09:00 tot 12:00, en dan naar de markt.\n",
    "I|i|*|Wanneer werkt u?\nR|r|*|08:00 tot 17:30 werk ik.\nI|i|*|En zaterdag?\nR|r|*|09:00 tot 12:00, en dan naar de markt.",
)
case(
    "angle <00:00:11>",
    "Ria: <00:00:11> Hoe lang nog?\nPol: <00:00:48> Een uur.\nRia: <00:01:30> Goed.\n",
    "Ria|i|11|Hoe lang nog?\nPol|r|48|Een uur.\nRia|i|90|Goed.",
)
case(
    "times round with hours spoken",
    "Ria: (00:11) Wanneer staat u op?\nPol: (00:48) Om (08:15) stipt.\nRia: (01:30) Goed.\n",
    "Ria|i|11|Wanneer staat u op?\nPol|r|48|*\nRia|i|90|Goed.",
)
case(
    "[00.01.23] names",
    "[00.00.03] Truus: Wie leerde u breien?\n[00.00.09] Roger: Oma.\n[00.01.23] Truus: Breit u nog?\n[00.01.30] Roger: Nee.\n",
    "Truus|i|3|Wie leerde u breien?\nRoger|r|9|Oma.\nTruus|i|83|Breit u nog?\nRoger|r|90|Nee.",
)
case(
    "name newline time words",
    "Truus\n00:00:12\nWie leerde u breien?\n\nRoger\n00:00:19\nOma.\n\nTruus\n00:00:31\nBreit u nog?\n\nRoger\n00:00:35\nNee.\n",
    "Truus|i|12|Wie leerde u breien?\nRoger|r|19|Oma.\nTruus|i|31|Breit u nog?\nRoger|r|35|Nee.",
)
case(
    "otter",
    "Truus Mol  0:12  \nWie leerde u breien?\n\nRoger De Wit  0:19  \nOma.\n\nTruus Mol  0:31  \nBreit u nog?\n\nRoger De Wit  1:01:35  \nNee.\n",
    "Truus Mol|i|12|Wie leerde u breien?\nRoger De Wit|r|19|Oma.\nTruus Mol|i|31|Breit u nog?\nRoger De Wit|r|3695|Nee.",
)
case(
    "mid line time",
    "Truus: Wie leerde u breien [00:00:14] en wanneer?\nRoger: Oma, [00:00:20] in de winter.\nTruus: Breit u nog?\nRoger: Nee.\n",
    "Truus|i|*|Wie leerde u breien en wanneer?\nRoger|r|*|Oma, in de winter.\nTruus|i|*|Breit u nog?\nRoger|r|*|Nee.",
)
case(
    "[01:20.5]",
    "[00:03.1] Wie leerde u breien?\n[00:09.5] Oma.\n[01:20.5] Breit u nog?\n",
    "*|r|3|Wie leerde u breien? Oma. Breit u nog?",
)
case(
    "tab table header",
    "Tijd\tSpreker\tTekst\n00:00:12\tTruus\tWie leerde u breien?\n00:00:19\tRoger\tOma.\n00:00:31\tTruus\tBreit u nog?\n00:00:35\tRoger\tNee.\n",
    "Truus|i|12|Wie leerde u breien?\nRoger|r|19|Oma.\nTruus|i|31|Breit u nog?\nRoger|r|35|Nee.",
)
case(
    "tab table words speaker",
    "00:00:12\tWie leerde u breien?\tTruus\n00:00:19\tOma.\tRoger\n00:00:31\tBreit u nog?\tTruus\n00:00:35\tNee.\tRoger\n",
    "Truus|i|12|Wie leerde u breien?\nRoger|r|19|Oma.\nTruus|i|31|Breit u nog?\nRoger|r|35|Nee.",
)
case(
    "range bare",
    "00:00:12 - 00:00:15 Truus: Wie leerde u breien?\n00:00:19 - 00:00:22 Roger: Oma.\n00:00:31 - 00:00:33 Truus: Breit u nog?\n00:00:35 - 00:00:36 Roger: Nee.\n",
    "Truus|i|12|Wie leerde u breien?\nRoger|r|19|Oma.\nTruus|i|31|Breit u nog?\nRoger|r|35|Nee.",
)
case(
    "spk time paren range",
    "Truus (00:00:12 - 00:00:15)\nWie leerde u breien?\n\nRoger (00:00:19 - 00:00:22)\nOma.\n\nTruus (00:00:31 - 00:00:33)\nBreit u nog?\n",
    "Truus|i|12|Wie leerde u breien?\nRoger|r|19|Oma.\nTruus|i|31|Breit u nog?",
)
case(
    "0 minutes 1 second",
    "Truus 0 minutes 1 second\nWie leerde u breien?\n\nRoger 0 minutes 9 seconds\nOma.\n\nTruus 1 minute 2 seconds\nBreit u nog?\n",
    "Truus|i|1|Wie leerde u breien?\nRoger|r|9|Oma.\nTruus|i|62|Breit u nog?",
)
case(
    "hours minutes seconds",
    "Truus   1 hour 0 minutes 4 seconds\nWie leerde u breien?\n\nRoger   1 uur 1 minuut 9 seconden\nOma.\n",
    "Truus|i|3604|Wie leerde u breien?\nRoger|r|3669|Oma.",
)
case(
    "label time comma [Speaker 1, 00:12]",
    "[Spreker 1, 00:12] Wie leerde u breien?\n[Spreker 2, 00:19] Oma.\n[Spreker 1, 00:31] Breit u nog?\n",
    "Spreker 1|i|12|Wie leerde u breien?\nSpreker 2|r|19|Oma.\nSpreker 1|i|31|Breit u nog?",
)
case(
    "premiere block",
    "00:00:12:05 - 00:00:15:11\nTruus\nWie leerde u breien?\n\n00:00:19:00 - 00:00:22:10\nRoger\nOma.\n\n00:00:31:00 - 00:00:33:10\nTruus\nBreit u nog?\n",
    "Truus|i|12|Wie leerde u breien?\nRoger|r|19|Oma.\nTruus|i|31|Breit u nog?",
)
case(
    "whisper range minute",
    "[00:00.000 --> 00:03.400]  Goeiemorgen.\n[00:03.900 --> 00:06.100]  Dag.\n[01:03.900 --> 01:06.100]  Juist.\n",
    "*|r|0|Goeiemorgen. Dag. Juist.",
)
case(
    "name|time|words w spaces",
    "Truus | 00:12 | Wie leerde u breien?\nRoger | 00:19 | Oma.\nTruus | 00:31 | Breit u nog?\n",
    "Truus|i|12|Wie leerde u breien?\nRoger|r|19|Oma.\nTruus|i|31|Breit u nog?",
)
case(
    "{00:12}",
    "Truus {00:12}: Wie leerde u breien?\nRoger {00:19}: Oma.\nTruus {00:31}: Breit u nog?\n",
    "Truus|i|12|Wie leerde u breien?\nRoger|r|19|Oma.\nTruus|i|31|Breit u nog?",
)
case(
    "name em dash time",
    "Truus — 00:12\nWie leerde u breien?\n\nRoger — 00:19\nOma.\n\nTruus — 00:31\nBreit u nog?\n",
    "Truus|i|12|Wie leerde u breien?\nRoger|r|19|Oma.\nTruus|i|31|Breit u nog?",
)
case(
    "[tijd 00:12]",
    "[tijd 00:00:12] Truus: Wie leerde u breien?\n[tijd 00:00:19] Roger: Oma.\n[tijd 00:00:31] Truus: Breit u nog?\n",
    "Truus|i|12|Wie leerde u breien?\nRoger|r|19|Oma.\nTruus|i|31|Breit u nog?",
)
case(
    "T 12:05 end of turn",
    "Truus: Wie leerde u breien? (00:00:12)\nRoger: Oma. (00:00:19)\nTruus: Breit u nog? (00:00:31)\n",
    "Truus|i|*|Wie leerde u breien?\nRoger|r|*|Oma.\nTruus|i|*|Breit u nog?",
)
case(
    "zero padded",
    "001 I: Hoe warm is het?\n002 R: Veertig graden.\n003 I: Houdt u dat vol?\n004 R: Met water.\n",
    "I|i|*|Hoe warm is het?\nR|r|*|Veertig graden.\nI|i|*|Houdt u dat vol?\nR|r|*|Met water.",
)
case(
    "number tab name tab",
    "1\tMieke\tHoe warm is het?\n2\tLuc\tVeertig graden.\n3\tMieke\tHoudt u dat vol?\n4\tLuc\tMet water.\n",
    "Mieke|i|*|Hoe warm is het?\nLuc|r|*|Veertig graden.\nMieke|i|*|Houdt u dat vol?\nLuc|r|*|Met water.",
)
case(
    "0. I",
    "0. I: Hoe warm is het?\n1. R: Veertig graden.\n2. I: Houdt u dat vol?\n3. R: Met water.\n",
    "I|i|*|Hoe warm is het?\nR|r|*|Veertig graden.\nI|i|*|Houdt u dat vol?\nR|r|*|Met water.",
)
case(
    "parens",
    "(1) Mieke: Hoe warm is het?\n(2) Luc: Veertig graden.\n(3) Mieke: Houdt u dat vol?\n(4) Luc: Met water.\n",
    "Mieke|i|*|Hoe warm is het?\nLuc|r|*|Veertig graden.\nMieke|i|*|Houdt u dat vol?\nLuc|r|*|Met water.",
)
case(
    "I1 R1 per question",
    "I1: Hoe warm is het?\nR1: Veertig graden.\nI2: Houdt u dat vol?\nR2: Met water.\n",
    "*|i|*|Hoe warm is het?\n*|r|*|Veertig graden.\n*|i|*|Houdt u dat vol?\n*|r|*|Met water.",
)
case(
    "number in own column and every fifth",
    "1  I: Hoe warm is het?\n   R: Veertig graden.\n   I: Houdt u dat vol?\n   R: Met water.\n5  I: En wind?\n   R: Weinig.\n   I: Regen?\n   R: Veel.\n   I: Zon?\n10 R: Soms.\n",
    "I|i|*|Hoe warm is het?\nR|r|*|Veertig graden.\nI|i|*|Houdt u dat vol?\nR|r|*|Met water.\nI|i|*|En wind?\nR|r|*|Weinig.\nI|i|*|Regen?\nR|r|*|Veel.\nI|i|*|Zon?\nR|r|*|Soms.",
)
case(
    "[1] names alone",
    "[1] Mieke\nHoe warm is het?\n\n[2] Luc\nVeertig graden.\n\n[3] Mieke\nHoudt u dat vol?\n\n[4] Luc\nMet water.\n",
    "Mieke|i|*|Hoe warm is het?\nLuc|r|*|Veertig graden.\nMieke|i|*|Houdt u dat vol?\nLuc|r|*|Met water.",
)
case(
    "numbers and time",
    "1 00:00:02 Mieke: Hoe warm is het?\n2 00:00:05 Luc: Veertig graden.\n3 00:00:09 Mieke: Houdt u dat vol?\n4 00:00:12 Luc: Met water.\n",
    "Mieke|i|2|Hoe warm is het?\nLuc|r|5|Veertig graden.\nMieke|i|9|Houdt u dat vol?\nLuc|r|12|Met water.",
)
case(
    "#1 Mieke",
    "#1 Mieke: Hoe warm is het?\n#2 Luc: Veertig graden.\n#3 Mieke: Houdt u dat vol?\n#4 Luc: Met water.\n",
    "Mieke|i|*|Hoe warm is het?\nLuc|r|*|Veertig graden.\nMieke|i|*|Houdt u dat vol?\nLuc|r|*|Met water.",
)
case(
    "number colon dash",
    "1: Mieke: Hoe warm is het?\n2: Luc: Veertig graden.\n3: Mieke: Houdt u dat vol?\n4: Luc: Met water.\n",
    "Mieke|i|*|Hoe warm is het?\nLuc|r|*|Veertig graden.\nMieke|i|*|Houdt u dat vol?\nLuc|r|*|Met water.",
)
case(
    "number - name",
    "1 - Mieke: Hoe warm is het?\n2 - Luc: Veertig graden.\n3 - Mieke: Houdt u dat vol?\n4 - Luc: Met water.\n",
    "Mieke|i|*|Hoe warm is het?\nLuc|r|*|Veertig graden.\nMieke|i|*|Houdt u dat vol?\nLuc|r|*|Met water.",
)
case(
    "numbers alone above",
    "1\nMieke: Hoe warm is het?\n\n2\nLuc: Veertig graden.\n\n3\nMieke: Houdt u dat vol?\n\n4\nLuc: Met water.\n",
    "Mieke|i|*|Hoe warm is het?\nLuc|r|*|Veertig graden.\nMieke|i|*|Houdt u dat vol?\nLuc|r|*|Met water.",
)
case(
    "last label dash",
    "Ria - Hoe lang nog?\nPol - Een uur.\nRia - Goed.\nPol - Ja.\nRia -\n",
    "Ria|i|*|Hoe lang nog?\nPol|r|*|Een uur.\nRia|i|*|Goed.\nPol|r|*|Ja.",
)
case(
    "S1 time",
    "S1 00:00:02\nHoe lang nog?\n\nS2 00:00:09\nEen uur.\n\nS1 00:00:12\n",
    "S1|i|2|Hoe lang nog?\nS2|r|9|Een uur.",
)
case(
    "timed last empty",
    "[00:00:02] Ria: Hoe lang nog?\n[00:00:05] Pol: Een uur.\n[00:00:08] Ria:\n",
    "Ria|i|2|Hoe lang nog?\nPol|r|5|Een uur.",
)
case(
    "srt empty line between",
    "1\n00:00:01,000 --> 00:00:02,000\n\nHoe lang nog?\n\n2\n00:00:02,500 --> 00:00:04,000\n\nEen uur.\n",
    "*|r|1|Hoe lang nog? Een uur.",
    ".srt",
)
case(
    "vtt bom, no header blank",
    "\ufeffWEBVTT\n00:01.000 --> 00:02.000\nHoe lang nog?\n\n00:02.500 --> 00:04.000\nEen uur.\n",
    "*|r|1|Hoe lang nog? Een uur.",
    ".vtt",
)
case(
    "srt with dot and no numbers",
    "00:00:01.000 --> 00:00:02.000\nHoe lang nog?\n00:00:02.500 --> 00:00:04.000\nEen uur.\n",
    "*|r|1|Hoe lang nog? Een uur.",
    ".srt",
)
case(
    "vtt ends label",
    "WEBVTT\n\n00:01.000 --> 00:02.000\nRia: Hoe lang nog?\n\n00:02.500 --> 00:04.000\nPol: Een uur.\n\n00:04.500 --> 00:05.000\nRia:\n",
    "Ria|i|1|Hoe lang nog?\nPol|r|2|Een uur.",
    ".vtt",
)
case(
    "headings behind question",
    "Ria: Hoe lang woont u hier?\n\n## Werk\n\nPol: Veertig jaar en ik ben er nooit weggeweest, ook niet voor mijn legerdienst, want die deed ik in de kazerne om de hoek.\n\nRia: En wat deed u?\n\n## Thuis\n\nPol: Schrijnwerk, kasten en trappen, en als het slecht ging ook doodskisten, want die zijn er altijd nodig, nietwaar?\n\nRia: Goed.\n",
    "Ria|i|*|Hoe lang woont u hier?\nPol|r|*|*\nRia|i|*|En wat deed u?\nPol|r|*|*\nRia|i|*|Goed.",
    ".md",
)
case(
    "respondent asks back",
    "Jo: Vertel eens over de staking.\nFons: Welke? Die van zestig? Of die van zeventig? In zestig was ik nog een jonge gast en stonden we drie weken aan de poort, met vuurkorven en soep, en mijn moeder bracht brood.\nJo: Die van zestig. Wie organiseerde dat?\nFons: De bond natuurlijk, maar eerst was het wild, want niemand geloofde nog iets van wat de directie beloofde en toen liep het vol op straat.\nJo: Hoe voelde dat?\nFons: Groot. Ik heb me nooit meer zo groot gevoeld als in die drie weken.\n",
    "Jo|i|*|*\nFons|r|*|*\nJo|i|*|*\nFons|r|*|*\nJo|i|*|*\nFons|r|*|*",
)
case(
    "no question marks",
    "Speaker 1: vertel eens hoe u hier gekomen bent\nSpeaker 2: ja met de trein en dan te voet want de bus reed niet die dag en ik had mijn valies bij en het regende dat het goot\nSpeaker 1: en wie stond er te wachten\nSpeaker 2: mijn tante die had een paraplu bij maar die was kapot en toen zijn we gaan schuilen in het cafe aan de kerk\nSpeaker 1: oke en dan\nSpeaker 2: dan zijn we naar huis gegaan en heb ik geslapen tot de middag\n",
    "Speaker 1|i|*|*\nSpeaker 2|r|*|*\nSpeaker 1|i|*|*\nSpeaker 2|r|*|*\nSpeaker 1|i|*|*\nSpeaker 2|r|*|*",
)
case(
    "respondent opens",
    "Speaker 2: Zijn we al bezig?\nSpeaker 1: Ja, de opname loopt. Kan u zich voorstellen?\nSpeaker 2: Ik ben Rachid, ik ben 34 en ik werk nu zes jaar bij de post, eerst als postbode en nu op kantoor, en dat bevalt me wel.\nSpeaker 1: Wat bevalt u precies?\nSpeaker 2: De uren, en dat ik thuis ben als de kinderen van school komen, dat is veel waard.\nSpeaker 1: En vroeger?\nSpeaker 2: Vroeger was ik weg om vier uur, wist ge dat?\n",
    "Speaker 2|r|*|*\nSpeaker 1|i|*|*\nSpeaker 2|r|*|*\nSpeaker 1|i|*|*\nSpeaker 2|r|*|*\nSpeaker 1|i|*|*\nSpeaker 2|r|*|*",
)
case(
    "footer with date",
    "I: Hoe begon het?\nR: Zacht.\n\nInterview 31 – 4 mei 2020 – 1/3\n\nI: Wie floot?\nR: Niemand.\n\nInterview 31 – 4 mei 2020 – 2/3\n\nI: Weet u het?\nR: Ja.\n\nInterview 31 – 4 mei 2020 – 3/3\n",
    "I|i|*|Hoe begon het?\nR|r|*|Zacht.\nI|i|*|Wie floot?\nR|r|*|Niemand.\nI|i|*|Weet u het?\nR|r|*|Ja.",
)
case(
    "header mid sentence",
    "I: Hoe begon het?\nR: Zacht en zonder veel\n\nTranscript R31 - pagina 2 van 9\n\nlawaai.\nI: Wie floot?\n\nTranscript R31 - pagina 3 van 9\n\nR: Niemand.\n",
    "I|i|*|Hoe begon het?\nR|r|*|Zacht en zonder veel lawaai.\nI|i|*|Wie floot?\nR|r|*|Niemand.",
)
case(
    "md headings in names",
    "# Interview 5\n\n*Gent, mei*\n\n**Ria:** Hoe begon het?\n\n**Pol:** Zacht.\n\n#### Over de poort\n\n**Ria:** Wie floot?\n\n**Pol:** Niemand.\n",
    "Ria|i|*|Hoe begon het?\nPol|r|*|Zacht.\nRia|i|*|Wie floot?\nPol|r|*|Niemand.",
    ".md",
)
case(
    "teams vtt-like text dutch",
    "Transcriptie is gestart\n\nMol, Ria   0:03\nHoe begon het?\n\nPas, Pol   0:07\nZacht.\n\nTranscriptie is gestopt\n",
    "Mol, Ria|i|3|Hoe begon het?\nPas, Pol|r|7|Zacht.",
)
case(
    "teams started then time",
    "Mol, Ria started transcription\n\nMol, Ria   0:03\nHoe begon het?\n\nPas, Pol   0:07\nZacht.\n\nPas, Pol stopped transcription\n",
    "Mol, Ria|i|3|Hoe begon het?\nPas, Pol|r|7|Zacht.",
)
case(
    "header same line each page ff",
    "Wonen in de stad, gesprek 3\n\nI: Hoe begon het?\nR: Zacht.\n\x0cWonen in de stad, gesprek 3\n\nI: Wie floot?\nR: Niemand.\n\x0cWonen in de stad, gesprek 3\n\nI: Weet u het?\nR: Ja.\n",
    "I|i|*|Hoe begon het?\nR|r|*|Zacht.\nI|i|*|Wie floot?\nR|r|*|Niemand.\nI|i|*|Weet u het?\nR|r|*|Ja.",
)
case(
    "caps headings txt",
    "I: Hoe begon het?\nR: Zacht.\n\nDEEL 2: DE POORT\n\nI: Wie floot?\nR: Niemand.\n\nDEEL 3: HET EINDE\n\nI: Weet u het?\nR: Ja.\n",
    "I|i|*|Hoe begon het?\nR|r|*|*\nI|i|*|Wie floot?\nR|r|*|*\nI|i|*|Weet u het?\nR|r|*|Ja.",
)
case(
    "(Frieda) no colon",
    "(Frieda) Wat ruikt u?\n(Lode) Bruine zeep.\n(Frieda) En wat hoort u?\n(Lode) De schipper.\n",
    "Frieda|i|*|Wat ruikt u?\nLode|r|*|Bruine zeep.\nFrieda|i|*|En wat hoort u?\nLode|r|*|De schipper.",
)
case(
    "##Frieda##",
    "##Frieda## Wat ruikt u?\n##Lode## Bruine zeep.\n##Frieda## En wat hoort u?\n##Lode## De schipper.\n",
    "Frieda|i|*|Wat ruikt u?\nLode|r|*|Bruine zeep.\nFrieda|i|*|En wat hoort u?\nLode|r|*|De schipper.",
)
case(
    "~Frieda",
    "Frieda ~ Wat ruikt u?\nLode ~ Bruine zeep.\nFrieda ~ En wat hoort u?\nLode ~ De schipper.\n",
    "Frieda|i|*|Wat ruikt u?\nLode|r|*|Bruine zeep.\nFrieda|i|*|En wat hoort u?\nLode|r|*|De schipper.",
)
case(
    "I, R,",
    "I, Wat ruikt u?\nR, Bruine zeep.\nI, En wat hoort u?\nR, De schipper.\n",
    "I|i|*|Wat ruikt u?\nR|r|*|Bruine zeep.\nI|i|*|En wat hoort u?\nR|r|*|De schipper.",
)
case(
    "quotes «Frieda»",
    "«Frieda» Wat ruikt u?\n«Lode» Bruine zeep.\n«Frieda» En wat hoort u?\n«Lode» De schipper.\n",
    "Frieda|i|*|Wat ruikt u?\nLode|r|*|Bruine zeep.\nFrieda|i|*|En wat hoort u?\nLode|r|*|De schipper.",
)
case(
    "bullet",
    "• Frieda: Wat ruikt u?\n• Lode: Bruine zeep.\n• Frieda: En wat hoort u?\n• Lode: De schipper.\n",
    "Frieda|i|*|Wat ruikt u?\nLode|r|*|Bruine zeep.\nFrieda|i|*|En wat hoort u?\nLode|r|*|De schipper.",
)
case(
    "inline V A",
    "V: Wat ruikt u? A: Bruine zeep. V: En wat hoort u? A: De schipper.\nV: Mist u dat? A: Elke dag.\n",
    "V|i|*|Wat ruikt u?\nA|r|*|Bruine zeep.\nV|i|*|En wat hoort u?\nA|r|*|De schipper.\nV|i|*|Mist u dat?\nA|r|*|Elke dag.",
)
case(
    "inline names [Frieda]",
    "[Frieda] Wat ruikt u? [Lode] Bruine zeep. [Frieda] En wat hoort u? [Lode] De schipper.",
    "Frieda|i|*|Wat ruikt u?\nLode|r|*|Bruine zeep.\nFrieda|i|*|En wat hoort u?\nLode|r|*|De schipper.",
)
case(
    "interviewer; respondent;",
    "Interviewer; Wat ruikt u?\nRespondent; Bruine zeep; en kolen.\nInterviewer; En wat hoort u?\nRespondent; De schipper.\n",
    "Interviewer|i|*|Wat ruikt u?\nRespondent|r|*|Bruine zeep; en kolen.\nInterviewer|i|*|En wat hoort u?\nRespondent|r|*|De schipper.",
)
case(
    "hyphen list dialog names",
    "- Frieda: Wat ruikt u?\n- Lode: Bruine zeep.\n- Frieda: En wat hoort u?\n- Lode: De schipper.\n",
    "Frieda|i|*|Wat ruikt u?\nLode|r|*|Bruine zeep.\nFrieda|i|*|En wat hoort u?\nLode|r|*|De schipper.",
)
case(
    "Frieda/ Lode/",
    "Frieda / Wat ruikt u?\nLode / Bruine zeep.\nFrieda / En wat hoort u?\nLode / De schipper.\n",
    "Frieda|i|*|Wat ruikt u?\nLode|r|*|Bruine zeep.\nFrieda|i|*|En wat hoort u?\nLode|r|*|De schipper.",
)
case(
    "Frieda ::",
    "Frieda :: Wat ruikt u?\nLode :: Bruine zeep.\nFrieda :: En wat hoort u?\nLode :: De schipper.\n",
    "Frieda|i|*|Wat ruikt u?\nLode|r|*|Bruine zeep.\nFrieda|i|*|En wat hoort u?\nLode|r|*|De schipper.",
)
case(
    "neg dashes in speech",
    "I: Wat deed u dan?\nR: Ik ging - ja - naar huis.\n- Brood halen\n- Melk halen\n- Kinderen halen\nEn dan — slapen.\nI: Elke dag?\nR: Elke dag—ook zondag.\n",
    "I|i|*|Wat deed u dan?\nR|r|*|Ik ging - ja - naar huis. - Brood halen - Melk halen - Kinderen halen En dan — slapen.\nI|i|*|Elke dag?\nR|r|*|Elke dag—ook zondag.",
)
case(
    "neg double blanks",
    "I:  Wat deed u dan?\nR:  Ik ging  naar huis.\nDaar  was het warm.\nDaar  was het goed.\nI:  Elke dag?\nR:  Ja.\n",
    "I|i|*|Wat deed u dan?\nR|r|*|Ik ging naar huis. Daar was het warm. Daar was het goed.\nI|i|*|Elke dag?\nR|r|*|Ja.",
)
case(
    "neg prose double space",
    "Ik  ben geboren in Gent.\nIk  werk in Aalst.\nMaar  ik woon hier.\nIk  ga nooit weg.\n",
    "R|r|*|*",
)
case(
    "neg quotes",
    'I: Wat zei ze?\nR: Ze zei veel.\n"Kom" zei ze.\n"Kom" riep ze.\n"Ga" zei ze.\nI: En dan?\nR: Ik ging.\n',
    "I|i|*|Wat zei ze?\nR|r|*|*\nI|i|*|En dan?\nR|r|*|Ik ging.",
)
case(
    "neg comma A,",
    "A: Werkt u?\nB: Ja.\nA, dat is mooi, zei ik.\nA: Lang?\nB: Ja, heel lang al.\n",
    "A|*|*|Werkt u?\nB|*|*|Ja. A, dat is mooi, zei ik.\nA|*|*|Lang?\nB|*|*|Ja, heel lang al.",
)
case(
    "neg block: interview opens with role labels once",
    "Interviewer: Dag Wim, hoe gaat het?\nWim: Goed.\nInterviewer: Werkt u nog?\nWim: Nee, al lang niet meer.\n",
    "Interviewer|i|*|*\nWim|r|*|Goed.\nInterviewer|i|*|*\nWim|r|*|*",
)
case(
    "neg block short values",
    "Interviewer: Naam\nRespondent: Wim Baeten\nInterviewer: Beroep\nRespondent: Bakker\nInterviewer: Woonplaats\nRespondent: Gent\n",
    "Interviewer|i|*|Naam\nRespondent|r|*|Wim Baeten\nInterviewer|i|*|Beroep\nRespondent|r|*|Bakker\nInterviewer|i|*|Woonplaats\nRespondent|r|*|Gent",
)
case(
    "neg two-line with names w/o sentence end",
    "Lotte: Hoe heet u\nGilbert: Gilbert\nLotte: Waar woont u\nGilbert: Gent\n",
    "Lotte|i|*|Hoe heet u\nGilbert|r|*|Gilbert\nLotte|i|*|Waar woont u\nGilbert|r|*|Gent",
)
case(
    "neg once-only short w/o end",
    "Lotte: Hallo allemaal\nGilbert: Dag Lotte\nNadia: Dag\n",
    "Lotte|*|*|Hallo allemaal\nGilbert|*|*|Dag Lotte\nNadia|*|*|Dag",
)
case(
    "block then nameless",
    "Interviewer: Jef Nijs\nDatum: 7 mei\n\nWij spraken over zijn werk.\n\nHij is bakker.\n",
    "R|r|*|Wij spraken over zijn werk. Hij is bakker.",
)
case(
    "letters A B diarised",
    "A: Hoe gaat het met u?\nB: Goed, dank u, en ik heb net nog de tuin gedaan.\nA: Mooi. Wat groeit er?\nB: Prei en selder en wat kolen.\n",
    "A|i|*|*\nB|r|*|*\nA|i|*|*\nB|r|*|*",
)
case(
    "letters Q A",
    "Q: Hoe gaat het met u?\nA: Goed, dank u.\nQ: Wat groeit er?\nA: Prei.\n",
    "Q|i|*|*\nA|r|*|*\nQ|i|*|*\nA|r|*|*",
)
case(
    "letters V P",
    "V: Hoe gaat het met u?\nP: Goed, dank u.\nV: Wat groeit er?\nP: Prei.\n",
    "V|i|*|*\nP|r|*|*\nV|i|*|*\nP|r|*|*",
)
case(
    "initials A P",
    "A: Nee toch? Echt? Waar? Hoe?\nP: Vertel over uw jeugd.\nA: Mijn vader werkte in de mijn en wij woonden in de cité en iedereen kende iedereen, dat was een mooie tijd.\nP: En uw moeder, wat deed die?\nA: Die werkte in het atelier, en ze naaide ook thuis nog voor de mensen van de straat.\nP: Dank u.\n",
    "A|r|*|*\nP|i|*|*\nA|r|*|*\nP|i|*|*\nA|r|*|*\nP|i|*|*",
)
case(
    "AssemblyAI-like Speaker A",
    "Speaker A: Hoe gaat het met u?\nSpeaker B: Goed, dank u, en ik heb net nog de tuin gedaan.\nSpeaker A: Mooi. Wat groeit er?\nSpeaker B: Prei.\n",
    "Speaker A|i|*|*\nSpeaker B|r|*|*\nSpeaker A|i|*|*\nSpeaker B|r|*|*",
)
case(
    "faster-whisper",
    "[0.00s -> 3.40s] Goeiemorgen.\n[3.40s -> 7.12s] Dag mevrouw.\n[7.12s -> 65.00s] Juist.\n",
    "*|r|0|Goeiemorgen. Dag mevrouw. Juist.",
)
case(
    "whisperx txt",
    "[SPEAKER_00]: Hoe gaat het?\n[SPEAKER_01]: Goed.\n[SPEAKER_00]: En thuis?\n",
    "SPEAKER_00|i|*|*\nSPEAKER_01|r|*|*\nSPEAKER_00|i|*|*",
)
case(
    "whisper diarise",
    "Speaker 0 0:00:00\nHoe gaat het?\n\nSpeaker 1 0:00:04\nGoed.\n\nSpeaker 0 0:00:06\nEn thuis?\n",
    "Speaker 0|i|0|*\nSpeaker 1|r|4|*\nSpeaker 0|i|6|*",
)
case(
    "descript",
    "**An:** [00:00:02] Hoe gaat het?\n\n**Bo:** [00:00:04] Goed.\n\n**An:** [00:00:06] En thuis?\n",
    "An|i|2|*\nBo|r|4|*\nAn|i|6|*",
    ".md",
)
case(
    "happyscribe",
    "[00:00:02.180] - An\nHoe gaat het?\n\n[00:00:04.480] - Bo\nGoed.\n\n[00:00:06.010] - An\nEn thuis?\n",
    "An|i|2|*\nBo|r|4|*\nAn|i|6|*",
)
case(
    "trint",
    "An (00:00:02):\nHoe gaat het?\n\nBo (00:00:04):\nGoed.\n\nAn (00:00:06):\nEn thuis?\n",
    "An|i|2|*\nBo|r|4|*\nAn|i|6|*",
)
case(
    "sonix",
    "An [00:00:02] Hoe gaat het?\n\nBo [00:00:04] Goed.\n\n[00:00:05] Dank u.\n\nAn [00:00:06] En thuis?\n",
    "An|i|2|*\nBo|r|4|Goed. Dank u.\nAn|i|6|*",
)
case(
    "riverside",
    "An (00:02):\nHoe gaat het?\n\nBo (00:04):\nGoed.\n\nAn (00:06):\nEn thuis?\n",
    "An|i|2|*\nBo|r|4|*\nAn|i|6|*",
)
case(
    "zoom txt",
    "[An Mol] 14:02:11\nHoe gaat het?\n\n[Bo Pas] 14:02:15\nGoed.\n\n[An Mol] 14:02:20\nEn thuis?\n",
    "An Mol|i|50531|*\nBo Pas|r|50535|*\nAn Mol|i|50540|*",
)
case(
    "fireflies",
    "An - 00:02\nHoe gaat het?\n\nBo - 00:04\nGoed.\n\nAn - 00:06\nEn thuis?\n",
    "An|i|2|*\nBo|r|4|*\nAn|i|6|*",
)
case(
    "amberscript txt",
    "00:00:02\nSpreker 1: Hoe gaat het?\n\n00:00:04\nSpreker 2: Goed.\n\n00:00:06\nSpreker 1: En thuis?\n",
    "Spreker 1|i|2|*\nSpreker 2|r|4|*\nSpreker 1|i|6|*",
)
case(
    "goodtape",
    "[00:00:02] - Spreker 1: Hoe gaat het?\n[00:00:04] - Spreker 2: Goed.\n[00:00:06] - Spreker 1: En thuis?\n",
    "Spreker 1|i|2|*\nSpreker 2|r|4|*\nSpreker 1|i|6|*",
)
case(
    "turboscribe",
    "[Speaker 1] (0:02 - 0:04)\nHoe gaat het?\n\n[Speaker 2] (0:04 - 0:06)\nGoed.\n\n[Speaker 1] (0:06 - 0:09)\nEn thuis?\n",
    "Speaker 1|i|2|*\nSpeaker 2|r|4|*\nSpeaker 1|i|6|*",
)
case(
    "f4x",
    "I: Hoe gaat het? #00:00:02-1#\n\nB: Goed. #00:00:04-5#\n\nI: En thuis? #00:00:06-0#\n",
    "I|i|*|*\nB|r|*|*\nI|i|*|*",
)
case(
    "gender age",
    "I: Hoe gaat het?\nM, 34: Goed.\nI: En u?\nV, 28: Ook.\nI: Mooi.\nM, 34: Ja.\n",
    "I|i|*|*\nM, 34|r|*|*\nI|i|*|*\nV, 28|r|*|*\nI|i|*|*\nM, 34|r|*|*",
)
case(
    "question numbered answers",
    "Vraag 1: Hoe gaat het?\nAntwoord: Goed.\nVraag 2: En thuis?\nAntwoord: Ook.\n",
    "*|i|*|*\n*|r|*|*\n*|i|*|*\n*|r|*|*",
)
case(
    "V1 A1",
    "V1: Hoe gaat het?\nA1: Goed.\nV2: En thuis?\nA2: Ook.\n",
    "*|i|*|*\n*|r|*|*\n*|i|*|*\n*|r|*|*",
)
case(
    "I ? R :",
    "I :Hoe gaat het?\nR :Goed.\nI :En thuis?\nR :Ook.\n",
    "I|i|*|*\nR|r|*|*\nI|i|*|*\nR|r|*|*",
)
case(
    "I:no blank",
    "I:Hoe gaat het?\nR:Goed.\nI:En thuis?\nR:Ook.\n",
    "I|i|*|*\nR|r|*|*\nI|i|*|*\nR|r|*|*",
)
case(
    "names no blank",
    "An:Hoe gaat het?\nBo:Goed.\nAn:En thuis?\nBo:Ook.\n",
    "An|i|*|*\nBo|r|*|*\nAn|i|*|*\nBo|r|*|*",
)
case(
    "cr only",
    "I: Hoe gaat het?\rR: Goed.\rI: En thuis?\rR: Ook.\r",
    "I|i|*|*\nR|r|*|*\nI|i|*|*\nR|r|*|*",
)
case(
    "indent cont",
    "Interviewer:   Hoe gaat het met u vandaag, nu het\n               zo warm is?\nRespondent:    Goed, maar het is\n               zwaar.\nInterviewer:   En thuis?\nRespondent:    Ook.\n",
    "Interviewer|i|*|*\nRespondent|r|*|*\nInterviewer|i|*|*\nRespondent|r|*|*",
)
case(
    "stage dir",
    "I: Hoe gaat het? [lacht]\nR: Goed. (pauze, 5 sec) En met u?\n[telefoon rinkelt]\nI: Prima.\nR: Ja. [00:12:05 onverstaanbaar] dus.\n",
    "I|i|*|*\nR|r|*|Goed. (pauze, 5 sec) En met u? [telefoon rinkelt]\nI|i|*|Prima.\nR|r|*|*",
)
