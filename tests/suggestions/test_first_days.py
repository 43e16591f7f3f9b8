"""With few interviews the codebook speaks until the learnt model wins, and nothing is called almost certain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.suggestions import codebook_speaks, from_codebook, train
from pipeline.suggestions.learning.calibration import CEILING, Calibrator, prior_calibrator
from tests.suggestions.invented_study import NOON, examples_of


def without_codes(examples):
    """The same fragments, as somebody would leave them who coded next to nothing."""
    nothing = {"view": (), "barrier": ()}
    return [each if at == 0 else type(each)(passage=each.passage, codes=nothing) for at, each in enumerate(examples)]


def test_an_interview_nearly_without_codes_is_judged_before_what_it_taught_speaks(codebook):
    coded, bare = examples_of(2)[: len(examples_of(1))], without_codes(examples_of(2)[len(examples_of(1)) :])
    model = train([*coded, *bare], codebook, trained_at=NOON, evaluate=False)
    compared = model.card["chosen"]["barrier"]["first_days"]
    assert compared["interviews"] == 2
    assert compared["learnt_found"] < compared["codebook_found"]
    assert "barrier" in codebook_speaks(model.card)


def test_a_dimension_without_any_code_in_two_interviews_is_left_to_the_codebook(codebook):
    examples = [type(each)(passage=each.passage, codes={"view": (), "barrier": ()}) for each in examples_of(2)]
    examples[0] = type(examples[0])(passage=examples[0].passage, codes={"view": ("individual",), "barrier": ()})
    model = train(examples, codebook, trained_at=NOON, evaluate=False)
    assert "barrier" in codebook_speaks(model.card)


def test_what_was_learnt_speaks_once_it_wins_on_interviews_held_out(codebook):
    model = train(examples_of(4), codebook, trained_at=NOON, evaluate=False)
    compared = model.card["chosen"]["view"]["first_days"]
    assert compared["learnt"] < compared["codebook"]
    assert "view" not in codebook_speaks(model.card)
    assert "codebook alone" not in str(model.card["remark"])


def test_with_many_interviews_the_codebook_is_not_asked_any_more(codebook):
    model = train(examples_of(8), codebook, trained_at=NOON, evaluate=False)
    assert {each["first_days"] for each in model.card["chosen"].values()} == {None}


def test_where_the_codebook_speaks_train_says_so_and_suggests_what_the_codebook_would(codebook):
    swapped = {"housing": "health", "health": "housing"}
    right, wrong = examples_of(2)[:10], examples_of(2)[10:]
    wrong = [replace(each, codes={"barrier": tuple(swapped[one] for one in each.codes["barrier"])}) for each in wrong]
    model = train([*right, *wrong], codebook, trained_at=NOON, evaluate=False)
    assert codebook_speaks(model.card)
    assert "By the codebook alone as yet" in str(model.card["remark"])
    for name in codebook_speaks(model.card):
        table = model.suggest([each.passage for each in right])
        assert table[(table.dimension == name) & (table.code != "")].probability.max() <= CEILING


def test_a_model_of_the_codebook_alone_never_says_almost_certain(codebook):
    model = from_codebook(codebook, trained_at=NOON)
    loud = examples_of(1)[0].passage.__class__(
        transcript_id="x",
        start=0,
        end=99,
        text="huur huurprijs woning huurwoning woningnood huren verhuren huurder " * 3,
    )
    table = model.suggest([loud])
    assert 0.5 < table[table.code != ""].probability.max() < CEILING
    assert codebook_speaks(model.card) == {"view", "barrier"}


@pytest.mark.parametrize("single", [True, False])
def test_below_the_ceiling_the_order_stays_and_rows_of_one_value_add_up_to_one(single):
    calibrator = prior_calibrator(3, single=single, unheard=0.04, heard=0.4)
    scores = np.zeros((50, 3 + single))
    scores[:, 0] = np.linspace(-1, 20, 50)
    found = calibrator.probabilities(scores)
    assert (np.diff(found[:, 0]) >= 0).all()
    assert found[:, :3].max() <= CEILING
    if single:
        assert np.allclose(found.sum(axis=1), 1.0)


def test_one_value_alone_is_not_certain_while_little_is_coded():
    given = np.tile([1.0, 0.0, 0.0], (12, 1))
    early = Calibrator(single=True, early=True).fit(np.zeros((12, 3)), given).probabilities(np.zeros((4, 3)))
    assert np.allclose(early[:, 0], CEILING)
    assert np.allclose(early.sum(axis=1), 1.0)
