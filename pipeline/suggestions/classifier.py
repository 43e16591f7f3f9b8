"""A scikit-learn estimator: one calibrated linear score per value, learnt by ridge and calibrated out of group."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix, issparse
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from pipeline.suggestions.calibration import Calibrator
from pipeline.suggestions.ridge import fit_ridge, inverse_of
from pipeline.suggestions.targets import Matrix


class CodeClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Chooses one of several values for a row of numbers, with probabilities that hold for unseen groups.

    Parameters:
        penalty: how strongly weights are drawn to nothing.
    """

    def __init__(self, *, penalty: float = 1.0) -> None:
        self.penalty = penalty

    def fit(self, X: csr_matrix | Matrix, y: Matrix, groups: Matrix | None = None) -> CodeClassifier:
        """Learn one weight per column and value; `groups` (interviews) are kept apart while calibrating."""
        X, y = validate_data(self, X, y, accept_sparse="csr", dtype=[np.float64, np.float32])
        check_classification_targets(y)
        self.classes_ = np.unique(y)
        given = _indicator(y, self.classes_)
        apart = np.arange(len(y)) if groups is None else np.asarray(groups)
        gram = X @ X.T
        inverse = inverse_of(gram.toarray() if issparse(gram) else gram, penalty=self.penalty)
        learnt = fit_ridge(inverse, given, apart)
        self.coef_ = np.asarray(X.T @ learnt.duals).T
        self.intercept_ = learnt.duals.sum(axis=0)
        self.calibrator_ = Calibrator(single=True).fit(learnt.held_out, given)
        return self

    def decision_function(self, X: csr_matrix | Matrix) -> Matrix:
        """A score per value; for two values, of the second against the first."""
        scores = self._scores(X)
        return np.asarray(scores[:, 1] - scores[:, 0]) if len(self.classes_) == 2 else scores

    def predict_proba(self, X: csr_matrix | Matrix) -> Matrix:
        """A calibrated probability per value; rows add up to 1."""
        probabilities: Matrix = self.calibrator_.probabilities(self._scores(X))
        return probabilities

    def predict(self, X: csr_matrix | Matrix) -> Matrix:
        """The most probable value."""
        return np.asarray(self.classes_[self.predict_proba(X).argmax(axis=1)])

    def _scores(self, X: csr_matrix | Matrix) -> Matrix:
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=[np.float64, np.float32], reset=False)
        return np.asarray(X @ self.coef_.T + self.intercept_)


def _indicator(y: Matrix, classes: Matrix) -> Matrix:
    return (y[:, None] == classes[None, :]).astype(np.float64)
