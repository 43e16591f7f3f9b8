"""Learning curve: the main figure after training on 2, 4, 8 and 16 interviews."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.suggestions.evaluation.metrics import figures
from pipeline.suggestions.learning.cross_validation import folds_by_interview
from pipeline.suggestions.learning.labels import DimensionLabels, Matrix, some_of
from pipeline.suggestions.learning.model_selection import learn
from pipeline.suggestions.learning.ridge import RidgeCache

SIZES = (2, 4, 8, 16)


def learning_curve(
    target: DimensionLabels, ridges: Sequence[RidgeCache], *, prefer: str, seed: int
) -> dict[str, dict[str, float]]:
    """Figures on unseen interviews by the number of own interviews learnt from, drawn anew in each fold."""
    heard = target.interviews[target.own]
    least = min((len(set(heard[others])) for others, _ in folds_by_interview(heard)), default=0)
    return {str(size): _after(size, target, ridges, prefer, seed) for size in SIZES if size <= least}


def _after(
    size: int, target: DimensionLabels, ridges: Sequence[RidgeCache], prefer: str, seed: int
) -> dict[str, float]:
    probabilities = np.zeros(target.given.shape)
    shown = np.zeros(target.given.shape, dtype=bool)
    rng = np.random.default_rng(seed)
    own, told = np.flatnonzero(target.own), np.flatnonzero(target.told)
    for others, turn in folds_by_interview(target.interviews[own]):
        judge = own[turn]
        chosen = np.sort(np.concatenate([_some_interviews(target, own[others], size, rng), told]))
        learnt = learn(some_of(target, chosen), ridges, prefer=prefer)
        similar = ridges[0].between(learnt.blend, target.rows[judge], target.rows[chosen])
        probabilities[judge] = learnt.probabilities(similar, target.expected[judge])
        shown[judge] = learnt.shown(probabilities[judge])
    return figures(some_of(target, own), probabilities[own], shown[own])


def _some_interviews(target: DimensionLabels, rows: Matrix, size: int, rng: np.random.Generator) -> Matrix:
    drawn = rng.permutation(np.unique(target.interviews[rows]))[:size]
    return rows[np.isin(target.interviews[rows], drawn)]
