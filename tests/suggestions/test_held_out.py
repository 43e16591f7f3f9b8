"""What a model is judged by comes from models that saw nothing of the interview, and is kept beside it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline import suggestions
from pipeline.records import Passage
from tests.suggestions.invented_study import NOON


def judged(examples, codebook, beside=()):
    return suggestions.train(examples, codebook, trained_at=NOON, curve=False, beside=beside).held_out


@pytest.fixture(scope="module")
def unread(examples):
    said = "De huur is te hoog en de bus rijdt niet."
    homes = sorted({example.passage.transcript_id for example in examples})[:2]
    return [Passage(transcript_id=home, start=90_000, end=90_000 + len(said), text=said) for home in homes]


@pytest.fixture(scope="module")
def held_out(examples, codebook, unread):
    return judged(examples, codebook, [*(example.passage for example in examples), *unread])


def test_every_coded_fragment_has_every_code_once(held_out, examples):
    learnt = held_out[held_out["learnt"]]
    assert set(learnt["fragment"]) == {example.passage.fragment_id for example in examples}
    assert not learnt.duplicated(["fragment", "dimension", "code"]).any()
    sums = learnt[learnt["dimension"] == "view"].groupby("fragment")["probability"].sum()
    assert np.allclose(sums, 1.0)


@pytest.mark.slow
def test_an_interviews_own_codes_change_nothing_in_what_is_said_of_it(held_out, examples, codebook, unread):
    home = unread[0].transcript_id
    told_otherwise = [
        replace(each, codes={**each.codes, "barrier": ("health",)}) if each.passage.transcript_id == home else each
        for each in examples
    ]
    other = judged(told_otherwise, codebook, unread)
    of_home, now = held_out[held_out["interview"] == home], other[other["interview"] == home]
    keys = ["fragment", "dimension", "code"]
    together = of_home.merge(now, on=keys, suffixes=("", "_now"))
    assert len(together) == len(of_home) == len(now)
    assert np.allclose(together["probability"], together["probability_now"])
    assert not np.allclose(judged(examples, codebook)["probability"], other[other["learnt"]]["probability"])


def test_fragments_that_nobody_coded_are_scored_too(held_out, unread):
    rest = held_out[~held_out["learnt"]]
    assert set(rest["fragment"]) == {each.fragment_id for each in unread}
    first = rest[(rest["dimension"] == "barrier") & (rest["rank"] == 1)]
    assert set(first["code"]) <= {"housing", "mobility"}


def test_it_is_stored_beside_the_model_and_not_in_it(examples, codebook, tmp_path):
    model = suggestions.train(examples, codebook, trained_at=NOON, curve=False)
    suggestions.save(model, tmp_path, beside={"more.json": b"{}"})
    pd.testing.assert_frame_equal(suggestions.held_out_predictions(tmp_path, model.id), model.held_out)
    assert suggestions.load(tmp_path, codebook).held_out is None
    assert suggestions.attachment(tmp_path, model.id, "more.json") == b"{}"
    assert suggestions.attachment(tmp_path, model.id, "less.json") is None
    assert set(suggestions.cards(tmp_path)) == {model.id}


def test_a_model_that_was_not_judged_has_none(examples, codebook, tmp_path):
    model = suggestions.train(examples, codebook, trained_at=NOON, evaluate=False)
    suggestions.save(model, tmp_path)
    assert suggestions.held_out_predictions(tmp_path, model.id) is None
    assert suggestions.card_in(tmp_path)["id"] == model.id
