"""Verdicts that a coder gives after the verdict of another was open to view are marked; the ones before are kept."""

import pytest

from tests.decisions.invented import NOON, add, say, suggest

HOUSING, MOBILITY = ("barrier", "housing"), ("barrier", "mobility")


@pytest.fixture
def ids(store):
    """The fragments of an interview without suggestions."""
    return add(store)


def code(store, fragment, coder, *codes, after=0):
    """Give these codes and finish the fragment."""
    said = [say("added", fragment, *each, coder=coder, after=after) for each in codes]
    store.ledger.record([*said, say("reviewed", fragment, coder=coder, after=after)])


def marks(store, fragment):
    """What the ledger says of each entry: coder, action, whether informed."""
    return [(each.coder, str(each.action), each.informed) for each in store.ledger.history(fragment)]


def before(store):
    with store.snapshot() as moment:
        return moment.independent_verdicts()


def double(store, wanted=True):
    store.coders.set_double_coding("int_01", wanted=wanted, coder="eva", at=NOON)


def test_two_coders_who_judge_for_themselves_are_not_informed(store, ids):
    for coder in ("ann", "bo"):
        code(store, ids[0], coder, HOUSING)
    assert {informed for _, _, informed in marks(store, ids[0])} == {False}
    assert before(store) == {}


def test_a_change_of_ones_own_verdict_is_not_informed_while_nobody_else_has_finished(store, ids):
    code(store, ids[0], "ann", HOUSING)
    store.ledger.record([say("added", ids[0], *MOBILITY)])
    assert {informed for _, _, informed in marks(store, ids[0])} == {False}


def test_a_change_after_the_other_could_be_seen_is_marked_and_the_verdict_before_is_kept(store, ids):
    code(store, ids[0], "ann", HOUSING)
    code(store, ids[0], "bo", MOBILITY)
    store.ledger.record([say("removed", ids[0], *HOUSING), say("added", ids[0], *MOBILITY)])
    assert marks(store, ids[0])[-2:] == [("ann", "removed", True), ("ann", "added", True)]
    assert before(store) == {(ids[0], "ann"): frozenset({HOUSING})}


def test_taking_an_earlier_verdict_back_is_marked_as_well(store, ids):
    store.ledger.record([say("added", ids[0], *MOBILITY)])
    code(store, ids[0], "ann", HOUSING)
    code(store, ids[0], "bo")
    first = store.ledger.history(ids[0])[0]
    store.ledger.undo(first.number, "ann", decided_at=NOON)
    assert marks(store, ids[0])[-1] == ("ann", "undone", True)
    assert before(store) == {(ids[0], "ann"): frozenset({HOUSING, MOBILITY})}


def test_what_was_taken_back_before_counts_neither(store, ids):
    store.ledger.record([say("added", ids[0], *MOBILITY)])
    store.ledger.undo(store.ledger.history(ids[0])[0].number, "ann", decided_at=NOON)
    code(store, ids[0], "ann", HOUSING)
    code(store, ids[0], "bo")
    store.ledger.record([say("added", ids[0], "barrier", "health")])
    assert before(store) == {(ids[0], "ann"): frozenset({HOUSING})}


def test_while_an_interview_waits_for_two_coders_nothing_is_seen(store, ids):
    double(store)
    for coder in ("ann", "bo"):
        code(store, ids[0], coder, HOUSING)
    store.ledger.record([say("added", ids[0], *MOBILITY)])
    assert {informed for _, _, informed in marks(store, ids[0])} == {False}


def test_once_both_have_finished_a_change_is_marked(store, ids):
    double(store)
    for coder in ("ann", "bo"):
        for fragment in ids:
            code(store, fragment, coder, HOUSING)
    store.ledger.record([say("added", ids[0], *MOBILITY)])
    assert marks(store, ids[0])[-1] == ("ann", "added", True)
    assert before(store) == {(ids[0], "ann"): frozenset({HOUSING})}


def test_who_has_seen_stays_informed_when_the_other_reopens_or_blind_coding_begins(store, ids):
    code(store, ids[0], "ann", HOUSING)
    code(store, ids[0], "bo")
    store.ledger.record([say("reopened", ids[0])])
    store.ledger.record([say("reopened", ids[0], coder="bo")])
    double(store)
    store.ledger.record([say("added", ids[0], *MOBILITY)])
    assert marks(store, ids[0])[-1] == ("ann", "added", True)


def test_a_fragment_that_was_cut_anew_after_that_has_no_independent_verdict(store, ids):
    code(store, ids[0], "ann", HOUSING)
    code(store, ids[0], "bo")
    store.ledger.record([say("added", ids[0], *MOBILITY)])
    whole = next(each for each in store.transcripts.fragments("int_01") if each.id == ids[0]).fragment
    store.boundaries.split(ids[0], whole.start + whole.text.index(" ", 5), coder="bo", decided_at=NOON)
    made = [each.id for each in store.transcripts.fragments("int_01") if each.id not in ids]
    found = before(store)
    assert made
    assert {found.get((fragment, "ann"), "counts") for fragment in made} == {None}


def test_codes_of_a_suggestion_are_marked_too(store, ids):
    suggest(store, {HOUSING})
    accepted = [say("accepted", ids[0], *HOUSING, model="m1"), say("reviewed", ids[0])]
    store.ledger.record(accepted)
    answer = say("rejected", ids[0], *HOUSING, coder="bo", model="m1")
    store.ledger.record([answer, say("reviewed", ids[0], coder="bo")])
    store.ledger.record([say("removed", ids[0], *HOUSING)])
    assert before(store) == {(ids[0], "ann"): frozenset({HOUSING})}
