"""Scores for the values of one dimension from rows of numbers: linear, so that every score can be explained."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from pipeline.suggestions.targets import Matrix


class CodeScorer:
    """One linear score per value; a value that is never or always given gets a constant one."""

    def __init__(self, *, strength: float = 4.0, seed: int = 0) -> None:
        self.strength = strength
        self.seed = seed

    def fit(self, X: csr_matrix, given: Matrix) -> CodeScorer:
        """Learn a weight per column of X and value."""
        learnt = [self._line(X, column) for column in given.T]
        self.weights_ = np.stack([weights for weights, _ in learnt])
        self.intercepts_ = np.array([intercept for _, intercept in learnt])
        return self

    def scores(self, X: csr_matrix) -> Matrix:
        """Log-odds before calibration, a column per value."""
        return np.asarray(X @ self.weights_.T + self.intercepts_)

    def _line(self, X: csr_matrix, column: Matrix) -> tuple[Matrix, float]:
        if column.min() == column.max():
            return np.zeros(X.shape[1]), log_odds(column.mean())
        line = LogisticRegression(
            C=self.strength, solver="liblinear", dual=True, random_state=self.seed, max_iter=1000, tol=1e-3
        )
        line.fit(X, column.astype(int))
        return line.coef_[0], float(line.intercept_[0])


def log_odds(share: float) -> float:
    """The logit of a share, kept away from the infinities."""
    kept = min(max(float(share), 1e-4), 1 - 1e-4)
    return float(np.log(kept / (1 - kept)))
