"""Every hand code of the shipped study stands where it says, in words that the codebook knows."""

from itertools import pairwise

import pytest

from pipeline.records import Role, turn_at
from tests.starter.study import CODED, CUT, NEW, STARTER, codebook, given, rows, transcript


@pytest.mark.parametrize("name", CUT)
def test_every_quote_is_the_text_at_its_offsets(name):
    wrong = [
        number
        for number, row in enumerate(rows(name), start=2)
        if transcript(row["interview"]).text[int(row["start"]) : int(row["end"])] != row["text"] or not row["text"]
    ]
    assert wrong == []


@pytest.mark.parametrize("name", CUT)
def test_every_fragment_lies_inside_one_turn_of_a_respondent(name):
    def role(row):
        turn = turn_at(transcript(row["interview"]), int(row["start"]), int(row["end"]))
        return turn and turn.role

    assert {role(row) for row in rows(name)} == {Role.RESPONDENT}


@pytest.mark.parametrize("name", CUT)
def test_no_two_fragments_of_an_interview_overlap(name):
    spans = sorted((row["interview"], int(row["start"]), int(row["end"])) for row in rows(name))
    assert [second for first, second in pairwise(spans) if first[0] == second[0] and second[1] < first[2]] == []


@pytest.mark.parametrize("name", ["codes.csv", "new/codes.csv"])
def test_every_word_of_the_respondents_is_in_a_fragment(name):
    for interview in {row["interview"] for row in rows(name)}:
        read = transcript(interview)
        cut = "".join(row["text"] for row in rows(name) if row["interview"] == interview)
        said = "".join(read.words_of(turn) for turn in read.turns if turn.role is Role.RESPONDENT)
        assert "".join(cut.split()) == "".join(said.split()), interview


@pytest.mark.parametrize("name", CODED)
def test_every_code_is_in_the_codebook(name):
    used = {(dimension.id, code) for row in rows(name) for dimension in codebook() for code in given(row, dimension.id)}
    assert [codebook().refusal(*pair) for pair in used if codebook().refusal(*pair)] == []


@pytest.mark.parametrize("name", CODED)
def test_no_fragment_has_two_views_on_activation(name):
    assert max(len(given(row, "activation")) for row in rows(name)) == 1


def test_the_second_coder_judged_the_first_coders_fragments():
    first = {(row["interview"], row["start"], row["end"]) for row in rows("codes.csv")}
    assert {(row["interview"], row["start"], row["end"]) for row in rows("codes_second_coder.csv")} <= first


def test_the_new_interviews_are_in_no_file_that_a_model_learns_from():
    elsewhere = {row["interview"] for name in CUT if not name.startswith("new/") for row in rows(name)}
    assert elsewhere.isdisjoint(NEW)
    assert {path.stem for path in (STARTER / "interviews").iterdir()}.isdisjoint(NEW)


def test_the_new_interviews_come_in_three_formats_with_their_codes():
    found = {path.stem: path.suffix for path in (STARTER / "new").glob("int_*")}
    assert found == {"int_23": ".docx", "int_28": ".txt", "int_31": ".vtt"}
    assert {row["interview"] for row in rows("new/codes.csv")} == set(NEW)


def test_the_speakers_are_known_from_the_codebook_and_never_guessed():
    interviews = [row["interview"] for row in rows("interviews.csv")]
    assert {transcript(interview).roles_from for interview in interviews} == {"codebook"}
    assert len(interviews) == len(set(interviews)) == 33


def test_the_captions_carry_the_time_of_every_turn():
    assert all(turn.begins_at is not None for turn in transcript("int_31").turns)
