"""Calibration: probabilities from scores, learnt on scores for interviews that the scorer did not learn from."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression

from pipeline.suggestions.learning.labels import Matrix

_FEW = 5  # with fewer cases a line of its own would be noise: the code borrows the line of all codes together
_FEW_SEEN = 50.0  # fragments after which what was seen of a code counts as much as what is usual among all codes
_GENTLE = 2.0  # the steepest line of a code that nobody used: words alone make it a little more probable
_STRENGTH = 10.0
_BINS = 10

CEILING = 0.85
"""The most that is said of a code before the scorer was judged on interviews that it had not seen."""


class Calibrator:
    """From scores to probabilities: one of the values (rows add up to 1), or each value for itself."""

    slopes_: Matrix
    offsets_: Matrix
    used_: Matrix

    def __init__(self, *, single: bool, early: bool = False) -> None:
        """`early`: so little is coded that a code nobody used yet counts as no rarer than the others.

        Then nothing is almost certain either: no code is given more than `CEILING`.
        """
        self.single = single
        self.early = early

    def fit(self, scores: Matrix, given: Matrix) -> Calibrator:
        """Learn from scores by models that had not seen the row, and what was given."""
        (self._fit_together if self.single else self._fit_each)(scores, given)
        return self

    def probabilities(self, scores: Matrix) -> Matrix:
        """A probability per value."""
        if not self.single:
            odds = scores * self.slopes_ + self.offsets_
            return np.asarray(1.0 / (1.0 + np.exp(-(_below_ceiling(odds) if self.early else odds))))
        found = np.zeros(scores.shape)
        odds = scores @ self.slopes_.T + self.offsets_
        if not self.early:
            found[:, self.used_] = _softmax(odds)
            return found
        none = scores.shape[1] - 1
        if none in self.used_:
            found[:, self.used_] = _softmax(_below_ceiling(odds - odds[:, self.used_ == none]))
            return found
        # Nobody met a fragment without a code yet: a part is left for that all the same.
        found[:, self.used_] = CEILING * _softmax(odds)
        found[:, none] += 1 - CEILING
        return found

    def _fit_together(self, scores: Matrix, given: Matrix) -> None:
        self.used_ = np.flatnonzero(given.any(axis=0))
        self.slopes_ = np.zeros((len(self.used_), scores.shape[1]))
        self.offsets_ = np.zeros(len(self.used_))
        if len(self.used_) > 1:
            lines = LogisticRegression(C=_STRENGTH, solver="newton-cholesky").fit(scores, given.argmax(axis=1))
            learnt = slice(1, None) if len(self.used_) == 2 else slice(None)  # of two, one line tells both
            self.slopes_[learnt], self.offsets_[learnt] = lines.coef_, lines.intercept_

    def _fit_each(self, scores: Matrix, given: Matrix) -> None:
        borrowed = _line(scores.ravel(), given.ravel())
        lines = [
            _line(score, column) if _enough(column) else self._moved(borrowed, score, column, given)
            for score, column in zip(scores.T, given.T, strict=True)
        ]
        self.slopes_ = np.array([slope for slope, _ in lines])
        self.offsets_ = np.array([offset for _, offset in lines])

    def _moved(self, line: tuple[float, float], score: Matrix, column: Matrix, given: Matrix) -> tuple[float, float]:
        """The borrowed slope, with an offset that makes the code about as rare as it was, and never impossible."""
        if not column.any() and not self.early:
            slope, count, share = min(line[0], _GENTLE), float(len(column)), 0.0
        else:
            slope, count = line[0], len(column) + _FEW_SEEN
            share = (float(column.sum()) + float(given.mean()) * _FEW_SEEN) / count
        return slope, _log_odds(share, count) - slope * float(score.mean())


def prior_calibrator(codes: int, *, single: bool, unheard: float, heard: float) -> Calibrator:
    """What is believed before anything was learnt: how probable a code is at score 0, and at a score of 1."""
    calibrator = Calibrator(single=single, early=True)
    offset = _logit(unheard)
    slope = _logit(heard) - offset
    if single:
        calibrator.used_ = np.arange(codes + 1)
        calibrator.slopes_ = slope * np.eye(codes + 1, codes + 1)
        calibrator.slopes_[-1] = 0.0
        calibrator.offsets_ = np.append(np.full(codes, offset), 0.0)
    else:
        calibrator.slopes_ = np.asarray(np.full(codes, slope))
        calibrator.offsets_ = np.asarray(np.full(codes, offset))
    return calibrator


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
    line = LogisticRegression(C=_STRENGTH, solver="newton-cholesky").fit(score[:, None], column.astype(int))
    slope = float(line.coef_[0, 0])
    # A negative slope would turn the order round: then the score holds nothing, and only the base rate counts.
    return (slope, float(line.intercept_[0])) if slope > 0 else (1e-3, _log_odds(float(column.mean()), len(column)))


def _log_odds(share: float, count: float) -> float:
    return _logit((share * count + 0.5) / (count + 1))


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))


def _below_ceiling(odds: Matrix) -> Matrix:
    """Log odds that never reach those of the ceiling; what is less likely than not stays what it is."""
    most = _logit(CEILING)
    return np.asarray(np.where(odds > 0, most * -np.expm1(-np.maximum(odds, 0.0) / most), odds))


def _softmax(scores: Matrix) -> Matrix:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
