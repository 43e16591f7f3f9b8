"""Undo: what was said counts as never said, the ledger keeps it, and one gets back through all of a session."""

import pytest

from pipeline.decisions import LastAct
from pipeline.errors import InvalidDecision
from tests.decisions.invented import NOON, add, held, say, suggest


@pytest.fixture
def fragment(store):
    first = add(store)[0]
    suggest(store, {("barrier", "housing")})
    return first


def test_an_undone_entry_stays_in_the_ledger_and_holds_no_more(store, fragment):
    [number] = store.record([say("added", fragment, "barrier", "health")])
    undoing = store.undo(number, "ann", decided_at=NOON)
    assert held(store, fragment) == {}
    entries = store.history(fragment)
    assert [(each.number, str(each.action), each.live) for each in entries] == [
        (number, "added", False),
        (undoing, "undone", True),
    ]


def test_undoing_the_undo_brings_it_back_and_so_on(store, fragment):
    [number] = store.record([say("added", fragment, "barrier", "health")])
    expected = {"barrier=health": "manual"}
    for step in range(6):
        number = store.undo(number, "ann", decided_at=NOON)
        assert held(store, fragment) == ({} if step % 2 == 0 else expected)


def test_an_entry_is_undone_once(store, fragment):
    [number] = store.record([say("added", fragment, "barrier", "health")])
    store.undo(number, "ann", decided_at=NOON)
    with pytest.raises(InvalidDecision, match="undone already"):
        store.undo(number, "ann", decided_at=NOON)


@pytest.mark.parametrize("number", [1, 999])
def test_only_ones_own_entries_can_be_undone(store, fragment, number):
    store.record([say("added", fragment, "barrier", "health", coder="bo")])
    with pytest.raises(InvalidDecision, match="one's own"):
        store.undo(number, "ann", decided_at=NOON)
    assert held(store, fragment, "bo") == {"barrier=health": "manual"}


def test_an_undo_that_would_leave_two_codes_where_one_fits_is_refused(store, fragment):
    store.record([say("added", fragment, "view", "individual")])
    [removal] = store.record([say("removed", fragment, "view", "individual")])
    store.record([say("added", fragment, "view", "structural")])
    with pytest.raises(InvalidDecision, match="room for one"):
        store.undo(removal, "ann", decided_at=NOON)
    assert held(store, fragment) == {"view=structural": "manual"}


def test_an_answer_under_a_finished_fragment_cannot_be_undone(store, fragment):
    [answer, _] = store.record([say("accepted", fragment, "barrier", "housing"), say("reviewed", fragment)])
    with pytest.raises(InvalidDecision, match="without an answer"):
        store.undo(answer, "ann", decided_at=NOON)


def test_undo_goes_back_through_the_whole_session_act_by_act_and_redo_forward(store, fragment):
    store.record([say("added", fragment, "view", "individual")])
    store.record([say("removed", fragment, "view", "individual"), say("added", fragment, "view", "structural")])
    store.record([say("accepted", fragment, "barrier", "housing"), say("reviewed", fragment)])
    states = [held(store, fragment)]
    assert store.last_deed("ann") == LastAct(at=NOON, fragments=(fragment,), cut=False)
    while store.undo_last("ann", decided_at=NOON):
        states.append(held(store, fragment))
    assert states == [
        {"view=structural": "manual", "barrier=housing": "accepted"},
        {"view=structural": "manual"},
        {"view=individual": "manual"},
        {},
    ]
    assert store.last_deed("ann") is None
    for earlier in reversed(states[:-1]):
        assert store.redo_last("ann", decided_at=NOON)
        assert held(store, fragment) == earlier
    assert store.redo_last("ann", decided_at=NOON) == []


def test_a_new_verdict_ends_what_can_be_redone(store, fragment):
    store.record([say("added", fragment, "barrier", "health")])
    store.undo_last("ann", decided_at=NOON)
    store.record([say("added", fragment, "barrier", "mobility")])
    assert store.redo_last("ann", decided_at=NOON) == []
    assert held(store, fragment) == {"barrier=mobility": "manual"}


def test_undo_leaves_the_verdicts_of_others_alone(store, fragment):
    store.record([say("added", fragment, "barrier", "health", coder="bo")])
    assert store.undo_last("ann", decided_at=NOON) == []
    assert store.last_deed("nobody") is None
    assert held(store, fragment, "bo") == {"barrier=health": "manual"}


def test_a_suggestion_once_seen_makes_later_verdicts_not_blind(store):
    ids = add(store, blind_share=1.0)
    suggest(store, {("barrier", "housing")})
    store.record([say("added", ids[0], "barrier", "health", blind=True), say("reviewed", ids[0], blind=True)])
    store.undo_last("ann", decided_at=NOON)
    store.record([say("added", ids[0], "barrier", "housing", blind=True), say("reviewed", ids[0], blind=True)])
    store.record([say("reviewed", ids[0], blind=True, coder="bo")])
    assert [each.blind for each in store.history(ids[0]) if str(each.action) != "undone"] == [
        True,
        True,
        False,
        False,
        True,
    ]
