"""Marks beside the ledger: quotes released and taken back, interviews unlike the rest; both can be forgotten."""

from dataclasses import replace

import pytest

from pipeline.decisions import DriftMark, Quote
from pipeline.errors import UnknownFragment
from tests.decisions.invented import NOON, add

SHOWN = "Bij [naam] is het altijd te duur."


def quote(fragment, text=SHOWN):
    return Quote(
        fragment_id=fragment, interview="int_01", dimension="barrier", code="housing", coder="ann", at=NOON, text=text
    )


def strange(interview="int_01"):
    return DriftMark(
        interview=interview, model="m1", signs=("words", "probabilities"), unknown_words=0.4, usual_words=0.1,
        shift=None, usual_shift=0.25,
    )  # fmt: skip


def test_a_quote_is_kept_as_released_rewritten_and_taken_back(store):
    ids = add(store)
    store.release_quote(quote(ids[0]))
    assert store.quotes() == [quote(ids[0])]
    store.release_quote(replace(quote(ids[0]), text="Het is te duur."))
    assert [each.text for each in store.quotes()] == ["Het is te duur."]
    store.release_quote(quote(ids[0], text=""))
    assert store.quotes() == []


def test_a_quote_of_a_fragment_that_is_not_there_is_refused(store):
    add(store)
    with pytest.raises(UnknownFragment):
        store.release_quote(quote("int_01:1-2"))


def test_an_interview_is_marked_until_it_is_like_the_rest(store):
    add(store)
    store.mark_unlike("int_01", strange())
    assert store.unlike() == {"int_01": strange()}
    store.mark_unlike("int_01", None)
    assert store.unlike() == {}


def test_marks_go_with_a_forgotten_interview(store):
    ids = add(store)
    store.release_quote(quote(ids[0]))
    store.mark_unlike("int_01", strange())
    store.forget("int_01", at=NOON, redact=str)
    assert store.quotes() == []
    assert store.unlike() == {}
