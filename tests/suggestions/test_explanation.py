"""Explanations are true: what is named as a reason changes the probability when it is taken out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records import Passage
from pipeline.suggestions import train
from pipeline.suggestions.explanation import without_words
from tests.suggestions.invented_study import NOON


@pytest.fixture(scope="module")
def model(examples, codebook):
    return train(examples, codebook, trained_at=NOON, evaluate=False)


@pytest.fixture
def passage():
    text = "De huurprijzen zijn hier te hoog, en de koffie is goed."
    return Passage(transcript_id="nieuw", start=0, end=len(text), text=text, question="Hoe woont ge?")


def probability(model, passage, dimension="barrier", code="housing"):
    table = model.suggest([passage])
    return table[(table.dimension == dimension) & (table.code == code)].probability.item()


def test_each_word_named_for_a_code_lowers_its_probability_when_left_out(model, passage):
    explained = model.explain(passage, "barrier", "housing")
    named = [reason for reason in explained.reasons_for if reason.view == "text"]
    assert named
    for reason in named:
        without = replace(passage, text=without_words(passage.text, reason.words))
        assert probability(model, without) < explained.probability


def test_each_word_named_against_a_code_raises_its_probability_when_left_out(model, passage):
    explained = model.explain(passage, "barrier", "housing")
    for reason in explained.reasons_against:
        if reason.view == "text":
            without = replace(passage, text=without_words(passage.text, reason.words))
            assert probability(model, without) > explained.probability


def test_the_word_that_a_reader_would_name_comes_first(model, passage):
    assert model.explain(passage, "barrier", "housing").reasons_for[0].words == "huurprijzen"


def test_the_fragments_most_like_it_carry_the_code_and_come_nearest_first(model, passage, examples):
    alike = model.explain(passage, "barrier", "housing").alike
    coded = {each.passage.fragment_id for each in examples if "housing" in each.codes["barrier"]}
    assert len(alike) == 3
    assert {each.fragment_id for each in alike} <= coded
    assert alike[0].likeness >= alike[-1].likeness


def test_the_explained_probability_is_the_suggested_one(model, passage):
    assert model.explain(passage, "barrier", "housing").probability == probability(model, passage)


def test_a_code_outside_the_codebook_cannot_be_explained(model, passage):
    with pytest.raises(KeyError):
        model.explain(passage, "barrier", "weather")
