"""The scikit-learn estimator of all dimensions: a classifier for each, learnt from the same similarities."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator
from sklearn.utils import ClassifierTags, Tags, check_array, check_consistent_length
from sklearn.utils.validation import check_is_fitted, validate_data

from pipeline.codebook import Dimension
from pipeline.suggestions.beliefs import Heard, expecting
from pipeline.suggestions.blend import ALONE, Blends, similarities, views_of
from pipeline.suggestions.classifier import NUMBERS, CodeClassifier, Table, values_in
from pipeline.suggestions.learner import ridges_of
from pipeline.suggestions.memory import Memory, remember
from pipeline.suggestions.ridge import Ridges
from pipeline.suggestions.targets import Column, L, Lesson, Marks, Matrix, cells_told, judged_in, lesson_of, marks_of

Tell = Callable[[str, int, int], None]


class EveryDimension(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Learns and suggests the codes of all dimensions; what stands in `y` and what `predict` gives is alike.

    `y` has a column per dimension: the codes joined by a bar, as in a file of hand codes, and an empty text where none
    holds. What is no text (None, NaN) was judged by nobody. Without `dimensions` the columns hold labels of any kind.

    Parameters:
        dimensions: those of a codebook, in the order of the columns of `y`.
        blends, prefer: as for `CodeClassifier`.
        heard: where the keywords of all codes are counted, one dimension after another.
    """

    def __init__(
        self,
        *,
        dimensions: Sequence[Dimension] | None = None,
        blends: Blends | None = None,
        heard: Heard | None = None,
        prefer: str = "balance",
    ) -> None:
        self.dimensions = dimensions
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
    ) -> EveryDimension:
        """Learn each dimension from the rows in which it was judged; the columns beside `y` as for `CodeClassifier`."""
        X = csr_matrix(validate_data(self, X, accept_sparse="csr", dtype=NUMBERS))
        views, lessons = views_of(X, self._blends), self._lessons(X, y, groups, foreign, told)
        every = np.arange(X.shape[0])
        ridges = ridges_of(similarities(views, self._blends), marks_of(foreign, every), marks_of(told, every))
        return self.study(self.expecting(lessons, views[0]), ridges, views)

    def study(
        self,
        lessons: Sequence[Lesson],
        ridges: Sequence[Ridges],
        views: Sequence[csr_matrix],
        *,
        tell: Tell = lambda what, done, total: None,
    ) -> EveryDimension:
        """Learn lessons from similarities that are known already: what `fit` does once it has made them."""
        learnt = []
        for done, lesson in enumerate(lessons, start=1):
            learnt.append(self.classifier(done - 1).study(lesson, ridges, views))
            tell("learning each dimension", done, len(lessons))
        return self.keep(learnt, remember(views[0], lessons))

    def keep(self, classifiers: Sequence[CodeClassifier], memory: Memory) -> EveryDimension:
        """Hold a classifier per dimension, and what is remembered of the rows that they learnt from."""
        self.classifiers_, self.memory_ = list(classifiers), memory
        self.columns_ = [
            (name, value) for name, each in zip(self.names, self.classifiers_, strict=True) for value in each.classes_
        ]
        self.n_features_in_ = self.classifiers_[0].n_features_in_
        return self

    def classifier(self, at: int) -> CodeClassifier:
        """A classifier for one dimension that has learnt nothing yet."""
        return CodeClassifier(blends=self.blends, heard=self._heard(at), prefer=self.prefer)

    def expecting(self, lessons: Sequence[L], said: csr_matrix) -> list[L]:
        """The lessons with what keywords make one expect; `said` are all rows, of the first view."""
        return [expecting(lesson, said, self._heard(at)) for at, lesson in enumerate(lessons)]

    def predict_proba(self, X: Table) -> Matrix:
        """A calibrated probability per column of `columns_`, that is of each value of each dimension."""
        return np.hstack(self._probabilities(X))

    def predict(self, X: Table) -> NDArray[Any]:
        """What is suggested, in the form of `y`."""
        parts = self._probabilities(X)
        if self.dimensions is None:
            return np.column_stack([each.told(part) for each, part in zip(self.classifiers_, parts, strict=True)])
        told = zip(self.classifiers_, self.shown(parts), strict=True)
        return np.array([cells_told(marks, each.classes_) for each, marks in told], dtype=object).T

    def by_dimension(self, probabilities: Matrix) -> list[Matrix]:
        """The columns of `predict_proba`, dimension by dimension."""
        ends = np.cumsum([len(each.classes_) for each in self.classifiers_])[:-1]
        return np.split(probabilities, ends, axis=1)

    def shown(self, parts: Sequence[Matrix]) -> list[Marks]:
        """Which values with these probabilities, dimension by dimension, are suggested."""
        return [each.shown(part) for each, part in zip(self.classifiers_, parts, strict=True)]

    def most_like(self, row: csr_matrix, dimension: str, value: str) -> Iterator[tuple[int, float]]:
        """Which rows that were learnt from carry this value, and how like this one they are, the nearest first."""
        at = self.names.index(dimension)
        column = list(self.classifiers_[at].classes_).index(value)
        return self.memory_.most_like(views_of(row, self._blends)[0], at, column)

    def __sklearn_tags__(self) -> Tags:
        """Sparse rows are read too; `y` has a column per dimension, always."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.target_tags.required = True
        tags.target_tags.single_output = False
        tags.target_tags.multi_output = True
        tags.classifier_tags = ClassifierTags()
        return tags

    @property
    def names(self) -> list[str]:
        """The ids of the dimensions; numbers where they have none."""
        return [str(at) if each is None else each.id for at, each in enumerate(self._dimensions)]

    @property
    def _blends(self) -> Blends:
        return ALONE if self.blends is None else self.blends

    @property
    def _dimensions(self) -> Sequence[Dimension | None]:
        return [None] * len(self.classifiers_) if self.dimensions is None else self.dimensions

    def _heard(self, at: int) -> Heard | None:
        if self.heard is None or self.dimensions is None:
            return None
        before = sum(len(each.codes) for each in self.dimensions[:at])
        return self.heard.part(before, len(self.dimensions[at].codes))

    def _probabilities(self, X: Table) -> list[Matrix]:
        check_is_fitted(self)
        X = csr_matrix(validate_data(self, X, accept_sparse="csr", dtype=NUMBERS, reset=False))
        views = views_of(X, self._blends)
        return [each.probabilities(views) for each in self.classifiers_]

    def _lessons(self, X: csr_matrix, y: Matrix | None, *beside: Column | None) -> list[Lesson]:
        if y is None:
            raise ValueError("EveryDimension requires y to be passed, but the target y is None")
        y = check_array(y, dtype=None, ensure_2d=False, ensure_all_finite=False)
        check_consistent_length(X, y)
        columns = y.reshape(len(y), -1).T
        if self.dimensions is None:
            return [_of_any_labels(column, *beside) for column in columns]
        if len(columns) != len(self.dimensions):
            raise ValueError(f"y has {len(columns)} columns; there are {len(self.dimensions)} dimensions")
        return [judged_in(column, each, *beside) for column, each in zip(columns, self.dimensions, strict=True)]


def _of_any_labels(column: NDArray[Any], groups: Column | None, foreign: Column | None, told: Column | None) -> Lesson:
    values, given, single = values_in(column)
    rows = np.arange(len(column))
    return lesson_of(values, given, single=single, rows=rows, groups=groups, foreign=foreign, told=told)
