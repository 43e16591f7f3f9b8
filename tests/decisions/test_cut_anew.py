"""Fragments cut anew by hand: words and codes are kept, the ledger tells, and undo cuts back."""

import pytest

from pipeline.decisions import LastAct
from pipeline.errors import InvalidDecision, UnknownFragment
from tests.decisions.invented import NOON, add, held, say, suggest, transcript

SPOKEN = transcript()


@pytest.fixture
def ids(store):
    ids = add(store)
    suggest(store, {("barrier", "housing")})
    return ids


def cut_of(store, fragment):
    return next(each for each in store.transcripts.fragments("int_01") if each.id == fragment)


def reviewed(store, fragment, coder="ann"):
    return next(each for each in store.ledger.verdicts("int_01", coder) if each.fragment_id == fragment).reviewed


def accept_and_finish(store, fragment, coder="ann"):
    store.ledger.record(
        [
            say("accepted", fragment, "barrier", "housing", coder=coder, model="m1"),
            say("reviewed", fragment, coder=coder),
        ]
    )


def halve(store, fragment, coder="ann"):
    whole = cut_of(store, fragment).fragment
    at = whole.start + whole.text.index(" ", 5)
    return store.boundaries.split(fragment, at, coder=coder, decided_at=NOON)


def test_both_halves_carry_the_codes_of_every_coder_and_nobody_has_finished_them(store, ids):
    accept_and_finish(store, ids[0])
    store.ledger.record([say("added", ids[0], "view", "individual", coder="bo")])
    halves = halve(store, ids[0])
    for half in halves:
        assert held(store, half) == {"barrier=housing": "accepted"}
        assert held(store, half, "bo") == {"view=individual": "manual"}
        assert not reviewed(store, half)
    first, second = (cut_of(store, half).fragment for half in halves)
    assert f"{first.text} {second.text}" == SPOKEN.text[first.start : second.end]
    assert [each.id for each in store.transcripts.fragments("int_01")] == [*halves, *ids[1:]]


def test_what_was_said_of_the_old_fragment_stays_in_the_ledger_and_counts_no_more(store, ids):
    accept_and_finish(store, ids[0])
    halve(store, ids[0])
    rows = list(store.exports.rows("decisions"))
    assert [(row["fragment"], row["live"]) for row in rows[:2]] == [(ids[0], False), (ids[0], False)]
    assert [row["action"] for row in rows[2:]] == ["accepted", "accepted"]
    with pytest.raises(UnknownFragment):
        store.ledger.record([say("reopened", ids[0])])
    assert len(store.ledger.history(ids[0])) == 2


def test_merged_fragments_hold_the_codes_of_both_and_who_finished_both_has_finished(store, ids):
    for fragment in ids[:2]:
        accept_and_finish(store, fragment)
    store.ledger.record([say("added", ids[1], "barrier", "health"), say("added", ids[0], "view", "structural")])
    merged = store.boundaries.merge(ids[1], ids[0], coder="ann", decided_at=NOON)
    assert held(store, merged) == {
        "barrier=housing": "accepted",
        "barrier=health": "manual",
        "view=structural": "manual",
    }
    assert reviewed(store, merged)
    assert cut_of(store, merged).fragment.text == "Hij vond geen woning. De huur is te duur hier."


@pytest.mark.slow
def test_where_merged_fragments_differ_in_a_dimension_with_room_for_one_the_coder_must_look_again(store, ids):
    for fragment, code in zip(ids, ("individual", "structural"), strict=False):
        store.ledger.record([say("added", fragment, "view", code), say("added", fragment, "barrier", "health")])
        store.ledger.record([say("reviewed", fragment, blind=True)])
    merged = store.boundaries.merge(ids[0], ids[1], coder="ann", decided_at=NOON)
    assert held(store, merged) == {"barrier=health": "manual"}
    assert not reviewed(store, merged)


def test_a_code_held_on_one_part_and_rejected_on_the_other_holds_on_the_whole(store, ids):
    store.ledger.record([say("changed", ids[0], "barrier", "mobility", instead_of="housing")])
    store.ledger.record([say("accepted", ids[1], "barrier", "housing")])
    merged = store.boundaries.merge(ids[0], ids[1], coder="ann", decided_at=NOON)
    assert held(store, merged) == {"barrier=mobility": "changed", "barrier=housing": "accepted"}


def test_a_moved_boundary_keeps_codes_suggestions_and_who_finished(store, ids):
    accept_and_finish(store, ids[0])
    left = cut_of(store, ids[0]).fragment
    first, second = store.boundaries.move(ids[0], ids[1], left.end + 4, coder="ann", decided_at=NOON)
    assert cut_of(store, first).fragment.text == "Hij vond geen woning. De"
    assert cut_of(store, second).fragment.text == "huur is te duur hier."
    assert held(store, first) == {"barrier=housing": "accepted"}
    assert reviewed(store, first)
    assert not reviewed(store, second)
    shown = {each.fragment_id for each in store.suggestions.all("int_01", only_shown=True)}
    assert {first, second} <= shown
    assert store.transcripts.interviews()[0].fragments == 5


def test_blind_parts_keep_their_draw(store):
    ids = add(store, blind_share=1.0)
    halves = halve(store, ids[0])
    assert [(cut_of(store, half).blind, cut_of(store, half).sampling_probability) for half in halves] == [
        (True, 1.0)
    ] * 2


@pytest.mark.parametrize("offset", [0, 200, -3])
def test_a_fragment_without_words_is_not_made(store, ids, offset):
    with pytest.raises(InvalidDecision, match="without words"):
        store.boundaries.split(ids[0], cut_of(store, ids[0]).fragment.start + offset, coder="ann", decided_at=NOON)
    assert [each.id for each in store.transcripts.fragments("int_01")] == ids


@pytest.mark.parametrize(
    ("one", "other", "why"), [(2, 3, "same turn"), (0, 2, "another fragment"), (0, 0, "same turn")]
)
def test_only_neighbours_in_a_turn_are_merged(store, ids, one, other, why):
    with pytest.raises(InvalidDecision, match=why):
        store.boundaries.merge(ids[one], ids[other], coder="ann", decided_at=NOON)


def test_undo_cuts_back_and_then_goes_on_through_the_session(store, ids):
    accept_and_finish(store, ids[0])
    halves = halve(store, ids[0])
    store.ledger.record([say("added", halves[0], "barrier", "health")])
    assert store.ledger.undo_last("ann", decided_at=NOON)
    assert store.ledger.undo_last("ann", decided_at=NOON)
    assert [each.id for each in store.transcripts.fragments("int_01")] == ids
    assert held(store, ids[0]) == {"barrier=housing": "accepted"}
    assert reviewed(store, ids[0])
    assert store.ledger.undo_last("ann", decided_at=NOON)
    assert held(store, ids[0]) == {}


def picture(store):
    """What is on the desk: the fragments, what is held of each and by whom it is finished, and what counts."""
    said = [
        (each.fragment_id, each.coder, sorted((code.code, code.origin) for code in each.codes), each.reviewed)
        for each in store.ledger.verdicts("int_01")
    ]
    shown = [(each.fragment_id, each.code) for each in store.suggestions.all("int_01", only_shown=True)]
    return (
        [each.id for each in store.transcripts.fragments("int_01")],
        said,
        shown,
        store.transcripts.interviews()[0].progress,
    )


def test_redo_goes_forward_through_cuts_and_verdicts_alike_as_often_as_one_likes(store, ids):
    accept_and_finish(store, ids[0])
    pictures = [picture(store)]
    halves = halve(store, ids[0])
    pictures.append(picture(store))
    store.ledger.record([say("added", halves[0], "barrier", "health")])
    pictures.append(picture(store))
    store.boundaries.merge(halves[1], ids[1], coder="ann", decided_at=NOON)
    pictures.append(picture(store))
    ledger = list(store.exports.rows("decisions"))
    for _ in range(2):
        for earlier in reversed(pictures[:-1]):
            assert store.ledger.undo_last("ann", decided_at=NOON)
            assert picture(store) == earlier
        for later in pictures[1:]:
            assert store.ledger.redo_last("ann", decided_at=NOON)
            assert picture(store) == later
        assert store.ledger.redo_last("ann", decided_at=NOON) == []
        assert store.maintenance.check() == []
    now = list(store.exports.rows("decisions"))
    assert [each["number"] for each in now[: len(ledger)]] == [each["number"] for each in ledger]
    assert [each.undone for each in store.boundaries.history(halves[0])] == [False]


def test_a_cut_that_was_undone_is_not_redone_after_something_new(store, ids):
    halve(store, ids[0])
    store.ledger.undo_last("ann", decided_at=NOON)
    store.ledger.record([say("added", ids[3], "barrier", "health")])
    assert store.ledger.redo_last("ann", decided_at=NOON) == []
    assert [each.id for each in store.transcripts.fragments("int_01")] == ids


@pytest.mark.parametrize("takes_back", [False, True])
def test_a_cut_is_not_redone_over_what_others_said_or_took_back_meanwhile(store, ids, takes_back):
    if takes_back:
        store.ledger.record([say("added", ids[0], "barrier", "health", coder="bo")])
    halve(store, ids[0])
    store.ledger.undo_last("ann", decided_at=NOON)
    if takes_back:
        store.ledger.undo_last("bo", decided_at=NOON)
    else:
        store.ledger.record([say("added", ids[0], "barrier", "health", coder="bo")])
    with pytest.raises(InvalidDecision, match="said of them since"):
        store.ledger.redo_last("ann", decided_at=NOON)
    assert [each.id for each in store.transcripts.fragments("int_01")] == ids


def test_a_cut_on_which_others_have_built_is_not_taken_back(store, ids):
    halves = halve(store, ids[0])
    store.ledger.record([say("added", halves[0], "barrier", "health", coder="bo")])
    with pytest.raises(InvalidDecision, match="Undo that first"):
        store.ledger.undo_last("ann", decided_at=NOON)


def test_a_halved_and_merged_fragment_stands_where_it_stood(store, ids):
    accept_and_finish(store, ids[0])
    halves = halve(store, ids[0])
    assert store.boundaries.merge(*halves, coder="ann", decided_at=NOON) == ids[0]
    assert held(store, ids[0]) == {"barrier=housing": "accepted"}
    rows = [row for row in store.exports.rows("decisions") if row["live"]]
    assert [(row["fragment"], row["action"]) for row in rows] == [(ids[0], "accepted")]


def test_a_cut_is_the_last_deed_also_where_nobody_had_said_anything(store, ids):
    halves = halve(store, ids[0])
    assert store.ledger.last_act("ann") == LastAct(at=NOON, fragments=(ids[0],), cut=True, made=halves)
    store.ledger.record([say("added", halves[1], "barrier", "health")])
    assert store.ledger.last_act("ann") == LastAct(at=NOON, fragments=(halves[1],), cut=False)


def test_where_a_fragment_came_from_and_went_is_told(store, ids):
    halves = halve(store, ids[0])
    merged = store.boundaries.merge(halves[1], ids[1], coder="bo", decided_at=NOON)
    [split] = store.boundaries.history(ids[0])
    assert (split.kind, split.coder, split.gone, split.made) == ("split", "ann", (ids[0],), halves)
    assert [each.kind for each in store.boundaries.history(halves[1])] == ["split", "merge"]
    assert [each.undone for each in store.boundaries.history(merged)] == [False]
    store.ledger.undo_last("bo", decided_at=NOON)
    assert [each.undone for each in store.boundaries.history(merged)] == [True]
    assert store.boundaries.history(ids[3]) == store.boundaries.history("int_09:0-4") == []
