"""The scikit-learn estimator of one dimension: calibrated linear scores, and from where on each value is suggested."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import Tags
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data

from pipeline.suggestions.beliefs import Heard, expecting
from pipeline.suggestions.blend import ALONE, Blends, similarities, views_of, weights_under
from pipeline.suggestions.calibration import Calibrator
from pipeline.suggestions.learner import Learnt, learn, ridges_of
from pipeline.suggestions.ridge import Ridges
from pipeline.suggestions.targets import Column, Lesson, Marks, Matrix, lesson_of
from pipeline.suggestions.thresholds import suggested

Table: TypeAlias = "csr_matrix | Matrix"
NUMBERS = [np.float64, np.float32]


class CodeClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Gives rows one of several values (`y` of one column), or any of them (`y` of a 0/1 column per value).

    Learnt by ridge regression on similarities; how these are blended, how far keywords are believed, the probabilities
    and the lines between shown and not shown are chosen on scores by models that had not seen the row's group.

    Parameters:
        blends: matrices that weigh the views of a row (blocks of columns); cross-validation chooses one of them.
        heard: where the columns stand that count keywords, a column per value (see `Heard`); None: nowhere.
        prefer: `recall`, `balance` or `precision`: what the lines favour.
    """

    def __init__(self, *, blends: Blends | None = None, heard: Heard | None = None, prefer: str = "balance") -> None:
        self.blends = blends
        self.heard = heard
        self.prefer = prefer

    def fit(
        self,
        X: Table,
        y: Matrix,
        *,
        groups: Column | None = None,
        foreign: Column | None = None,
        told: Column | None = None,
    ) -> CodeClassifier:
        """Learn; rows of one group (an interview) are never on both sides. Without groups each row is one of its own.

        `foreign` rows are another study's: they count for as much as helps on the others; `told` ones are a codebook's
        examples. Of several values the last is what holds where none of the others is suggested.
        """
        X, y = validate_data(self, X, y, accept_sparse="csr", dtype=NUMBERS, multi_output=True)
        views = views_of(csr_matrix(X), self._blends)
        values, given, single = values_in(y)
        rows = np.arange(len(given))
        lesson = lesson_of(values, given, single=single, rows=rows, groups=groups, foreign=foreign, told=told)
        ridges = ridges_of(similarities(views, self._blends), lesson.foreign, lesson.told)
        return self.study(expecting(lesson, views[0], self.heard), ridges, views)

    def study(self, lesson: Lesson, ridges: Sequence[Ridges], views: Sequence[csr_matrix]) -> CodeClassifier:
        """Learn a lesson from similarities that are known already: what `fit` does once it has made them."""
        if not len(lesson.rows):
            return self._know_nothing(lesson, sum(view.shape[1] for view in views))
        return self.take(lesson, learn(lesson, ridges, prefer=self.prefer), views)

    def take(self, lesson: Lesson, learnt: Learnt, views: Sequence[csr_matrix]) -> CodeClassifier:
        """Turn what was learnt from similarities into weights: the rows it was learnt from are needed no more."""
        duals = np.zeros((views[0].shape[0], len(lesson.values)))
        duals[lesson.rows] = learnt.fit.duals
        weights = weights_under(self._blends[learnt.blend], views, duals)
        if self.heard is not None:
            width = views[0].shape[1]
            weights[:, :width] += learnt.trust * self.heard.beliefs(len(lesson.values), width)
        self.keep(lesson, weights, calibrator=learnt.calibrator, points=learnt.points)
        self.intercept_ = learnt.fit.duals.sum(axis=0)
        self.blend_, self.keyword_trust_ = learnt.blend, learnt.trust
        self.starter_share_ = learnt.share if lesson.foreign.any() else 0.0
        return self

    def keep(self, lesson: Lesson, weights: Matrix, *, calibrator: Calibrator, points: Matrix) -> CodeClassifier:
        """Hold weights for a lesson's values, however they were come by, and how scores of them are to be read."""
        self.classes_, self.single_ = np.asarray(lesson.values), lesson.single
        self.coef_, self.intercept_ = weights, np.zeros(len(lesson.values))
        self.calibrator_, self.points_ = calibrator, points
        self.blend_, self.keyword_trust_, self.starter_share_ = "words", 0.0, 0.0
        self.n_features_in_ = weights.shape[1]
        return self

    def predict_proba(self, X: Table) -> Matrix:
        """A calibrated probability per value; where one of them holds, rows add up to 1."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=NUMBERS, reset=False)
        return self.probabilities(views_of(csr_matrix(X), self._blends))

    def predict(self, X: Table) -> Matrix:
        """What is suggested: a value per row, or a 0/1 column per value."""
        return self.told(self.predict_proba(X))

    def told(self, probabilities: Matrix) -> Matrix:
        """`predict` of rows whose probabilities are known."""
        shown = self.shown(probabilities)
        if not self.single_:
            return shown.astype(int)
        last = len(self.classes_) - 1
        chosen: Matrix = self.classes_[np.where(shown.any(axis=1), shown.argmax(axis=1), last)]
        return chosen

    def probabilities(self, views: Sequence[csr_matrix]) -> Matrix:
        """`predict_proba` of rows that are told apart by view already."""
        blocks = np.split(self.coef_, len(views), axis=1)
        scores = sum(view @ block.T for view, block in zip(views, blocks, strict=True)) + self.intercept_
        return self.calibrator_.probabilities(np.asarray(scores, dtype=np.float64))

    def shown(self, probabilities: Matrix) -> Marks:
        """Which values with these probabilities are suggested."""
        return suggested(probabilities, self.points_, single=self.single_)

    def __sklearn_tags__(self) -> Tags:
        """Sparse rows are read too, and several values of a row."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.classifier_tags.multi_label = True
        return tags

    def _know_nothing(self, lesson: Lesson, width: int) -> CodeClassifier:
        """Where nobody judged: every value improbable, nothing suggested."""
        count = len(lesson.values)
        nothing = np.zeros((2, count))
        if lesson.single:
            nothing[:, -1] = 1.0
        calibrator = Calibrator(single=lesson.single).fit(np.zeros((2, count)), nothing)
        weights = np.zeros((count, width), dtype=np.float32)
        return self.keep(lesson, weights, calibrator=calibrator, points=np.full(count, np.inf))

    @property
    def _blends(self) -> Blends:
        return ALONE if self.blends is None else self.blends


def values_in(y: Matrix) -> tuple[tuple[Any, ...], Matrix, bool]:
    """The values that stand in `y`, a 0/1 column for each, and whether every row has one of them."""
    check_classification_targets(y)
    if type_of_target(y) == "multilabel-indicator":
        return tuple(range(y.shape[1])), np.asarray(y, dtype=np.float64), False
    column = column_or_1d(y, warn=True)
    values = np.unique(column)
    return tuple(values), np.asarray(column[:, None] == values[None, :], dtype=np.float64), True
