"""From probability to suggestion: where each code's line lies for what the team prefers."""

from __future__ import annotations

import numpy as np

from pipeline.codebook import NONE
from pipeline.suggestions.targets import Marks, Matrix

# The weight of recall against precision in the F-measure that places the line.
PREFERENCES = {"recall": 2.0, "balance": 1.0, "precision": 0.5}
_CAUTIOUS = 0.5
_FEW = 8


def operating_points(probabilities: Matrix, given: Matrix, *, prefer: str) -> Matrix:
    """Per value the probability from which it is suggested, best on rows the scorer had not seen."""
    beta = PREFERENCES[prefer]
    return np.array([_best(p, g, beta) for p, g in zip(probabilities.T, given.T, strict=True)])


def suggested(probabilities: Matrix, points: Matrix, *, values: tuple[str, ...]) -> Marks:
    """Which values are shown: in a single-valued dimension the most probable alone, and never "none"."""
    if NONE not in values:
        return np.asarray(probabilities >= points)
    shown = np.zeros(probabilities.shape, dtype=bool)
    shown[np.arange(len(shown)), probabilities.argmax(axis=1)] = True
    shown[:, values.index(NONE)] = False
    return shown


def _best(probability: Matrix, given: Matrix, beta: float) -> float:
    if given.sum() < _FEW:
        return _CAUTIOUS
    order = np.argsort(-probability, kind="stable")
    hits = np.cumsum(given[order])
    shown = np.arange(1, len(order) + 1)
    score = (1 + beta**2) * hits / (beta**2 * given.sum() + shown)
    best = int(score.argmax())
    below = probability[order[best + 1]] if best + 1 < len(order) else 0.0
    return float((probability[order[best]] + below) / 2)
