from pathlib import Path

import pytest

from pipeline.fragments import sentences

GOLD = Path(__file__).parent / "gold"


@pytest.mark.parametrize(
    "marked",
    [
        "Ge weet da, hé. | Da's nie simpel.",
        "Allez, dat is... euh... moeilijk. | Ja.",
        "Dat ging niet... | Dus stopte hij.",
        "Euh... Fatima belde.",
        "Hij zei: \"Ik kan niet.\" | En weg was hij.",
        "Hij zei: \"Ik kan niet. \" | En weg was hij.",
        "\"Kom binnen,\" zei ze. | Ik kwam binnen.",
        "\"Mag ik?\" vroeg hij.",
        "Dat weet ik niet. (lacht) | Misschien.",
        "Het zat goed. (…) | Tot ze verhuisde.",
        "Hij woont (…) in Gent. | Nu nog.",
        "Dat kost 12,50 euro, bv. voor de bus. | Duur!",
        "Om 14u30 stond hij daar, d.w.z. te laat. | Weer.",
        "Wij zijn een vzw. | De stad betaalt.",
        "Bij vzw De Brug, o.a. Rita. | Zij wel.",
        "Mevr. A. van den Broeck kwam. | Dhr. J. P. De Smet niet.",
        "Huur, gas enz. | Dat telt op.",
        "Huur, gas enz. zijn duur. | Echt.",
        "'s Morgens is het stil. | 's Avonds niet. | 't Is zo.",
        "Zij vroeg: \"Zei hij 'nee'?\" | Ik knikte.",
        "Wat nu?! | Niets.",
        "In 2019 was dat zo. | 15 mensen vertrokken.",
        "Dat stond in art. 12 en op blz. 4. | Zoek maar.",
    ],
)  # fmt: skip
def test_sentences_end_where_the_bars_stand(marked):
    expected = marked.split(" | ")
    text = " ".join(expected)
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_a_text_in_lower_case_is_cut_at_its_stops():
    text = "ik weet het niet. hij kwam niet meer, bv. door de bus. waarom? geen idee."
    assert [text[a:b] for a, b in sentences(text)] == [
        "ik weet het niet.",
        "hij kwam niet meer, bv. door de bus.",
        "waarom?",
        "geen idee.",
    ]


def test_a_line_end_ends_a_sentence():
    assert sentences("Ja hoor\nNee hoor") == [(0, 7), (8, 16)]


def test_a_line_end_in_text_filled_to_a_width_does_not():
    text = (
        "Ik heb dat zo dikwijls gezien dat ik het niet meer kan\n"
        "tellen, en elke keer is het weer hetzelfde verhaal van\n"
        "iemand die wel wil maar niet kan."
    )
    assert len(sentences(text)) == 1


def gold_turns(name):
    lines = (GOLD / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.split(" | ") for line in lines if line and not line.startswith("#")]


def boundary_f1(name, change=str):
    right = wrong = missed = 0
    for turn in gold_turns(name):
        text, ends, at = change(" ".join(turn)), set(), 0
        for sentence in turn[:-1]:
            at += len(sentence) + 1
            ends.add(at - 1)
        found = {end for _, end in sentences(text)} - {len(text)}
        right, wrong, missed = right + len(ends & found), wrong + len(found - ends), missed + len(ends - found)
    return 2 * right / (2 * right + wrong + missed)


def test_the_gold_file_holds_three_hundred_sentences_of_sixteen_speakers():
    assert sum(len(turn) for name in ("tuned_on", "held_out") for turn in gold_turns(name)) >= 300


@pytest.mark.parametrize(("name", "least"), [("tuned_on", 0.995), ("held_out", 0.99)])
def test_spoken_flemish_is_cut_as_a_careful_typist_would(name, least):
    assert boundary_f1(name) >= least


@pytest.mark.parametrize(("name", "least"), [("tuned_on", 0.965), ("held_out", 0.96)])
def test_it_is_nearly_so_in_lower_case(name, least):
    assert boundary_f1(name, str.lower) >= least
