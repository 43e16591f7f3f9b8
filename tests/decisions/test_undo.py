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
    [number] = store.ledger.record([say("added", fragment, "barrier", "health")])
    undoing = store.ledger.undo(number, "ann", decided_at=NOON)
    assert held(store, fragment) == {}
    entries = store.ledger.history(fragment)
    assert [(each.number, str(each.action), each.live) for each in entries] == [
        (number, "added", False),
        (undoing, "undone", True),
    ]


def test_undoing_the_undo_brings_it_back_and_so_on(store, fragment):
    [number] = store.ledger.record([say("added", fragment, "barrier", "health")])
    expected = {"barrier=health": "manual"}
    for step in range(6):
        number = store.ledger.undo(number, "ann", decided_at=NOON)
        assert held(store, fragment) == ({} if step % 2 == 0 else expected)


def test_an_entry_is_undone_once(store, fragment):
    [number] = store.ledger.record([say("added", fragment, "barrier", "health")])
    store.ledger.undo(number, "ann", decided_at=NOON)
    with pytest.raises(InvalidDecision, match="undone already"):
        store.ledger.undo(number, "ann", decided_at=NOON)


@pytest.mark.parametrize("number", [1, 999])
def test_only_ones_own_entries_can_be_undone(store, fragment, number):
    store.ledger.record([say("added", fragment, "barrier", "health", coder="bo")])
    with pytest.raises(InvalidDecision, match="one's own"):
        store.ledger.undo(number, "ann", decided_at=NOON)
    assert held(store, fragment, "bo") == {"barrier=health": "manual"}


def test_an_undo_that_would_leave_two_codes_where_one_fits_is_refused(store, fragment):
    store.ledger.record([say("added", fragment, "view", "individual")])
    [removal] = store.ledger.record([say("removed", fragment, "view", "individual")])
    store.ledger.record([say("added", fragment, "view", "structural")])
    with pytest.raises(InvalidDecision, match="room for one"):
        store.ledger.undo(removal, "ann", decided_at=NOON)
    assert held(store, fragment) == {"view=structural": "manual"}


def test_an_answer_under_a_finished_fragment_cannot_be_undone(store, fragment):
    [answer, _] = store.ledger.record([say("accepted", fragment, "barrier", "housing"), say("reviewed", fragment)])
    with pytest.raises(InvalidDecision, match="without an answer"):
        store.ledger.undo(answer, "ann", decided_at=NOON)


def test_undo_goes_back_through_the_whole_session_act_by_act_and_redo_forward(store, fragment):
    store.ledger.record([say("added", fragment, "view", "individual")])
    store.ledger.record([say("removed", fragment, "view", "individual"), say("added", fragment, "view", "structural")])
    store.ledger.record([say("accepted", fragment, "barrier", "housing"), say("reviewed", fragment)])
    states = [held(store, fragment)]
    assert store.ledger.last_act("ann") == LastAct(at=NOON, fragments=(fragment,), cut=False)
    while store.ledger.undo_last("ann", decided_at=NOON):
        states.append(held(store, fragment))
    assert states == [
        {"view=structural": "manual", "barrier=housing": "accepted"},
        {"view=structural": "manual"},
        {"view=individual": "manual"},
        {},
    ]
    assert store.ledger.last_act("ann") is None
    for earlier in reversed(states[:-1]):
        assert store.ledger.redo_last("ann", decided_at=NOON)
        assert held(store, fragment) == earlier
    assert store.ledger.redo_last("ann", decided_at=NOON) == []


def test_a_new_verdict_ends_what_can_be_redone(store, fragment):
    store.ledger.record([say("added", fragment, "barrier", "health")])
    store.ledger.undo_last("ann", decided_at=NOON)
    store.ledger.record([say("added", fragment, "barrier", "mobility")])
    assert store.ledger.redo_last("ann", decided_at=NOON) == []
    assert held(store, fragment) == {"barrier=mobility": "manual"}


def test_undo_leaves_the_verdicts_of_others_alone(store, fragment):
    store.ledger.record([say("added", fragment, "barrier", "health", coder="bo")])
    assert store.ledger.undo_last("ann", decided_at=NOON) == []
    assert store.ledger.last_act("nobody") is None
    assert held(store, fragment, "bo") == {"barrier=health": "manual"}


def test_a_suggestion_once_seen_makes_later_verdicts_not_blind(store):
    ids = add(store, blind_share=1.0)
    suggest(store, {("barrier", "housing")})
    store.ledger.record([say("added", ids[0], "barrier", "health", blind=True), say("reviewed", ids[0], blind=True)])
    store.ledger.undo_last("ann", decided_at=NOON)
    store.ledger.record([say("added", ids[0], "barrier", "housing", blind=True), say("reviewed", ids[0], blind=True)])
    store.ledger.record([say("reviewed", ids[0], blind=True, coder="bo")])
    assert [each.blind for each in store.ledger.history(ids[0]) if str(each.action) != "undone"] == [
        True,
        True,
        False,
        False,
        True,
    ]
