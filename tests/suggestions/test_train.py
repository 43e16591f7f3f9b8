"""Training: what a model learns, what it says about itself, and what it does when there is little to learn."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from pipeline.errors import NothingToLearn
from pipeline.records import Passage
from pipeline.suggestions import train
from tests.suggestions.invented_study import NOON, examples_of


@pytest.fixture(scope="module")
def model(examples, codebook):
    return train(examples, codebook, trained_at=NOON)


def asked(text):
    return Passage(transcript_id="nieuw", start=0, end=len(text), text=text)


def probability(model, text, code):
    table = model.suggest([asked(text)])
    return table.loc[table.code == code, "probability"].item()


def test_a_new_sentence_about_rent_is_most_of_all_about_housing(model):
    table = model.suggest([asked("De huurprijzen zijn te hoog.")])
    first = table[(table.dimension == "barrier") & (table["rank"] == 1)]
    assert first.code.item() == "housing"
    assert first.suggested.item()


def test_every_passage_has_a_row_for_every_code_and_none_where_one_may_hold(model, codebook):
    table = model.suggest([asked("Hij wil niet."), asked("De bus rijdt niet.")])
    assert list(table.columns) == ["fragment_id", "dimension", "code", "probability", "rank", "suggested"]
    assert len(table) == 2 * (3 + 3)
    assert set(table[table.dimension == "view"].code) == {"individual", "structural", ""}
    assert "" not in set(table[table.dimension == "barrier"].code)


def test_probabilities_of_a_single_valued_dimension_add_to_one(model, examples):
    table = model.suggest([example.passage for example in examples])
    sums = table[table.dimension == "view"].groupby("fragment_id").probability.sum()
    assert np.allclose(sums, 1.0)


def test_ranks_follow_the_probabilities_inside_a_dimension(model, examples):
    table = model.suggest([example.passage for example in examples])
    for _, rows in table.groupby(["fragment_id", "dimension"]):
        assert list(rows.sort_values("rank")["rank"]) == list(range(1, len(rows) + 1))
        assert rows.sort_values("rank").probability.is_monotonic_decreasing


def test_none_is_never_suggested_and_one_value_at_most_where_one_may_hold(model, examples):
    table = model.suggest([example.passage for example in examples])
    shown = table[table.suggested]
    assert "" not in set(shown.code)
    assert shown[shown.dimension == "view"].groupby("fragment_id").size().max() == 1


@pytest.mark.slow
def test_the_same_examples_give_the_same_model(model, examples, codebook):
    again = train(examples, codebook, trained_at=NOON)
    assert again.id == model.id
    told = [example.passage for example in examples]
    assert again.suggest(told).equals(model.suggest(told))


def test_another_code_on_one_example_gives_another_id(model, examples, codebook):
    changed = [replace(examples[0], codes={"view": (), "barrier": ()}), *examples[1:]]
    assert train(changed, codebook, trained_at=NOON, evaluate=False).id != model.id


def test_the_card_stands_beside_two_baselines_and_holds_no_text(model, examples):
    figures = model.card["figures"]["barrier"]
    assert figures["model"]["micro_f1"] > figures["majority"]["micro_f1"]
    assert {"keywords", "codes"} <= set(figures)
    told = json.dumps(model.card)
    assert not any(example.passage.text[:20] in told for example in examples)
    assert model.card["interviews"] == [f"int_{number}" for number in range(6)]


def test_no_examples_is_nothing_to_learn(codebook):
    with pytest.raises(NothingToLearn, match="Code an interview"):
        train([], codebook, trained_at=NOON)


def test_examples_without_any_code_are_nothing_to_learn(examples, codebook):
    empty = [replace(example, codes={"view": (), "barrier": ()}) for example in examples]
    with pytest.raises(NothingToLearn, match="none carries a code"):
        train(empty, codebook, trained_at=NOON)


def test_one_interview_alone_says_that_it_could_not_be_cross_validated(codebook):
    model = train(examples_of(1), codebook, trained_at=NOON)
    assert model.card["cross_validated"] is False
    assert "Fewer than two interviews" in model.card["remark"]
    assert model.card["figures"] == {}
    assert len(model.suggest([asked("De huur is te hoog.")])) == 6


def test_a_code_that_nobody_used_is_possible_but_not_suggested(model):
    table = model.suggest([asked("Er rijdt geen bus naar de fabriek.")])
    bus = table[table.code == "mobility"]
    assert 0 <= bus.probability.item() < 0.05
    assert not bus.suggested.item()


@pytest.mark.slow
def test_a_dimension_that_nobody_judged_suggests_nothing(examples, codebook):
    only_barriers = [replace(example, codes={"barrier": example.codes["barrier"]}) for example in examples]
    table = train(only_barriers, codebook, trained_at=NOON).suggest([asked("Hij wil gewoon niet.")])
    view = table[table.dimension == "view"]
    assert not view.suggested.any()
    assert view.loc[view.code == "", "probability"].item() > 0.9


def test_one_code_on_every_example_is_no_crash(examples, codebook):
    always = [replace(example, codes={"view": ("structural",), "barrier": ()}) for example in examples]
    model = train(always, codebook, trained_at=NOON)
    assert probability(model, "Wat dan ook.", "structural") > 0.9


def test_two_fragments_are_enough_to_train_on(examples, codebook):
    assert train(examples[:2], codebook, trained_at=NOON).id


def test_a_text_without_any_letter_is_no_crash(model):
    assert len(model.suggest([asked("...")])) == 6


def test_no_passages_give_an_empty_table_with_the_same_columns(model):
    table = model.suggest([])
    assert len(table) == 0
    assert table.dtypes.to_dict() == model.suggest([asked("Ja.")]).dtypes.to_dict()


@pytest.mark.slow
def test_progress_is_told_step_by_step(examples, codebook):
    told = []
    train(examples, codebook, trained_at=NOON, progress=lambda what, done, total: told.append((what, done, total)))
    assert told[-1][1] == told[-1][2]
    assert [done for what, done, _ in told if what.startswith("judging")] == [1, 2, 3, 4, 5]


def test_a_rare_code_is_marked_and_suggested_only_on_clear_evidence(codebook):
    rare = [
        replace(
            each,
            codes={**each.codes, "barrier": ("mobility",)},
            passage=replace(each.passage, text=text, end=each.passage.start + len(text)),
        )
        for each, text in [
            (each, f"Met de trein geraakt ze er niet, het station is te ver, keer {at}.")
            for at, each in enumerate(examples_of(5)[::12])
        ]
    ]
    model = train([*examples_of(5)[1:], *rare], codebook, trained_at=NOON, evaluate=False)
    assert "mobility" in model.card["too_few_examples"]["barrier"]

    def shown(text):
        table = model.suggest([asked(text)])
        return "mobility" in set(table[table.suggested].code)

    assert shown("Het station is te ver, met de trein geraakt hij er niet.")
    assert not shown("De koffie is hier trouwens goed.")
