"""A scikit-learn estimator: one calibrated linear score per value, learnt by ridge and calibrated out of group."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix, issparse
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import Tags
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
        """The log-probability of each value; for two values, the log-odds of the second."""
        told = np.log(np.clip(self.predict_proba(X), 1e-300, None))
        return np.asarray(told[:, 1] - told[:, 0]) if len(self.classes_) == 2 else told

    def __sklearn_tags__(self) -> Tags:
        """Sparse rows are read too."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def predict_proba(self, X: csr_matrix | Matrix) -> Matrix:
        """A calibrated probability per value; rows add up to 1."""
        scores = self._scores(X)
        probabilities: Matrix = self.calibrator_.probabilities(scores)
        return probabilities

    def predict(self, X: csr_matrix | Matrix) -> Matrix:
        """The most probable value."""
        best = self.predict_proba(X).argmax(axis=1)
        chosen: Matrix = self.classes_[best]
        return chosen

    def _scores(self, X: csr_matrix | Matrix) -> Matrix:
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=[np.float64, np.float32], reset=False)
        return np.asarray(X @ self.coef_.T + self.intercept_)


def _indicator(y: Matrix, classes: Matrix) -> Matrix:
    return np.asarray(y[:, None] == classes[None, :], dtype=np.float64)
