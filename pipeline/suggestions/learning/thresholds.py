"""Thresholds: the probability from which codes are suggested, for recall, precision or a balance.

The codes of a dimension share one. One of its own for each code, weighted by its examples, gained nothing.
"""

from __future__ import annotations

import numpy as np

from pipeline.suggestions.learning.labels import Marks, Matrix

# The weight of recall against precision in the F-measure that places the line.
PREFERENCES = {"recall": 2.0, "balance": 1.0, "precision": 0.5}
TOO_FEW = 8
"""A code with fewer examples is marked, and suggested only where the line of its whole dimension is passed."""

_PRIOR_LINE = 0.3
_FIRST = 20.0  # examples of all codes at which the learnt threshold counts as much as the one to begin with


def fit_thresholds(probabilities: Matrix, given: Matrix, *, single: bool, prefer: str) -> Matrix:
    """Per value the line from which it is shown, best on rows the scorer had not seen.

    In a single-valued dimension a code is held against "none": its line is a share of the two together.
    """
    beta = PREFERENCES[prefer]
    return (_against_none if single else _shared)(probabilities, given, beta)


def suggested(probabilities: Matrix, points: Matrix, *, single: bool) -> Marks:
    """Which values are shown: in a single-valued dimension the best code at most, and never "none"."""
    if not single:
        return np.asarray(probabilities >= points)
    shown = np.zeros(probabilities.shape, dtype=bool)
    if probabilities.shape[1] == 1:
        return shown
    best, shares = _best_against_none(probabilities)
    shown[np.arange(len(shown)), best] = shares >= points[best]
    return shown


def _shared(probabilities: Matrix, given: Matrix, beta: float) -> Matrix:
    counts = given.sum(axis=0)
    known = counts.sum() / (counts.sum() + _FIRST)
    whole = known * _best(probabilities.ravel(), given.ravel(), beta) + (1 - known) * _PRIOR_LINE
    return np.full(len(counts), whole)


def _against_none(probabilities: Matrix, given: Matrix, beta: float) -> Matrix:
    # The most probable value is the best single guess; only a wish for recall or precision moves the line.
    if beta == 1.0 or probabilities.shape[1] == 1:
        return np.full(probabilities.shape[1], 0.5)
    best, shares = _best_against_none(probabilities)
    right = given[np.arange(len(given)), best]
    return np.full(probabilities.shape[1], _best(shares, right, beta))


def _best_against_none(probabilities: Matrix) -> tuple[Matrix, Matrix]:
    best = probabilities[:, :-1].argmax(axis=1)
    code = probabilities[np.arange(len(best)), best]
    return best, code / np.maximum(code + probabilities[:, -1], 1e-12)


def _best(probability: Matrix, given: Matrix, beta: float) -> float:
    if not given.any():
        return 0.5
    order = np.argsort(-probability, kind="stable")
    hits = np.cumsum(given[order])
    score = (1 + beta**2) * hits / (beta**2 * given.sum() + np.arange(1, len(order) + 1))
    best = int(score.argmax())
    below = probability[order[best + 1]] if best + 1 < len(order) else 0.0
    return float((probability[order[best]] + below) / 2)
