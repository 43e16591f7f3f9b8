"""Intervals count only draws in which a figure has a meaning, and hold the figure itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.suggestions.evaluation.intervals import with_intervals
from pipeline.suggestions.evaluation.metrics import figures
from pipeline.suggestions.learning.labels import some_of, target_of
from tests.suggestions.invented_study import examples_of


@pytest.fixture
def rare(codebook):
    """Ten interviews, in one of which alone a code of the dimension occurs."""
    target = target_of(codebook.dimension("barrier"), examples_of(10))
    given = np.zeros_like(target.given)
    given[np.flatnonzero(target.interviews == "int_3")[:2], 0] = 1.0
    return replace(target, given=given)


def test_a_perfect_model_of_a_rare_code_is_perfect_in_every_draw_that_has_it(rare):
    found = with_intervals(rare, rare.given, rare.given > 0, seed=0)
    assert found["macro_average_precision"] == [1.0, 1.0]
    assert found["micro_f1"] == [1.0, 1.0]


def test_scores_that_are_all_alike_have_their_figure_inside_the_interval(codebook):
    target = target_of(codebook.dimension("barrier"), examples_of(10))
    scores = np.full(target.given.shape, 0.3)
    low, high = with_intervals(target, scores, scores > 0.5, seed=0)["macro_average_precision"]
    assert low - 1e-4 <= figures(target, scores, scores > 0.5)["macro_average_precision"] <= high + 1e-4


def test_a_figure_that_no_draw_has_has_no_interval(codebook):
    target = target_of(codebook.dimension("view"), examples_of(4))
    nothing = some_of(target, np.flatnonzero(target.given[:, -1] > 0))
    assert with_intervals(nothing, nothing.given, np.zeros(nothing.given.shape, dtype=bool), seed=0) == {}
