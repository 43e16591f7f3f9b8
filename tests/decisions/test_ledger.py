"""Verdicts: what may be said, what then holds, and that nothing said is ever changed."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import DBAPIError

from pipeline.decisions import Store
from pipeline.errors import InvalidDecision, UnknownFragment
from tests.decisions.invented import BOOK, NOON, add, by_another_hand, held, say, suggest


@pytest.fixture
def fragment(store):
    """A fragment with two suggestions: view=structural and barrier=housing."""
    first = add(store)[0]
    suggest(store, {("view", "structural"), ("barrier", "housing")})
    return first


def verdict(store, fragment, coder="ann"):
    return next(each for each in store.ledger.verdicts("int_01", coder) if each.fragment_id == fragment)


def test_every_suggestion_is_open_until_it_is_answered(store, fragment):
    assert verdict(store, fragment).open == (("barrier", "housing"), ("view", "structural"))
    store.ledger.record([say("rejected", fragment, "barrier", "housing")])
    assert verdict(store, fragment).open == (("view", "structural"),)
    assert verdict(store, fragment).rejected == (("barrier", "housing"),)


def test_accepted_changed_and_added_codes_hold_with_their_origin(store, fragment):
    store.ledger.record(
        [
            say(
                "changed", fragment, "view", "individual", instead_of="structural", probability=0.3, rank=2, model="m1"
            ),
            say("accepted", fragment, "barrier", "housing"),
            say("added", fragment, "barrier", "mobility"),
        ]
    )
    assert held(store, fragment) == {
        "view=individual": "changed",
        "barrier=housing": "accepted",
        "barrier=mobility": "manual",
    }
    changed = next(each for each in verdict(store, fragment).codes if each.code == "individual")
    assert (changed.probability, changed.rank, changed.model, changed.decided_at) == (0.3, 2, "m1", NOON)
    assert verdict(store, fragment).rejected == (("view", "structural"),)


def test_a_removed_code_holds_no_more_and_can_be_given_again(store, fragment):
    store.ledger.record([say("added", fragment, "barrier", "health")])
    store.ledger.record([say("removed", fragment, "barrier", "health")])
    assert held(store, fragment) == {}
    assert verdict(store, fragment).removed == (("barrier", "health"),)
    store.ledger.record([say("added", fragment, "barrier", "health")])
    assert held(store, fragment) == {"barrier=health": "manual"}


def test_entries_of_one_call_see_those_before_them(store, fragment):
    store.ledger.record(
        [
            say("accepted", fragment, "view", "structural"),
            say("removed", fragment, "view", "structural"),
            say("added", fragment, "view", "individual"),
        ]
    )
    assert held(store, fragment) == {"view=individual": "manual"}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ([("added", "view", "environmental")], "not in dimension"),
        ([("added", "wish", "housing")], "not in the codebook"),
        ([("added", "view", "individual"), ("added", "view", "structural")], "room for one"),
        ([("added", "barrier", "health"), ("added", "barrier", "health")], "holds already"),
        ([("accepted", "barrier", "housing"), ("accepted", "barrier", "housing")], "holds already"),
        ([("removed", "barrier", "health")], "does not hold"),
        ([("reopened", None, None)], "not finished"),
        ([("reviewed", None, None)], "2 suggestion"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_of_the_call_is_stored(store, fragment, said, why):
    with pytest.raises(InvalidDecision, match=why) as refusal:
        store.ledger.record([say(action, fragment, dimension, code) for action, dimension, code in said])
    assert fragment in str(refusal.value)
    assert store.ledger.history(fragment) == []


def test_a_code_that_no_model_scored_cannot_be_accepted(store):
    unscored = add(store)[0]
    with pytest.raises(InvalidDecision, match="not suggested"):
        store.ledger.record([say("accepted", unscored, "barrier", "housing")])


def test_a_suggestion_cannot_be_changed_into_itself(store, fragment):
    with pytest.raises(InvalidDecision, match="accept it instead"):
        store.ledger.record([say("changed", fragment, "view", "structural", instead_of="structural")])


def test_an_entry_is_undone_by_number_never_recorded(store, fragment):
    with pytest.raises(InvalidDecision, match="by its number"):
        store.ledger.record([say("undone", fragment, undoes=1)])


def test_a_codebook_that_the_store_does_not_know_is_refused(store, fragment):
    strange = BOOK.model_copy(update={"version": "9"})
    decision = say("added", fragment, "barrier", "health")
    with pytest.raises(InvalidDecision, match=r"Codebook '9\+"):
        store.ledger.record([replace(decision, codebook=strange.stamp)])


@pytest.mark.parametrize("strange", ["int_01:0-3", "int_99:0-3", "int_01", "int_01:a-b", ""])
def test_a_fragment_that_is_not_there_is_named(store, fragment, strange):
    with pytest.raises(UnknownFragment, match=strange or "''"):
        store.ledger.record([say("added", strange, "barrier", "health")])


def test_a_finished_fragment_has_nothing_open_and_can_be_reopened(store, fragment):
    store.ledger.record(
        [
            say("accepted", fragment, "view", "structural"),
            say("rejected", fragment, "barrier", "housing"),
            say("reviewed", fragment, after=5),
        ]
    )
    done = verdict(store, fragment)
    assert (done.reviewed, done.final, done.open) == (True, True, ())
    assert (done.reviewed_at - NOON).total_seconds() == 5
    with pytest.raises(InvalidDecision, match="finished already"):
        store.ledger.record([say("reviewed", fragment)])
    store.ledger.record([say("reopened", fragment)])
    assert not verdict(store, fragment).reviewed


def test_no_code_at_all_is_a_verdict(store):
    unscored = add(store)[0]
    store.ledger.record([say("reviewed", unscored)])
    assert verdict(store, unscored).reviewed
    assert verdict(store, unscored).codes == ()


def test_coders_do_not_touch_each_others_verdicts(store, fragment):
    store.ledger.record([say("accepted", fragment, "view", "structural", coder="ann")])
    store.ledger.record([say("added", fragment, "view", "individual", coder="bo")])
    assert held(store, fragment, "ann") == {"view=structural": "accepted"}
    assert held(store, fragment, "bo") == {"view=individual": "manual"}
    assert [each.coder for each in store.ledger.verdicts("int_01")] == ["ann", "bo"]


def test_the_first_who_finished_is_final_until_reopened(store, fragment):
    for coder in ("bo", "ann"):
        store.ledger.record(
            [
                say("rejected", fragment, "view", "structural", coder=coder),
                say("rejected", fragment, "barrier", "housing", coder=coder),
                say("reviewed", fragment, coder=coder),
            ]
        )
    assert {each.coder: each.final for each in store.ledger.verdicts("int_01")} == {"ann": False, "bo": True}
    store.ledger.record([say("reopened", fragment, coder="bo")])
    assert {each.coder: each.final for each in store.ledger.verdicts("int_01")} == {"ann": True, "bo": False}


def test_progress_counts_per_interview_and_coder(store, fragment):
    [before] = store.transcripts.interviews()
    assert (before.fragments, before.reviewed, store.suggestions.open_count(), before.coders) == (5, 0, 10, ())
    assert before.progress_of("ann").open == 10
    store.ledger.record(
        [
            say("accepted", fragment, "view", "structural"),
            say("rejected", fragment, "barrier", "housing"),
            say("reviewed", fragment),
        ]
    )
    [after] = store.transcripts.interviews()
    assert (after.reviewed, store.suggestions.open_count(), after.coders) == (1, 8, ("ann",))
    assert (after.progress_of("ann").reviewed, after.progress_of("ann").open) == (1, 8)
    assert (after.progress_of("bo").reviewed, after.progress_of("bo").open) == (0, 10)


def test_entries_keep_the_order_and_the_act_in_which_they_were_said(store, fragment):
    first = store.ledger.record(
        [say("added", fragment, "barrier", "health"), say("added", fragment, "barrier", "mobility")]
    )
    second = store.ledger.record([say("accepted", fragment, "barrier", "housing", seconds=3.5)])
    assert first + second == sorted(first + second)
    entries = store.ledger.history(fragment)
    assert [each.number for each in entries] == first + second
    assert entries[0].act == entries[1].act != entries[2].act
    assert entries[2].seconds == 3.5
    assert entries[2].interview == "int_01"


@pytest.mark.parametrize(
    "change", ["UPDATE decisions SET code = 'health'", "DELETE FROM decisions", "DELETE FROM acts"]
)
def test_the_database_itself_refuses_to_change_the_ledger(url, change):
    with Store.open(url) as store:
        fragment = add(store)[0]
        store.ledger.record([say("added", fragment, "barrier", "mobility")])
        with pytest.raises(DBAPIError, match="append-only"):
            by_another_hand(url, change)
        assert held(store, fragment) == {"barrier=mobility": "manual"}
