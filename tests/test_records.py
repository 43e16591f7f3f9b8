"""The records that every room speaks of cannot be made wrong."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Action, Decision, Fragment, Role, Transcript, Turn, fragment_id, passages, turn_at

TEXT = "I: Hoe gaat het?\nR: Goed. Of nee. Moe.\nI: Waarom?\nR: De bus."
SPANS = [(3, 16, "I"), (20, 38, "R"), (42, 49, "I"), (53, 60, "R")]
ROLES = {"I": Role.INTERVIEWER, "R": Role.RESPONDENT}
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def transcript(spans=SPANS, text=TEXT):
    turns = tuple(
        Turn(index=at, speaker=who, role=ROLES[who], start=start, end=end) for at, (start, end, who) in enumerate(spans)
    )
    return Transcript(
        id="int_01", text=text, sha256="0", source="int_01.txt", format="txt", turns=turns, roles_from="labels"
    )


def fragment(**changes):
    made = {"transcript_id": "int_01", "turn": 1, "speaker": "R", "role": Role.RESPONDENT, "boundary": "rules"}
    return Fragment(**{**made, "start": 20, "end": 25, "text": "Goed.", **changes})


def decision(**changes):
    made = {"fragment_id": "int_01:20-25", "coder": "an", "action": Action.ADDED, "decided_at": NOON, "codebook": "1"}
    return Decision(**{**made, "dimension": "barrier", "code": "mobility", **changes})


def test_the_words_of_a_turn_are_the_text_without_its_label():
    read = transcript()
    assert [read.words_of(turn) for turn in read.turns] == ["Hoe gaat het?", "Goed. Of nee. Moe.", "Waarom?", "De bus."]


@pytest.mark.parametrize("spans", [[(20, 38, "R"), (3, 16, "I")], [(3, 21, "I"), (20, 38, "R")], [(53, 999, "R")]])
def test_turns_follow_each_other_inside_the_text(spans):
    with pytest.raises(ValueError, match="does not follow"):
        transcript(spans)


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (5, 4)])
def test_a_turn_spans_forward(start, end):
    with pytest.raises(ValueError, match="turn 0 spans"):
        Turn(index=0, speaker="R", role=Role.RESPONDENT, start=start, end=end)


@pytest.mark.parametrize("changes", [{"end": 26}, {"start": 25, "text": ""}, {"text": "Goed"}])
def test_a_fragment_is_as_long_as_its_offsets_say(changes):
    with pytest.raises(ValueError, match="do not fit"):
        fragment(**changes)


def test_the_same_cut_has_the_same_id():
    assert fragment().id == fragment(boundary="hand").id == fragment_id("int_01", 20, 25) == "int_01:20-25"


def test_a_record_is_never_changed():
    with pytest.raises(FrozenInstanceError):
        fragment().start = 0


def test_the_turn_of_a_stretch_holds_all_of_it():
    read = transcript()
    assert turn_at(read, 20, 25) is read.turns[1]
    assert turn_at(read, 14, 25) is None


def test_a_passage_shows_its_neighbours_in_the_turn_and_the_question_before():
    last, first, middle = passages(transcript(), [(34, 38), (20, 25), (26, 33)])
    assert (first.before, first.text, first.after) == ("", "Goed.", "Of nee.")
    assert (middle.before, middle.text, middle.after) == ("Goed.", "Of nee.", "Moe.")
    assert (last.before, last.after) == ("Of nee.", "")
    assert {first.question, middle.question, last.question} == {"Hoe gaat het?"}
    assert first.fragment_id == "int_01:20-25"


def test_neighbours_do_not_cross_a_turn_and_a_stretch_outside_has_no_context():
    moe, bus, across = passages(transcript(), [(34, 38), (53, 60), (14, 25)])
    assert (moe.after, bus.before, bus.question) == ("", "", "Waarom?")
    assert (across.question, across.before, across.after) == ("", "", "")


@given(st.lists(st.tuples(st.integers(20, 37), st.integers(1, 5)), max_size=8))
def test_passages_come_in_the_order_asked_with_the_text_at_their_offsets(asked):
    spans = [(start, min(38, start + length)) for start, length in asked]
    found = passages(transcript(), spans)
    assert [(each.start, each.end) for each in found] == spans
    assert all(each.text == TEXT[each.start : each.end] for each in found)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"decided_at": datetime(2026, 3, 2)}, "time zone"),  # noqa: DTZ001 - the mistake under test
        ({"code": None}, "needs a dimension and a code"),
        ({"dimension": None, "action": Action.ACCEPTED}, "needs a dimension and a code"),
        ({"action": Action.CHANGED}, "`instead_of` goes with `changed`"),
        ({"instead_of": "health"}, "`instead_of` goes with `changed`"),
        ({"action": Action.UNDONE}, "`undoes` goes with `undone`"),
        ({"undoes": 3}, "`undoes` goes with `undone`"),
    ],
)
def test_a_decision_says_all_that_its_action_needs(changes, why):
    with pytest.raises(ValueError, match=why):
        decision(**changes)


@pytest.mark.parametrize("action", [Action.REVIEWED, Action.REOPENED])
def test_finishing_a_fragment_names_no_code(action):
    assert decision(action=action, dimension=None, code=None).code is None
