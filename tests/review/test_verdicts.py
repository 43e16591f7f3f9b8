"""A click becomes the ledger's entries: what a coder wants, given where the fragment stands."""

from datetime import UTC, datetime

import pytest

from pipeline.codebook import Codebook
from pipeline.decisions import HeldCode, ShownSuggestion
from pipeline.errors import InvalidDecision
from pipeline.records import Action
from pipeline.review.pages.coding.verdicts import VerdictForm, decisions, entries, parse
from pipeline.review.pages.coding.view import Standing

CODEBOOK = Codebook.model_validate(
    {
        "study": "Proef",
        "version": "1",
        "dimensions": [
            {
                "id": "view",
                "label": "Visie",
                "values": "one",
                "codes": [{"id": each, "label": each} for each in ("person", "home", "system")],
            },
            {
                "id": "barrier",
                "label": "Drempel",
                "values": "many",
                "codes": [{"id": each, "label": each} for each in ("housing", "mobility")],
            },
        ],
    }
)


def offer(dimension, code, probability=0.7):
    return ShownSuggestion(dimension=dimension, code=code, probability=probability, rank=1, model="m1")


def standing(*offers, held=(), **facts):
    return Standing(
        fragment="int:0-9",
        offers=offers,
        open=offers,
        held=tuple(HeldCode(dimension=dimension, code=code, origin="manual") for dimension, code in held),
        seen_by_model=True,
        **facts,
    )


def said(where, words):
    return [
        " ".join(filter(None, (entry.action, entry.dimension, entry.instead_of, entry.code)))
        for entry in entries(where, parse(words), CODEBOOK)
    ]


@pytest.mark.parametrize(
    ("where", "words", "ledger"),
    [
        (standing(offer("view", "person")), "give view person", ["accepted view person"]),
        (standing(offer("view", "person")), "give view home", ["changed view person home"]),
        (standing(offer("view", "person")), "change view person home", ["changed view person home"]),
        (standing(offer("view", "person")), "drop view person", ["rejected view person"]),
        (standing(), "give view person", ["added view person"]),
        (standing(held=[("view", "person")]), "give view home", ["removed view person", "added view home"]),
        (standing(held=[("view", "person")]), "drop view person", ["removed view person"]),
        (standing(held=[("view", "person")]), "give view person", []),
        (standing(), "drop view person", []),
        (standing(offer("barrier", "housing")), "give barrier mobility", ["added barrier mobility"]),
        (
            standing(offer("barrier", "housing")),
            "change barrier housing mobility",
            ["changed barrier housing mobility"],
        ),
        (
            standing(offer("barrier", "housing"), held=[("barrier", "mobility")]),
            "change barrier housing mobility",
            ["rejected barrier housing"],
        ),
        (standing(offer("barrier", "housing")), "change barrier housing housing", ["accepted barrier housing"]),
        (standing(), "done", ["reviewed"]),
        (standing(reviewed=True), "done", []),
        (
            standing(offer("barrier", "housing"), held=[("view", "home")]),
            "none",
            ["removed view home", "rejected barrier housing", "reviewed"],
        ),
        (standing(reviewed=True), "reopen", ["reopened"]),
        (standing(), "reopen", []),
    ],
)
def test_a_click_says_this_in_the_ledger(where, words, ledger):
    assert said(where, words) == ledger


def test_done_is_refused_while_a_suggestion_waits():
    with pytest.raises(InvalidDecision, match="wait for an answer"):
        entries(standing(offer("barrier", "housing")), parse("done"), CODEBOOK)


@pytest.mark.parametrize("words", ["", "accept", "give barrier", "give barrier housing mobility", "done now", "x y z"])
def test_words_that_say_nothing_are_refused(words):
    with pytest.raises(InvalidDecision):
        parse(words)


def test_a_code_outside_the_codebook_is_refused():
    with pytest.raises(InvalidDecision, match="weather"):
        entries(standing(), VerdictForm(verb="give", dimension="barrier", code="weather"), CODEBOOK)


def entry(where, words):
    (only,) = decisions(
        entries(where, parse(words), CODEBOOK),
        where,
        coder="jan",
        decided_at=datetime(2026, 3, 1, tzinfo=UTC),
        codebook=CODEBOOK.stamp,
        seconds=3.5,
    )
    return only


def test_an_accepted_suggestion_keeps_what_was_on_screen():
    decision = entry(standing(offer("view", "person", 0.83)), "give view person")
    assert decision.action is Action.ACCEPTED
    assert (decision.blind, decision.probability, decision.rank, decision.model) == (False, 0.83, 1, "m1")
    assert (decision.coder, decision.seconds, decision.codebook) == ("jan", 3.5, CODEBOOK.stamp)


def test_a_code_given_while_the_suggestion_is_hidden_is_blind():
    assert entry(standing(blind=True), "give view person").blind


def test_after_the_verdict_nothing_on_a_blind_fragment_is_blind_any_more():
    assert not entry(standing(blind=True, reviewed=True), "give view person").blind


def test_without_a_model_every_verdict_is_blind():
    assert entry(Standing(fragment="int:0-9"), "give view person").blind
