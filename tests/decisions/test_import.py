"""Hand codes enter all together or not at all, once, blind, and their cuts replace automatic ones nobody judged."""

import pytest

from pipeline.errors import InvalidCodes
from pipeline.records import Role
from tests.decisions.invented import BOOK, NOON, add, by_hand, held, id_of, piece, say, suggest, transcript

SPOKEN = transcript()
FIRST = SPOKEN.turns[1]
LATER = SPOKEN.turns[3]


def take_in(store, *rows):
    return store.imports.hand_codes(rows, BOOK, source="codes.csv", decided_at=NOON)


def turn_rows(**more):
    """The first turn of the respondent as two hand-made cuts that cross the automatic ones."""
    middle = FIRST.start + 30
    return (
        by_hand(SPOKEN, FIRST.start, middle, view=("structural",), barrier=("housing", "health"), **more),
        by_hand(SPOKEN, middle, FIRST.end, place="row 3", **more),
    )


def test_hand_codes_become_finished_blind_verdicts_of_their_coder(store):
    add(store)
    counts = take_in(store, *turn_rows())
    assert counts == {"rows": 2, "known": 0, "interviews": 1, "fragments": 2, "codes": 3}
    first, second = store.ledger.verdicts("int_01")
    assert (first.coder, first.reviewed, first.final) == ("ann", True, True)
    assert {f"{each.dimension}={each.code}" for each in first.codes} == {
        "view=structural",
        "barrier=housing",
        "barrier=health",
    }
    assert all(each.origin == "manual" and each.blind for each in first.codes)
    assert (second.reviewed, second.codes) == (True, ())


def test_hand_cuts_replace_the_automatic_fragments_they_cross(store):
    before = add(store)
    take_in(store, *turn_rows())
    stored = store.transcripts.fragments("int_01")
    assert [each.id for each in stored] == [
        id_of(SPOKEN, FIRST.start, FIRST.start + 30),
        id_of(SPOKEN, FIRST.start + 30, FIRST.end),
        *before[3:],
    ]
    by_hand_cut = stored[0]
    assert (by_hand_cut.blind, by_hand_cut.sampling_probability, by_hand_cut.cut_by) == (True, 1.0, "hand")
    assert by_hand_cut.fragment.boundary == "hand"
    assert by_hand_cut.fragment.role is Role.RESPONDENT
    assert store.transcripts.interviews()[0].fragments == 4


def test_a_row_at_an_automatic_fragment_keeps_its_cut_and_makes_it_blind(store):
    add(store)
    first = store.transcripts.fragments("int_01")[0].fragment
    take_in(store, by_hand(SPOKEN, first.start, first.end))
    again = store.transcripts.fragments("int_01")[0]
    assert (again.fragment, again.blind, again.sampling_probability) == (first, True, 1.0)


def test_words_of_a_replaced_fragment_that_no_row_covers_stay_to_be_coded(store):
    whole = piece(SPOKEN, FIRST.start, FIRST.end)
    add(store, fragments=[whole, piece(SPOKEN, LATER.start, LATER.end)], blind_share=0.0)
    start, end = FIRST.start + 22, FIRST.start + 48
    take_in(store, by_hand(SPOKEN, start, end))
    pieces = [(each.fragment.text.strip(), each.blind) for each in store.transcripts.fragments("int_01")]
    assert [said for said, _ in pieces] == [
        SPOKEN.text[FIRST.start : start].strip(),
        SPOKEN.text[start:end].strip(),
        SPOKEN.text[end : FIRST.end].strip(),
        SPOKEN.words_of(LATER),
    ]
    assert [blind for _, blind in pieces] == [False, True, False, False]


def test_a_second_import_of_the_same_rows_does_nothing(store):
    add(store)
    take_in(store, *turn_rows())
    before = list(store.exports.rows("decisions"))
    assert take_in(store, *turn_rows()) == {"rows": 2, "known": 2, "interviews": 1, "fragments": 0, "codes": 0}
    assert list(store.exports.rows("decisions")) == before


def test_importing_again_does_not_bring_back_what_was_changed_at_the_desk(store):
    add(store)
    take_in(store, *turn_rows())
    first = store.transcripts.fragments("int_01")[0].id
    store.ledger.record([say("removed", first, "barrier", "health")])
    take_in(store, *turn_rows())
    assert held(store, first) == {"view=structural": "manual", "barrier=housing": "manual"}


def test_a_corrected_row_removes_and_adds_what_differs(store):
    add(store)
    take_in(store, *turn_rows())
    corrected = by_hand(SPOKEN, FIRST.start, FIRST.start + 30, view=("individual",), barrier=("housing",))
    take_in(store, corrected)
    fragment = store.transcripts.fragments("int_01")[0].id
    assert held(store, fragment) == {"view=individual": "manual", "barrier=housing": "manual"}
    assert [str(each.action) for each in store.ledger.history(fragment)][-3:] == ["removed", "added", "removed"]


def test_a_second_coder_codes_the_same_fragments(store):
    add(store)
    take_in(store, *turn_rows())
    take_in(store, *turn_rows(coder="bo"))
    assert [each.final for each in store.ledger.verdicts("int_01") if each.coder == "bo"] == [False, False]
    assert len(store.transcripts.fragments("int_01")) == 4
    assert len(store.transcripts.interviews()[0].coders) == 2


def test_rows_in_the_interviewers_or_across_turns_and_other_misfits_are_named_all_at_once(store):
    add(store)
    end = len(SPOKEN.text)
    asked = SPOKEN.turns[0]
    right = by_hand(SPOKEN, FIRST.start, FIRST.start + 20)
    rows = [
        right,
        by_hand(transcript("int_99"), FIRST.start, FIRST.end, place="row 3"),
        by_hand(SPOKEN, LATER.start, end + 50, place="row 4"),
        by_hand(transcript(said=(("I", "x" * 24), ("R", "y" * 100))), FIRST.start, FIRST.end, place="row 5"),
        by_hand(SPOKEN, asked.start, asked.end, place="row 6"),
        by_hand(SPOKEN, FIRST.start - 2, FIRST.end, place="row 7"),
        by_hand(SPOKEN, LATER.start, LATER.end, barrier=("wonen",), place="row 8"),
        by_hand(SPOKEN, LATER.start, LATER.end, view=("individual", "structural"), place="row 9"),
        by_hand(SPOKEN, FIRST.start + 10, FIRST.start + 40, place="row 10"),
        by_hand(SPOKEN, FIRST.start, FIRST.start + 20, place="row 11"),
        by_hand(SPOKEN, LATER.start, LATER.end, coder="", place="row 12"),
    ]
    with pytest.raises(InvalidCodes) as refusal:
        take_in(store, *rows)
    expected = {
        "row 3": "'int_99' is not in the study",
        "row 4": "not inside int_01",
        "row 5": "not the text of int_01",
        "row 6": "words of the interviewer",
        "row 7": "not inside one turn",
        "row 8": "'wonen' is not in dimension",
        "row 9": "room for one",
        "row 10": "overlaps",
        "row 11": "twice; row 2 is the same fragment",
        "row 12": "who coded it",
    }
    found = dict(problem.split(": ", 1) for problem in refusal.value.problems)
    assert found.keys() == expected.keys()
    for place, why in expected.items():
        assert why in found[place]
    assert "codes.csv" in str(refusal.value)
    assert "woning" not in "".join(refusal.value.problems)
    assert list(store.exports.rows("decisions")) == []
    assert all(each.cut_by == "rules 1" for each in store.transcripts.fragments("int_01"))


def test_two_coders_in_one_file_who_cut_differently_are_told(store):
    add(store)
    with pytest.raises(InvalidCodes, match=r"row 3: .* overlaps"):
        take_in(
            store,
            by_hand(SPOKEN, FIRST.start, FIRST.end),
            by_hand(SPOKEN, FIRST.start, FIRST.end - 5, coder="bo", place="row 3"),
        )


def test_a_cut_across_a_fragment_that_somebody_judged_is_refused(store):
    first = add(store)[0]
    store.ledger.record([say("added", first, "barrier", "housing")])
    with pytest.raises(InvalidCodes, match="verdicts were given"):
        take_in(store, *turn_rows())
    assert store.transcripts.fragments("int_01")[0].id == first


def test_suggestions_of_replaced_fragments_go_with_them(store):
    add(store)
    suggest(store, {("barrier", "housing")})
    take_in(store, *turn_rows())
    kept = {each.fragment_id for each in store.suggestions.all("int_01")}
    assert kept == {each.id for each in store.transcripts.fragments("int_01")[2:]}
    assert store.suggestions.open_count() == 2


def test_undoing_all_at_the_desk_does_not_take_back_an_import(store):
    add(store)
    take_in(store, *turn_rows())
    assert store.ledger.undo_last("ann", decided_at=NOON) == []


def test_a_file_without_rows_is_refused(store):
    with pytest.raises(InvalidCodes, match="no rows"):
        take_in(store)
