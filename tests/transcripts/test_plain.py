"""A text file is the transcript, whatever its encoding and its way of naming speakers."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipeline import transcripts
from pipeline.records import Role, turn_at

STARTER = Path(__file__).parents[2] / "data" / "starter"
TALK = (
    "I: Hoe gaat het met u?\nR: Goed, dank u. Ik werk in een crèche in ’t stad – drie dagen.\n"
    "I: En thuis?\nR: Ook goed.\n"
)
WORDS = [
    ("I", "Hoe gaat het met u?"),
    ("R", "Goed, dank u. Ik werk in een crèche in ’t stad – drie dagen."),
    ("I", "En thuis?"),
    ("R", "Ook goed."),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_a_text_reads_the_same_in_every_encoding(written, encoding):
    path = written("a.txt", TALK.encode(encoding))
    transcript = transcripts.read(path)
    assert transcript.text == TALK
    assert [(turn.speaker, transcript.words_of(turn)) for turn in transcript.turns] == WORDS
    assert transcript.encoding.replace("-", "_") in {encoding.replace("-", "_"), "utf_16"}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\n\n", "\u2028"])
def test_newlines_stay_as_they_are(written, newline):
    text = TALK.replace("\n", newline)
    transcript = transcripts.read(written("a.txt", text))
    assert transcript.text == text
    assert [(turn.speaker, transcript.words_of(turn)) for turn in transcript.turns] == WORDS


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("I", "R"),
        ("i", "r"),
        ("I1", "R1"),
        ("INT", "RESP"),
        ("Int.", "Resp."),
        ("Interviewer", "Respondent"),
        ("INTERVIEWER", "GEÏNTERVIEWDE"),
        ("Interviewer 1", "Deelnemer 2"),
        ("Interviewer (Sofie)", "Respondent (jobcoach)"),
        ("Onderzoeker", "Participant_03"),
        ("V", "A"),
        ("Q", "A"),
    ],
)
@pytest.mark.parametrize("shape", ["{}: ", "{}:", "{} : ", "{}:\t", "**{}:** ", "[{}]: ", "{}:\n", "  {}: "])
def test_labels_in_their_spellings_tell_the_roles(written, asks, answers, shape):
    text = "".join(shape.format(asks if at % 2 == 0 else answers) + words + "\n" for at, (_, words) in enumerate(WORDS))
    transcript = transcripts.read(written("a.txt", text))
    assert [transcript.words_of(turn) for turn in transcript.turns] == [words for _, words in WORDS]
    assert [turn.speaker for turn in transcript.turns] == [asks, answers, asks, answers]
    assert [turn.role for turn in transcript.turns] == [Role.INTERVIEWER, Role.RESPONDENT] * 2
    assert transcript.roles_from == "labels"


@pytest.mark.parametrize(
    ("asks", "answers"), [("Sofie", "Jan Van den Berg"), ("SPEAKER_00", "SPEAKER_05"), ("Spreker 1", "Spreker 2")]
)
def test_who_asks_is_guessed_from_names_and_said_so(written, asks, answers):
    text = TALK.replace("I:", f"{asks}:").replace("R:", f"{answers}:")
    transcript = transcripts.read(written("a.txt", text))
    assert [(turn.speaker, turn.role) for turn in transcript.turns[:2]] == [
        (asks, Role.INTERVIEWER),
        (answers, Role.RESPONDENT),
    ]
    assert transcript.roles_from == "guessed"


def test_words_before_a_colon_are_no_speaker(said):
    answer = (
        "Wel.\nTja: dat is zo.\nTja: zo gaat dat.\nMijn besluit: stoppen.\nOm 14:30 dan.\nhttp://vdab.be helpt niet."
    )
    assert said("a.txt", f"I: En toen?\nR: {answer}\nI: Goed.\n") == [("I", "En toen?"), ("R", answer), ("I", "Goed.")]


def test_a_hesitation_before_a_colon_is_no_name_however_often_it_comes_back(said):
    answer = "Wel.\nEuh ik dacht: nee.\nEuh ik dacht: ja.\nTja zei ze: goed.\nTja zei ze: dag."
    assert said("a.txt", f"I: En toen?\nR: {answer}\nI: Goed.\n") == [("I", "En toen?"), ("R", answer), ("I", "Goed.")]


def test_a_heading_before_the_first_label_is_nobodys(said):
    assert said("a.txt", f"Interview met: een coach\nDatum: 3 mei 2025\n\n{TALK}") == WORDS


def test_a_text_without_labels_is_a_respondents_turn_per_paragraph(written):
    transcript = transcripts.read(written("a.txt", "Ik werk hier lang.\n\nTja: dat is zo.\n"))
    assert [(turn.speaker, transcript.words_of(turn)) for turn in transcript.turns] == [
        ("R", "Ik werk hier lang."),
        ("R", "Tja: dat is zo."),
    ]
    assert {turn.role for turn in transcript.turns} == {Role.RESPONDENT}
    assert transcript.roles_from == "guessed"


def test_every_hand_coded_fragment_of_the_starter_study_lies_inside_one_respondents_turn():
    read = {path.stem: transcripts.read(path) for path in (STARTER / "interviews").glob("*.txt")}
    with (STARTER / "codes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 3000
    for row in rows:
        transcript, start, end = read[row["interview"]], int(row["start"]), int(row["end"])
        turn = turn_at(transcript, start, end)
        assert transcript.text[start:end] == row["text"]
        assert turn is not None
        assert turn.role is Role.RESPONDENT
