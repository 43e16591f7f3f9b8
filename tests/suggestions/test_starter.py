"""The starter study beside a team's own codes: it helps from the first day, is marked, and never judged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records import Passage
from pipeline.suggestions import train
from tests.suggestions.invented_study import NOON, examples_of


def others(count):
    """The same study told backwards: what was housing there is mobility here, so that following it would show."""
    turned = {"housing": "mobility", "health": "health"}
    return [
        replace(each, codes={**each.codes, "barrier": tuple(turned[code] for code in each.codes["barrier"])})
        for each in examples_of(count)
    ]


def first(model, text):
    table = model.suggest([Passage(transcript_id="nieuw", start=0, end=len(text), text=text)])
    return table[(table.dimension == "barrier") & (table["rank"] == 1)].code.item()


def test_without_a_code_of_its_own_a_team_gets_what_the_starter_study_teaches(codebook):
    model = train([], codebook, trained_at=NOON, starter=examples_of(4))
    assert first(model, "De huurprijzen zijn te hoog.") == "housing"
    assert model.card["interviews"] == []
    assert model.card["starter_interviews"] == 4
    assert model.card["figures"] == {}


def test_a_team_that_codes_otherwise_outweighs_the_starter_study(codebook):
    model = train(examples_of(6), codebook, trained_at=NOON, starter=others(6))
    assert first(model, "De huurprijzen zijn te hoog.") == "housing"
    assert model.card["chosen"]["barrier"]["starter_share"] < 1


def test_figures_are_of_the_teams_own_interviews_alone(codebook):
    model = train(examples_of(4), codebook, trained_at=NOON, starter=others(3))
    assert model.card["figures"]["barrier"]["interviews"] == 4
    assert model.card["interviews"] == [f"int_{number}" for number in range(4)]


def test_a_fragment_of_the_starter_study_is_named_as_such(codebook):
    model = train([], codebook, trained_at=NOON, starter=examples_of(2))
    text = "De huurprijzen zijn te hoog."
    alike = model.explain(Passage(transcript_id="n", start=0, end=len(text), text=text), "barrier", "housing").alike
    assert alike
    assert all(each.fragment_id.startswith("starter/") for each in alike)


def test_the_starter_study_makes_another_model(codebook):
    alone = train(examples_of(2), codebook, trained_at=NOON, evaluate=False)
    assert train(examples_of(2), codebook, trained_at=NOON, evaluate=False, starter=others(1)).id != alone.id


@pytest.mark.parametrize("size", ["2", "4"])
def test_the_card_tells_what_more_interviews_brought(codebook, examples, size):
    curve = train(examples, codebook, trained_at=NOON).card["figures"]["barrier"]["learning_curve"]
    assert 0 <= curve[size]["micro_f1"] <= 1


def test_a_card_without_a_curve_still_has_figures(codebook, examples):
    told = train(examples, codebook, trained_at=NOON, curve=False).card["figures"]["barrier"]
    assert told["learning_curve"] == {}
    assert told["model"]["micro_f1"] > 0
