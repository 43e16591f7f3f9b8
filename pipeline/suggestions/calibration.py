"""Scores become probabilities that mean what they say: learnt on scores of interviews the scorer had not seen."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression

from pipeline.suggestions.targets import Matrix

_WEAK = 100.0  # almost no shrinkage: two numbers per value are learnt from hundreds of rows
_FEW = 5  # with fewer cases of a value a slope would be noise; the score is taken as it is


class Calibrator:
    """A slope and an offset per value, then the rows of a single-valued dimension made to add up to 1."""

    def __init__(self, *, single: bool) -> None:
        self.single = single

    def fit(self, scores: Matrix, given: Matrix) -> Calibrator:
        """Learn from out-of-fold scores and what was given."""
        lines = [_line(score, column) for score, column in zip(scores.T, given.T, strict=True)]
        self.slopes_ = np.array([slope for slope, _ in lines])
        self.offsets_ = np.array([offset for _, offset in lines])
        return self

    def probabilities(self, scores: Matrix) -> Matrix:
        """A probability per value."""
        moved = 1.0 / (1.0 + np.exp(-(scores * self.slopes_ + self.offsets_)))
        return np.asarray(moved / moved.sum(axis=1, keepdims=True)) if self.single else np.asarray(moved)


def uncalibrated(values: int, *, single: bool) -> Calibrator:
    """Takes scores as they are: where one interview alone leaves nothing to calibrate on."""
    plain = Calibrator(single=single)
    plain.slopes_, plain.offsets_ = np.ones(values), np.zeros(values)
    return plain


def _line(score: Matrix, column: Matrix) -> tuple[float, float]:
    cases = column.sum()
    if min(cases, len(column) - cases) < _FEW:
        return 1.0, 0.0
    line = LogisticRegression(C=_WEAK).fit(score[:, None], column.astype(int))
    slope = float(line.coef_[0, 0])
    # A negative slope would turn the order round: then the score holds nothing, and only the base rate counts.
    return (slope, float(line.intercept_[0])) if slope > 0 else (1e-3, float(np.log(cases / (len(column) - cases))))
