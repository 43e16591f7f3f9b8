"""Blind coding: one rule says whose verdicts a coder sees, in search, tables, queues and everywhere else."""

import pytest

from pipeline.codebook import Codebook
from pipeline.decisions import SearchQuery
from pipeline.records import HandCoded
from tests.decisions.invented import NOON, add, say, transcript


def finish(store, coder, fragments, code):
    for fragment in fragments:
        store.ledger.record(
            [say("added", fragment, "barrier", code, coder=coder), say("reviewed", fragment, coder=coder)]
        )


def adjudicate(store, fragment, coder="eva"):
    """A judge gives codes of her own, having seen those of the coders."""
    store.adjudication.choose_new_codes(
        [say("added", fragment, "barrier", "housing", coder=coder), say("reviewed", fragment, coder=coder)]
    )


def found(store, coder, code):
    """How many fragments a search for a code finds, and how many of them show as reviewed."""
    page = store.queries.search(SearchQuery(code=("barrier", code)), coder)
    assert page.total == len(page.found)
    return len(page.found), sum(each.reviewed for each in page.found)


def counted(store, coder, interview="int_01"):
    """The reviewed fragments of an interview and its codes, in the table that this coder sees."""
    [row] = [each for each in store.queries.frequencies(coder) if each.interview == interview]
    return row.reviewed, {code: number for (_, code), number in row.codes.items()}


def test_a_judge_who_coded_one_fragment_anew_sees_all_that_was_reviewed(store):
    ids = add(store)
    finish(store, "ann", ids, "health")
    finish(store, "bo", ids, "mobility")
    adjudicate(store, ids[0])
    assert store.coders.hidden_interviews("eva") == set()
    assert found(store, "eva", "health") == (4, 4)
    assert found(store, "eva", "housing") == (1, 1)
    assert counted(store, "eva") == (5, {"health": 4, "housing": 1})
    assert store.queries.queue_totals("eva").differing == 4


def test_a_judge_who_begins_to_code_an_interview_sees_his_own_codes_there(store):
    ids = add(store)
    finish(store, "ann", ids, "health")
    finish(store, "bo", ids, "mobility")
    adjudicate(store, ids[0])
    store.ledger.record([say("added", ids[1], "barrier", "mobility", coder="eva")])
    assert store.coders.hidden_interviews("eva") == {"int_01"}
    assert found(store, "eva", "health") == (0, 0)
    assert counted(store, "eva") == (1, {"housing": 1})
    assert store.queries.queue_totals("eva").differing == 0


def test_a_coder_who_is_not_done_sees_others_only_where_he_finished(store):
    ids = add(store)
    add(store, transcript("int_02"))
    finish(store, "ann", ids, "health")
    finish(store, "bo", ids[:1], "mobility")
    assert store.coders.hidden_interviews("bo") == {"int_01"}
    assert store.coders.hidden_interviews("ann") == set(), "who finished all of it sees what there is"
    assert store.coders.hidden_interviews("eva") == store.coders.hidden_interviews("nobody") == set()
    assert store.coders.visible_in("int_01", "bo") == {ids[0]}
    assert store.coders.visible_among(ids, "bo") == {ids[0]}
    assert store.queries.queue_totals("bo").differing == 1


@pytest.fixture
def double(store):
    """An interview that two people code blind: ann finished all of it, bo one fragment."""
    ids = add(store)
    store.coders.set_double_coding("int_01", wanted=True, coder="eva", at=NOON)
    finish(store, "ann", ids, "health")
    finish(store, "bo", ids[:1], "mobility")
    return ids


@pytest.mark.parametrize("coder", ["ann", "bo", "eva", "nobody"])
def test_until_two_have_finished_all_of_it_nobody_sees_another_not_even_where_he_finished(store, double, coder):
    assert store.coders.hidden_interviews(coder) == store.coders.interviews_waiting_for_two() == {"int_01"}
    assert store.coders.visible_in("int_01", coder) == store.coders.visible_among(double, coder) == set()
    assert store.queries.queue_totals(coder).differing == 0
    assert store.queries.next_in_queue("differing", coder) is None
    own = {"ann": {"health": 5}, "bo": {"mobility": 1}}.get(coder, {})
    assert counted(store, coder) == (sum(own.values()), own)
    assert {code: found(store, coder, code)[0] for code in ("health", "mobility")} == {"health": 0, "mobility": 0} | own


def test_once_two_have_finished_all_of_it_everybody_sees_all(store, double):
    finish(store, "bo", double[1:], "mobility")
    assert store.coders.interviews_waiting_for_two() == set()
    for coder in ("ann", "bo", "eva"):
        assert store.coders.hidden_interviews(coder) == set()
        assert store.queries.queue_totals(coder).differing == 5
    assert counted(store, "eva") == (5, {"health": 5})


def test_who_opens_double_coding_or_turns_it_off_is_in_the_ledger(store):
    add(store)
    for wanted, coder in ((True, "eva"), (True, "ann"), (False, "bo")):
        store.coders.set_double_coding("int_01", wanted=wanted, coder=coder, at=NOON)
    told = [(each.interview, each.wanted, each.coder, each.at) for each in store.coders.double_coding_changes()]
    assert told == [("int_01", True, "eva", NOON), ("int_01", False, "bo", NOON)], "what changes nothing is no act"


def test_a_change_of_double_coding_leaves_what_can_be_undone_and_redone(store):
    ids = add(store)
    finish(store, "ann", ids[:1], "health")
    store.ledger.undo_last("ann", decided_at=NOON)
    newest = store.ledger.newest_act()
    store.coders.set_double_coding("int_01", wanted=True, coder="ann", at=NOON)
    assert store.ledger.last_act("ann") is None
    assert store.ledger.newest_act() == newest, "nobody coded"
    assert len(store.ledger.redo_last("ann", decided_at=NOON)) == 2


LIKE_EACH_OTHER = Codebook.model_validate(
    {
        "study": "Verzonnen",
        "version": "1",
        "dimensions": [
            {"id": name, "label": name, "values": "many", "codes": [{"id": "yes", "label": "ja"}]}
            for name in ("work_life", "workxlife")
        ],
    }
)


def test_an_underscore_in_a_dimension_stands_for_itself_where_coders_are_compared(store):
    spoken = transcript()
    add(store, spoken)
    first = store.transcripts.fragments("int_01")[0].fragment
    for coder, codes in (("ann", {"work_life": ("yes",)}), ("bo", {"workxlife": ()})):
        row = HandCoded(
            transcript_id="int_01", start=first.start, end=first.end, text=first.text, codes=codes, coder=coder,
            place="row 2",
        )  # fmt: skip
        store.imports.hand_codes([row], LIKE_EACH_OTHER, source=f"{coder}.csv", decided_at=NOON)
    assert store.queries.queue_totals("eva").differing == 0, "they judged no dimension both"
