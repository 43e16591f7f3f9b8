"""Scores become probabilities that mean what they say: learnt on scores of interviews the scorer had not seen."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression

from pipeline.suggestions.targets import Matrix

_FEW = 5  # with fewer cases a line of its own would be noise: the code borrows the line of all codes together
_STRENGTH = 10.0
_BINS = 10


class Calibrator:
    """From scores to probabilities: one of the values (rows add up to 1), or each value for itself."""

    def __init__(self, *, single: bool) -> None:
        self.single = single

    def fit(self, scores: Matrix, given: Matrix) -> Calibrator:
        """Learn from scores by models that had not seen the row, and what was given."""
        (self._fit_together if self.single else self._fit_each)(scores, given)
        return self

    def probabilities(self, scores: Matrix) -> Matrix:
        """A probability per value."""
        if not self.single:
            return np.asarray(1.0 / (1.0 + np.exp(-(scores * self.slopes_ + self.offsets_))))
        found = np.zeros(scores.shape)
        found[:, self.used_] = 1.0 if self.softmax_ is None else self.softmax_.predict_proba(scores)
        return found

    def _fit_together(self, scores: Matrix, given: Matrix) -> None:
        self.used_ = np.flatnonzero(given.any(axis=0))
        self.softmax_ = None
        if len(self.used_) > 1:
            self.softmax_ = LogisticRegression(C=_STRENGTH, max_iter=2000).fit(scores, given.argmax(axis=1))

    def _fit_each(self, scores: Matrix, given: Matrix) -> None:
        borrowed = _line(scores.ravel(), given.ravel())
        lines = [
            _line(score, column) if _enough(column) else _moved(borrowed, score, column)
            for score, column in zip(scores.T, given.T, strict=True)
        ]
        self.slopes_ = np.array([slope for slope, _ in lines])
        self.offsets_ = np.array([offset for _, offset in lines])


def calibration_error(probabilities: Matrix, given: Matrix) -> float:
    """The expected calibration error over all cells: the mean distance of said and true shares, by tenths."""
    return float(sum(share * abs(said - true) for said, true, share in reliability(probabilities, given)))


def reliability(probabilities: Matrix, given: Matrix) -> list[tuple[float, float, float]]:
    """Per tenth of probability: what was said on average, how often it held, and the share of cells there."""
    said, held = probabilities.ravel(), given.ravel()
    tenth = np.minimum((said * _BINS).astype(int), _BINS - 1)
    cells = [tenth == each for each in range(_BINS)]
    return [(float(said[cell].mean()), float(held[cell].mean()), float(cell.mean())) for cell in cells if cell.any()]


def _enough(column: Matrix) -> bool:
    return bool(min(column.sum(), len(column) - column.sum()) >= _FEW)


def _line(score: Matrix, column: Matrix) -> tuple[float, float]:
    if column.min() == column.max():
        return 1.0, _log_odds(float(column.mean()), len(column))
    line = LogisticRegression(C=_STRENGTH).fit(score[:, None], column.astype(int))
    slope = float(line.coef_[0, 0])
    # A negative slope would turn the order round: then the score holds nothing, and only the base rate counts.
    return (slope, float(line.intercept_[0])) if slope > 0 else (1e-3, _log_odds(float(column.mean()), len(column)))


def _moved(line: tuple[float, float], score: Matrix, column: Matrix) -> tuple[float, float]:
    """The borrowed slope, with an offset that makes the code as rare on average as it was."""
    return line[0], _log_odds(float(column.mean()), len(column)) - line[0] * float(score.mean())


def _log_odds(share: float, count: int) -> float:
    kept = (share * count + 0.5) / (count + 1)
    return float(np.log(kept / (1 - kept)))
