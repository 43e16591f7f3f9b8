"""Marks beside the ledger: quotes released and taken back, interviews unlike the rest; both can be forgotten."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from pipeline.decisions import DriftMark, Quote
from pipeline.errors import UnknownFragment
from tests.decisions.invented import NOON, add, suggest

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
    store.notes.release_quote(quote(ids[0]))
    assert store.notes.quotes() == [quote(ids[0])]
    store.notes.release_quote(replace(quote(ids[0]), text="Het is te duur."))
    assert [each.text for each in store.notes.quotes()] == ["Het is te duur."]
    store.notes.release_quote(quote(ids[0], text=""))
    assert store.notes.quotes() == []


def test_a_quote_of_a_fragment_that_is_not_there_is_refused(store):
    add(store)
    with pytest.raises(UnknownFragment):
        store.notes.release_quote(quote("int_01:1-2"))


def test_an_interview_is_marked_until_it_is_like_the_rest(store):
    add(store)
    suggest(store, set(), drift_mark=strange())
    assert store.suggestions.drift_marks() == {"int_01": strange()}
    suggest(store, set())
    assert store.suggestions.drift_marks() == {}


def test_suggestions_and_their_drift_mark_are_saved_together_or_not_at_all(store):
    add(store)
    with pytest.raises(IntegrityError):
        suggest(store, {("barrier", "housing")}, drift_mark=replace(strange(), unknown_words=None))
    assert store.suggestions.all("int_01") == []
    assert store.suggestions.interviews_without("m1") == ["int_01"], "the next run suggests and marks"


def test_marks_go_with_a_forgotten_interview(store):
    ids = add(store)
    store.notes.release_quote(quote(ids[0]))
    suggest(store, set(), drift_mark=strange())
    store.transcripts.erase("int_01", at=NOON, redact=str)
    assert store.notes.quotes() == []
    assert store.suggestions.drift_marks() == {}
