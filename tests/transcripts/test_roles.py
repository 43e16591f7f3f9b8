"""Who asks and who answers: from the codebook, from well-known labels, or guessed and said so."""

from __future__ import annotations

import pytest

from pipeline import transcripts
from pipeline.codebook import Code, Codebook, Dimension, Text
from pipeline.records import Role

ASKS, ANSWERS = Role.INTERVIEWER, Role.RESPONDENT
WORDS = Text(nl="x", en="x")
TALK = "Sofie: Hoe gaat het?\nJan: Goed.\nSofie: En toen?\nJan: Niets.\nEls: Toch wel.\nEls: Ja.\n"


def codebook(**roles: tuple[str, ...]) -> Codebook:
    code = Code(id="a", label=WORDS)
    view = Dimension(id="view", label=WORDS, values="one", codes=(code,))
    return Codebook(
        study="x", version="1", dimensions=(view,), roles={Role(name): told for name, told in roles.items()}
    )


@pytest.mark.parametrize(
    ("roles", "asks", "source"),
    [
        ({}, {"Sofie"}, "guessed"),
        ({"interviewer": ("sofie",), "respondent": ("JAN", "Els")}, {"Sofie"}, "codebook"),
        ({"interviewer": ("Els",)}, {"Els"}, "codebook"),
        ({"respondent": ("Sofie", "Els")}, {"Jan"}, "guessed"),
    ],
)
def test_the_codebook_goes_before_guessing(written, roles, asks, source):
    transcript = transcripts.read(written("a.txt", TALK), codebook=codebook(**roles))
    assert {turn.speaker for turn in transcript.turns if turn.role is ASKS} == asks
    assert transcript.roles_from == source


def test_the_codebook_turns_well_known_labels_round(written):
    turned = codebook(interviewer=("R",), respondent=("I",))
    transcript = transcripts.read(written("a.txt", "I: Ik werk hier.\nR: Lang?\n"), codebook=turned)
    assert [turn.role for turn in transcript.turns] == [ANSWERS, ASKS]


def test_whoever_speaks_beside_a_known_interviewer_answers(written):
    text = "I: Hoe?\nR1: Goed.\nI: En u?\nAnna: Ook?\nI: Ja?\nAnna: Ja.\nI: Dus?\nAnna: Dus.\n"
    transcript = transcripts.read(written("a.txt", text))
    assert {turn.speaker for turn in transcript.turns if turn.role is ANSWERS} == {"R1", "Anna"}
    assert transcript.roles_from == "labels"


@pytest.mark.parametrize("spelling", ["jan", "JAN", "Jan ", "Jan."])
def test_spellings_of_a_label_are_one_speaker(said, spelling):
    speakers = [speaker for speaker, _ in said("a.txt", TALK + f"{spelling}: Echt.\n")]
    assert speakers[1] == speakers[-1] == "Jan"


def test_a_study_can_name_labels_that_nobody_knows(said):
    book = codebook(interviewer=("XQ",), respondent=("ZW",))
    assert book.roles[ASKS] == ("XQ",)
    assert said("a.txt", "XQ: Hoe?\nZW: Goed.\n") == [("XQ", "Hoe?"), ("ZW", "Goed.")]
