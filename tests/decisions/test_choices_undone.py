"""A judge's choice is undone like everything else one did, in order; what both coders said stays as it is."""

import pytest

from pipeline.errors import InvalidDecision
from tests.decisions.invented import NOON, add, say


@pytest.fixture
def fragments(store):
    """Two fragments that ann and bo finished with different codes; ann was first."""
    ids = add(store)[:2]
    for fragment in ids:
        for coder, code in (("ann", "health"), ("bo", "mobility")):
            store.ledger.record(
                [say("added", fragment, "barrier", code, coder=coder), say("reviewed", fragment, coder=coder)]
            )
    return ids


def final(store, fragment):
    return {row["coder"] for row in store.exports.rows("codes") if row["fragment"] == fragment and row["final"]}


def choose(store, fragment, coder, by="eva"):
    store.adjudication.choose(fragment, coder, by=by, decided_at=NOON)


def undo(store, by="eva"):
    return store.ledger.undo_last(by, decided_at=NOON)


def redo(store, by="eva"):
    return store.ledger.redo_last(by, decided_at=NOON)


def test_choices_are_undone_the_last_first_and_redone_the_first_first(store, fragments):
    choose(store, fragments[0], "bo")
    choose(store, fragments[1], "bo")
    choose(store, fragments[1], None)
    seen = []
    for act in (undo, undo, undo, redo, redo, redo):
        assert act(store)
        seen.append((final(store, fragments[0]), final(store, fragments[1])))
        assert store.maintenance.check() == []
    ann, bo = {"ann"}, {"bo"}
    assert seen == [(bo, bo), (bo, ann), (ann, ann), (bo, ann), (bo, bo), (bo, ann)]
    assert redo(store) == []


def test_choices_and_verdicts_are_undone_in_the_order_in_which_they_were_given(store, fragments):
    choose(store, fragments[0], "bo")
    store.ledger.record([say("added", fragments[1], "barrier", "housing", coder="eva")])
    choose(store, fragments[1], "bo")
    deeds = []
    while deed := store.ledger.last_act("eva"):
        deeds.append((deed.fragments, deed.chose))
        undo(store)
    assert deeds == [((fragments[1],), True), ((fragments[1],), False), ((fragments[0],), True)]
    assert undo(store) == []


def test_what_was_undone_and_redone_can_be_undone_again(store, fragments):
    choose(store, fragments[0], "bo")
    for _ in range(3):
        undo(store)
        assert final(store, fragments[0]) == {"ann"}
        redo(store)
        assert final(store, fragments[0]) == {"bo"}


def test_a_new_choice_ends_what_could_be_redone(store, fragments):
    choose(store, fragments[0], "bo")
    undo(store)
    choose(store, fragments[1], "bo")
    assert redo(store) == []
    assert final(store, fragments[0]) == {"ann"}


def test_the_choice_of_another_is_not_undone(store, fragments):
    choose(store, fragments[0], "bo")
    choose(store, fragments[0], "ann", by="mo")
    with pytest.raises(InvalidDecision, match="chose anew since"):
        undo(store)
    assert final(store, fragments[0]) == {"ann"}
    undo(store, by="mo")
    assert final(store, fragments[0]) == {"bo"}
    assert undo(store)
    assert final(store, fragments[0]) == {"ann"}


def test_what_another_chose_since_is_not_overwritten_by_a_redo(store, fragments):
    choose(store, fragments[0], "bo")
    undo(store)
    choose(store, fragments[0], "ann", by="mo")
    with pytest.raises(InvalidDecision, match="chose anew since"):
        redo(store)


def test_a_coding_anew_is_undone_with_the_choice_that_it_was(store, fragments):
    choose(store, fragments[0], "bo")
    said = [say("added", fragments[0], "barrier", "housing", coder="eva"), say("reviewed", fragments[0], coder="eva")]
    store.adjudication.choose_new_codes(said)
    assert final(store, fragments[0]) == {"eva"}
    assert not store.ledger.last_act("eva").chose
    undo(store)
    assert final(store, fragments[0]) == {"bo"}
    redo(store)
    assert final(store, fragments[0]) == {"eva"}
    undo(store)
    undo(store)
    assert final(store, fragments[0]) == {"ann"}
    assert store.adjudication.choices()[fragments[0]].coder is None
    assert store.maintenance.check() == []
