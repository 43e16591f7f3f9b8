"""Annotation programs: one layer of words for each speaker; Transcriber, CHAT and EXMARaLDA."""

from __future__ import annotations

import json

import pytest

from pipeline import transcripts
from pipeline.errors import UnreadableTranscript
from pipeline.records import Role
from pipeline.transcripts.formats.annotations.elan import read_elan
from pipeline.transcripts.formats.annotations.tiers import Layer, spoken, who_and_kind
from pipeline.transcripts.turns import Saying

TALK = [("Sofie", "Hoe noemt u deze wolk?"), ("Jan", "Een schaapje, zeiden wij."), ("Sofie", "En die daar?")]


def eaf(tiers: str, slots: str | None = None) -> str:
    slots = slots or "".join(f'<TIME_SLOT TIME_SLOT_ID="t{at}" TIME_VALUE="{at * 1000}"/>' for at in range(20))
    return f"<ANNOTATION_DOCUMENT><TIME_ORDER>{slots}</TIME_ORDER>{tiers}</ANNOTATION_DOCUMENT>"


def tier(name: str, *told: tuple[str, str, str], more: str = "") -> str:
    held = "".join(
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{name}{at}" '
        f'TIME_SLOT_REF1="{begins}" TIME_SLOT_REF2="{ends}">'
        f"<ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
        for at, (begins, ends, words) in enumerate(told)
    )
    return f'<TIER TIER_ID="{name}" {more}>{held}</TIER>'


def below(name: str, parent: str, *told: tuple[str, str], more: str = "") -> str:
    held = "".join(
        f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{name}{at}" ANNOTATION_REF="{ref}">'
        f"<ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
        for at, (ref, words) in enumerate(told)
    )
    return f'<TIER TIER_ID="{name}" PARENT_REF="{parent}" {more}>{held}</TIER>'


def test_words_hang_below_a_layer_of_ids(said):
    tiers = tier("ref@Sofie", ("t0", "t1", "s_001"), ("t4", "t5", "s_002")) + tier("ref@Jan", ("t2", "t3", "j_001"))
    tiers += below("tx@Sofie", "ref@Sofie", ("ref@Sofie0", TALK[0][1]), ("ref@Sofie1", TALK[2][1]))
    tiers += below("tx@Jan", "ref@Jan", ("ref@Jan0", TALK[1][1]))
    tiers += below("ft@Jan", "ref@Jan", ("ref@Jan0", "A little sheep, we used to say."))
    assert said("a.eaf", eaf(tiers)) == TALK


@pytest.mark.parametrize("name", ["Gebaren", "Jan-gest", "Engels", "Onderwerp", "Jan - notities", "com@Jan"])
def test_layers_beside_the_words_are_not_read_and_told(written, name):
    tiers = tier("Sofie", ("t0", "t1", TALK[0][1]), ("t4", "t5", TALK[2][1])) + tier("Jan", ("t2", "t3", TALK[1][1]))
    tiers += tier(name, ("t0", "t1", "wijst naar de lucht"), ("t2", "t3", "iets anders hier"))
    contents = eaf(tiers).encode()
    reading = read_elan(written("a.eaf", contents), contents)
    assert [(saying.speaker, saying.words) for saying in reading.sayings] == TALK
    assert reading.notices == (f"layers not read: {name}",)


def test_topics_are_told_from_talk_by_their_pace(said):
    tiers = tier("Sofie", ("t0", "t1", TALK[0][1]), ("t4", "t5", TALK[2][1])) + tier("Jan", ("t2", "t3", TALK[1][1]))
    slots = "".join(f'<TIME_SLOT TIME_SLOT_ID="t{at}" TIME_VALUE="{at * 1000}"/>' for at in range(6))
    slots += '<TIME_SLOT TIME_SLOT_ID="end" TIME_VALUE="90000"/>'
    assert said("a.eaf", eaf(tiers + tier("Wolken", ("t0", "end", "de lucht")), slots)) == TALK


def test_utterances_go_before_the_words_they_are_made_of(said):
    words = [(f"t{2 + at}", f"t{3 + at}", word) for at, word in enumerate(TALK[1][1].split())]
    tiers = tier("Jan", ("t2", "t6", TALK[1][1]), more='PARTICIPANT="Jan"')
    tiers += tier("woorden", *words, more='PARTICIPANT="Jan"') + tier(
        "x", ("t0", "t1", TALK[0][1]), more='PARTICIPANT="Sofie"'
    )
    assert said("a.eaf", eaf(tiers)) == TALK[:2]


def test_slots_without_a_time_are_spread_between_their_neighbours(written):
    slots = '<TIME_SLOT TIME_SLOT_ID="a" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="b"/><TIME_SLOT TIME_SLOT_ID="c"/>'
    slots += '<TIME_SLOT TIME_SLOT_ID="d" TIME_VALUE="4000"/>'
    contents = eaf(
        tier("Jan", ("a", "b", "een huis."), ("b", "c", "twee huizen."), ("c", "d", "drie dan.")), slots
    ).encode()
    reading = read_elan(written("a.eaf", contents), contents)
    assert [saying.begins_at for saying in reading.sayings] == [1.0, 2.0, 3.0]


def test_names_of_layers():
    assert who_and_kind("Jan - words") == ("Jan", "words")
    assert who_and_kind("orth@Jan Peeters") == ("Jan Peeters", "orth")
    assert who_and_kind("Jan_utt") == ("Jan", "utt")
    assert who_and_kind("MAU") == ("", "mau")
    assert who_and_kind("Jan Peeters") == ("Jan Peeters", "")


def test_two_people_cut_at_the_same_moments_stay_two():
    ours = ["wij gaan naar huis", "en dat is zo", "het was er niet"]
    theirs = ["hoe kan dat nu", "ja maar wat dan", "dan is er iets"]
    layers = [
        Layer(name=name, sayings=tuple(Saying(words=w, begins_at=at, ends_at=at + 1.0) for at, w in enumerate(told)))
        for name, told in (("Jan", ours), ("Sofie", theirs))
    ]
    sayings, left_out = spoken(layers)
    assert ({saying.speaker for saying in sayings}, left_out) == ({"Jan", "Sofie"}, ())


CHA = (
    "@UTF8\n@Begin\n@Languages:\tnld\n@Participants:\tINV Sofie Investigator, PAR Jan_Peeters Participant\n"
    "*INV:\thoe gaat het met (.) &-uh <met u> [/] met u ? \x150_1500\x15\n%com:\tlacht\n"
    "*PAR:\tgoed (om)dat ik &=laughs nu werk@s:nld heb [=! lacht] in\n\tde crèche +... \x151500_4200\x15\n%mor:\tx\n"
    "*INV:\tja +/.\n*PAR:\t0 [=! knikt] en dan +//?\n@End\n"
)


def test_chat_without_its_codes(written):
    transcript = transcripts.read(written("a.cha", CHA))
    assert [(turn.speaker, transcript.words_of(turn)) for turn in transcript.turns] == [
        ("Interviewer (Sofie)", "hoe gaat het met uh met u met u?"),
        ("Jan Peeters", "goed omdat ik nu werk heb in de crèche…"),
        ("Interviewer (Sofie)", "ja."),
        ("Jan Peeters", "en dan?"),
    ]
    assert [turn.begins_at for turn in transcript.turns[:2]] == [0.0, 1.5]
    assert transcript.turns[0].role is Role.INTERVIEWER


TRS = (
    '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE Trans SYSTEM "trans-14.dtd">\n<Trans><Speakers>'
    '<Speaker id="spk1" name="Sofie"/><Speaker id="spk2" name="Jan"/></Speakers><Episode><Section type="report">'
    '<Turn speaker="spk1" startTime="0" endTime="2"><Sync time="0"/>\nHoe gaat\n<Event desc="b" type="noise"/>\nhet?\n'
    '</Turn><Turn speaker="spk2" startTime="2" endTime="6"><Sync time="2"/>\nGoed, in de crèche.\n<Sync time="4"/>\n'
    'Heel goed.\n</Turn><Turn speaker="spk1 spk2" startTime="6" endTime="8"><Sync time="6"/>\n<Who nb="1"/>\nAh ja?\n'
    '<Who nb="2"/>\nJa.\n</Turn></Section></Episode></Trans>'
)


def test_transcriber_in_latin_one_with_two_who_speak_at_once(said):
    assert said("a.trs", TRS.encode("iso8859-1")) == [
        ("Sofie", "Hoe gaat het?"),
        ("Jan", "Goed, in de crèche. Heel goed."),
        ("Sofie", "Ah ja?"),
        ("Jan", "Ja."),
    ]


@pytest.mark.parametrize("name", ["a.trs", "a.exb", "a.eaf"])
def test_entities_and_other_xml_are_refused(written, name):
    declared = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa">]><Trans>&a;</Trans>'
    with pytest.raises(UnreadableTranscript, match="entities"):
        transcripts.read(written(name, declared))
    with pytest.raises(UnreadableTranscript, match="XML of another kind"):
        transcripts.read(written(name, "<html/>"))
    with pytest.raises(UnreadableTranscript, match="damaged"):
        transcripts.read(written(name, "<Trans"))


def test_segments_of_nobody_go_with_the_nearer_neighbour(said):
    told = [
        (0, 2, "Hoe lang woont u hier?", 0),
        (2, 4, "Twintig jaar.", 1),
        (6.9, 7, "Echt?", None),
        (7, 9, "En nu?", 0),
    ]
    segments = [{"start": begins, "end": ends, "text": words, "speaker": who} for begins, ends, words, who in told]
    assert said("a.json", json.dumps({"segments": segments})) == [
        ("0", "Hoe lang woont u hier?"),
        ("1", "Twintig jaar."),
        ("0", "Echt? En nu?"),
    ]


@pytest.mark.parametrize("nobody", [None, "", "UNKNOWN", "None"])
def test_every_way_to_name_nobody(said, nobody):
    segments = [
        {"start": 0, "end": 1, "text": "Ja.", "speaker": nobody},
        {"start": 1, "end": 2, "text": "Nee.", "speaker": "A"},
    ]
    assert said("a.json", json.dumps(segments)) == [("A", "Ja. Nee.")]


def test_json_without_words_says_so(written):
    with pytest.raises(UnreadableTranscript, match="hold no words"):
        transcripts.read(written("a.json", '{"segments": [{"start": 0, "end": 1, "text": " "}]}'))


def test_a_page_of_another_program_and_what_is_struck_out_in_it(said):
    page = (
        "<html><head><title>x</title><style>p {}</style></head><body><h1>Gesprek</h1><p><b>Anna</b> Hoe\n gaat het?</p>"
        "<p><b>Jan</b> Goed<del> niet</del>.<br><span style='display: none'>weg</span></p><p><b>Anna</b> Echt?</p>"
        "<p><b>Jan</b> Ja.<script>x</script></p></body></html>"
    )
    assert said("a.html", page) == [("Anna", "Hoe gaat het?"), ("Jan", "Goed."), ("Anna", "Echt?"), ("Jan", "Ja.")]


def test_a_page_with_a_table(said):
    rows = "".join(f"<tr><td>{who}</td><td><p>{words}</p><p>Ja.</p></td></tr>" for who, words in TALK)
    expected = [(who, f"{words}\nJa.") for who, words in TALK]
    assert said("a.htm", f"<table><tr><th>Spreker</th><th>Tekst</th></tr>{rows}</table>") == expected


@pytest.mark.parametrize("told", ["{", "[]", '{"text": 3}', '{"media": "x"}'])
def test_other_json_is_no_otranscribe_file(written, told):
    with pytest.raises(UnreadableTranscript, match="oTranscribe"):
        transcripts.read(written("a.otr", told))
