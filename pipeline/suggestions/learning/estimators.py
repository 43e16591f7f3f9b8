"""The scikit-learn estimator of one dimension: calibrated linear scores and a threshold per value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.pipeline import Pipeline
from sklearn.utils import ClassifierTags, Tags, check_array, check_consistent_length
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data

from pipeline.codebook import Code, Dimension
from pipeline.suggestions.features.keyword_prior import KeywordColumns, with_prior
from pipeline.suggestions.features.passages import PassageFeatures
from pipeline.suggestions.learning.calibration import Calibrator
from pipeline.suggestions.learning.codebook_prior import codebook_scores
from pipeline.suggestions.learning.first_days import FirstDays, compare_with_codebook, is_asked
from pipeline.suggestions.learning.kernels import (
    ALONE,
    BLENDS,
    Blends,
    KnownMeanings,
    Meaning,
    MeaningScores,
    Similarities,
    meaning_scores,
    meanings_in,
    scores_by_meaning,
    views_of,
    weights_under,
)
from pipeline.suggestions.learning.labels import (
    Column,
    L,
    LabelSet,
    Marks,
    Matrix,
    cells_told,
    judged_in,
    lesson_of,
    marks_of,
    rows_of,
)
from pipeline.suggestions.learning.model_selection import (
    Choice,
    FittedDimension,
    HeldOut,
    choose,
    fit_choice,
    learn,
    ridges_of,
)
from pipeline.suggestions.learning.nearest import NearestExamples, remember
from pipeline.suggestions.learning.ridge import RidgeCache
from pipeline.suggestions.learning.thresholds import suggested

Table: TypeAlias = "csr_matrix | Matrix"

Known: TypeAlias = "tuple[KnownMeanings, list[NDArray[np.intp]]]"

NUMBERS = [np.float64, np.float32]


class CodeClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Gives rows one of several values (`y` of one column), or any of them (`y` of a 0/1 column per value).

    Learnt by ridge regression on similarities; how these are blended, how far keywords are believed, the probabilities
    and the lines between shown and not shown are chosen on scores by models that had not seen the row's group.

    `by_meaning_` is what nearness in meaning adds to the scores of words, `first_days_` how the codebook compares.

    Parameters:
        blends: matrices that weigh the views of a row (blocks of columns); cross-validation chooses one of them.
        heard: where the columns stand that count keywords, a column per value (see `Heard`); None: nowhere.
        meaning: where the vectors of an encoder stand, and how they are compared; None: nowhere.
        prefer: `recall`, `balance` or `precision`: what the lines favour.
    """

    by_meaning_: MeaningScores | None
    first_days_: FirstDays | None
    held_out_: HeldOut | None

    def __init__(
        self,
        *,
        blends: Blends | None = None,
        heard: KeywordColumns | None = None,
        meaning: Meaning | None = None,
        prefer: str = "balance",
    ) -> None:
        self.blends = blends
        self.heard = heard
        self.meaning = meaning
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
        ridges = ridges_of(Similarities(views, self._blends, self.meaning), lesson.foreign, lesson.told)
        return self.study(with_prior(lesson, views[0], self.heard), ridges, views)

    def study(self, lesson: LabelSet, ridges: Sequence[RidgeCache], views: Sequence[csr_matrix]) -> CodeClassifier:
        """Learn a lesson from similarities that are known already: what `fit` does once it has made them."""
        if not len(lesson.rows):
            return self._know_nothing(lesson, sum(view.shape[1] for view in views))
        return self.take(lesson, learn(lesson, ridges, prefer=self.prefer), views)

    def take(
        self, lesson: LabelSet, learnt: FittedDimension, views: Sequence[csr_matrix], known: Known | None = None
    ) -> CodeClassifier:
        """Turn what was learnt from similarities into weights: of the rows learnt from, only vectors are kept.

        `known` are the vectors in all rows (`meanings_in`), where they were sought already.
        """
        duals = np.zeros((views[0].shape[0], len(lesson.values)))
        duals[lesson.rows] = learnt.fit.duals
        weights = weights_under(self._blends[learnt.blend], views, duals, self.meaning)
        if self.heard is not None:
            width = views[0].shape[1]
            weights[:, :width] += learnt.trust * self.heard.beliefs(len(lesson.values), width)
        self.keep(lesson, weights, calibrator=learnt.calibrator, points=learnt.points)
        if self.meaning is not None:
            vectors, places = known or meanings_in(self.meaning, views)
            self.by_meaning_ = meaning_scores(vectors, places, self._blends[learnt.blend], duals)
        self.intercept_ = learnt.fit.duals.sum(axis=0)
        self.blend_, self.keyword_trust_, self.held_out_ = learnt.blend, learnt.trust, learnt.held_out
        self.starter_share_ = learnt.share if lesson.foreign.any() else 0.0
        return self

    def keep(self, lesson: LabelSet, weights: Matrix, *, calibrator: Calibrator, points: Matrix) -> CodeClassifier:
        """Hold weights for a lesson's values, however they were come by, and how scores of them are to be read."""
        self.classes_, self.single_ = np.asarray(lesson.values), lesson.single
        self.coef_, self.intercept_ = weights, np.zeros(len(lesson.values))
        self.calibrator_, self.points_ = calibrator, points
        self.by_meaning_, self.first_days_, self.held_out_ = None, None, None
        self.blend_, self.keyword_trust_, self.starter_share_ = "words", 0.0, 0.0
        self.n_features_in_ = weights.shape[1]
        return self

    def take_over(self, other: CodeClassifier) -> None:
        """Know from now on what another knows."""
        self.__dict__.update({name: value for name, value in other.__dict__.items() if name.endswith("_")})

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

    def probabilities(self, views: Sequence[csr_matrix], by_meaning: Matrix | None = None) -> Matrix:
        """`predict_proba` of rows that are told apart by view already.

        `by_meaning` is what nearness in meaning adds to their scores, where that is known already.
        """
        blocks = np.split(self.coef_, len(views), axis=1)
        scores = sum(view @ block.T for view, block in zip(views, blocks, strict=True)) + self.intercept_
        if by_meaning is None and self.by_meaning_ is not None:
            [by_meaning] = scores_by_meaning([self.by_meaning_], views)
        if by_meaning is not None:
            scores = scores + by_meaning
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

    def _know_nothing(self, lesson: LabelSet, width: int) -> CodeClassifier:
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


Tell = Callable[[str, int, int], None]


class MultiDimensionClassifier(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Learns and suggests the codes of all dimensions; what stands in `y` and what `predict` gives is alike.

    `y` has a column per dimension: the codes joined by a bar, as in a file of hand codes, and an empty text where none
    holds. What is no text (None, NaN) was judged by nobody. Without `dimensions` the columns hold labels of any kind.

    Parameters:
        dimensions: those of a codebook, in the order of the columns of `y`.
        blends, prefer: as for `CodeClassifier`.
        heard: where the keywords of all codes are counted, one dimension after another.
        codebook_first: with few groups, let the codebook speak in a dimension until what was learnt there wins.
    """

    def __init__(
        self,
        *,
        dimensions: Sequence[Dimension] | None = None,
        blends: Blends | None = None,
        heard: KeywordColumns | None = None,
        meaning: Meaning | None = None,
        prefer: str = "balance",
        codebook_first: bool = True,
    ) -> None:
        self.dimensions = dimensions
        self.blends = blends
        self.heard = heard
        self.meaning = meaning
        self.prefer = prefer
        self.codebook_first = codebook_first

    def fit(
        self,
        X: Table,
        y: Matrix,
        *,
        groups: Column | None = None,
        foreign: Column | None = None,
        told: Column | None = None,
    ) -> MultiDimensionClassifier:
        """Learn each dimension from the rows in which it was judged; the columns beside `y` as for `CodeClassifier`."""
        X = csr_matrix(validate_data(self, X, accept_sparse="csr", dtype=NUMBERS))
        views, lessons = views_of(X, self._blends), self._lessons(X, y, groups, foreign, told)
        every = np.arange(X.shape[0])
        ridges = ridges_of(
            Similarities(views, self._blends, self.meaning), marks_of(foreign, every), marks_of(told, every)
        )
        return self.study(self.expecting(lessons, views[0]), ridges, views)

    def study(
        self,
        lessons: Sequence[LabelSet],
        ridges: Sequence[RidgeCache],
        views: Sequence[csr_matrix],
        *,
        chosen: Sequence[Choice | None] = (),
        tell: Tell = lambda what, done, total: None,
    ) -> MultiDimensionClassifier:
        """Learn lessons from similarities that are known already: what `fit` does once it has made them.

        `chosen` is what was chosen for each lesson at an earlier time; what is None there is chosen now.
        """
        known = None if self.meaning is None else meanings_in(self.meaning, views)
        earlier = chosen or [None] * len(lessons)
        choices = [
            (was or choose(lesson, ridges)) if len(lesson.rows) else None
            for lesson, was in zip(lessons, earlier, strict=True)
        ]
        learnt = [self.classifier(at) for at in range(len(lessons))]
        # Those that chose the same similarities one after another: their inverse is made once.
        order = sorted(range(len(lessons)), key=lambda at: str(choices[at]))
        for done, at in enumerate(order, start=1):
            self._learn(learnt[at], lessons[at], choices[at], ridges, views, known)
            tell("learning each dimension", done, len(lessons))
        for ridge in ridges:
            ridge.clear()
        return self.keep(learnt, remember(views[0], lessons, known))

    def _learn(
        self,
        classifier: CodeClassifier,
        lesson: LabelSet,
        choice: Choice | None,
        ridges: Sequence[RidgeCache],
        views: Sequence[csr_matrix],
        known: Known | None,
    ) -> None:
        if choice is None:
            classifier.study(lesson, ridges, views)
            return
        learnt = fit_choice(lesson, ridges, choice, prefer=self.prefer)
        classifier.take(lesson, learnt, views, known)
        if self.codebook_first and self.heard is not None and is_asked(lesson):
            codebook = self.speaking_for_codebook(classifier, lesson, views, known)
            first_days = compare_with_codebook(lesson, learnt, ridges, codebook, views, prefer=self.prefer)
            if first_days is not None and not first_days.learnt_wins:
                classifier.take_over(codebook)
            classifier.first_days_ = first_days

    def speaking_for_codebook(
        self, like: CodeClassifier, lesson: LabelSet, views: Sequence[csr_matrix], known: Known | None
    ) -> CodeClassifier:
        """A classifier of the same dimension that has learnt of the codebook's keywords and examples alone."""
        found: CodeClassifier = clone(like)
        told = rows_of(lesson, np.flatnonzero(lesson.told))
        scores = codebook_scores(told, views, found.heard, self.meaning, known)
        found.keep(lesson, scores.weights, calibrator=scores.calibrator, points=scores.points)
        found.by_meaning_ = scores.by_meaning
        found.blend_ = "codebook"
        return found

    def keep(self, classifiers: Sequence[CodeClassifier], memory: NearestExamples) -> MultiDimensionClassifier:
        """Hold a classifier per dimension, and what is remembered of the rows that they learnt from."""
        self.classifiers_, self.memory_ = list(classifiers), memory
        self.columns_ = [
            (name, value) for name, each in zip(self.names, self.classifiers_, strict=True) for value in each.classes_
        ]
        self.n_features_in_ = self.classifiers_[0].n_features_in_
        return self

    def classifier(self, at: int) -> CodeClassifier:
        """A classifier for one dimension that has learnt nothing yet."""
        return CodeClassifier(blends=self.blends, heard=self._heard(at), meaning=self.meaning, prefer=self.prefer)

    def expecting(self, lessons: Sequence[L], said: csr_matrix) -> list[L]:
        """The lessons with what keywords make one expect; `said` are all rows, of the first view."""
        return [with_prior(lesson, said, self._heard(at)) for at, lesson in enumerate(lessons)]

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

    def _heard(self, at: int) -> KeywordColumns | None:
        if self.heard is None or self.dimensions is None:
            return None
        before = sum(len(each.codes) for each in self.dimensions[:at])
        return self.heard.part(before, len(self.dimensions[at].codes))

    def _probabilities(self, X: Table) -> list[Matrix]:
        check_is_fitted(self)
        X = csr_matrix(validate_data(self, X, accept_sparse="csr", dtype=NUMBERS, reset=False))
        views = views_of(X, self._blends)
        near = [each.by_meaning_ for each in self.classifiers_ if each.by_meaning_ is not None]
        by_meaning = iter(scores_by_meaning(near, views) if near else ())
        return [
            each.probabilities(views, None if each.by_meaning_ is None else next(by_meaning))
            for each in self.classifiers_
        ]

    def _lessons(self, X: csr_matrix, y: Matrix | None, *beside: Column | None) -> list[LabelSet]:
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


def _of_any_labels(
    column: NDArray[Any], groups: Column | None, foreign: Column | None, told: Column | None
) -> LabelSet:
    values, given, single = values_in(column)
    rows = np.arange(len(column))
    return lesson_of(values, given, single=single, rows=rows, groups=groups, foreign=foreign, told=told)


def blank_pipeline(
    dimensions: Iterable[Dimension],
    *,
    encoder: str | None = None,
    prefer: str = "balance",
    columns: Sequence[str] = (),
) -> Pipeline:
    """A pipeline that has learnt nothing yet: `fit` takes passages, and cells of codes (see `EveryDimension`)."""
    asked = tuple(dimensions)
    features = PassageFeatures(codes=codes_in(asked), encoder=encoder, columns=tuple(columns))
    return pipeline_of(features, asked, prefer=prefer)


def codes_in(dimensions: Iterable[Dimension]) -> list[Code]:
    """All codes, one dimension after another."""
    return [code for dimension in dimensions for code in dimension.codes]


def pipeline_of(features: PassageFeatures, dimensions: Iterable[Dimension], *, prefer: str = "balance") -> Pipeline:
    """These features, and a classifier for each dimension that knows where they count its keywords."""
    every = MultiDimensionClassifier(
        dimensions=tuple(dimensions), blends=BLENDS, heard=features.heard, meaning=features.meaning, prefer=prefer
    )
    return Pipeline([("read", features), ("suggest", every)])


def chosen_by(every: MultiDimensionClassifier) -> dict[str, dict[str, object]]:
    """What was chosen in each dimension, for the card."""
    return {name: _chosen(each) for name, each in zip(every.names, every.classifiers_, strict=True)}


def _chosen(learnt: CodeClassifier) -> dict[str, object]:
    return {
        "reads": learnt.blend_,
        "starter_share": learnt.starter_share_,
        "keyword_trust": learnt.keyword_trust_,
        **_first_days(learnt.first_days_),
    }


def _first_days(found: FirstDays | None) -> dict[str, object]:
    """Which of codebook and learnt model speaks, and what that rests on, as long as there are few interviews."""
    if found is None:
        return {"speaks": "learnt", "first_days": None}
    return {"speaks": "learnt" if found.learnt_wins else "codebook", "first_days": asdict(found)}
