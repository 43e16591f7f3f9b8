"""Baselines: the most frequent answer, and the keywords of the codebook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

from pipeline.codebook import NONE
from pipeline.suggestions.evaluation.metrics import figures
from pipeline.suggestions.features.keywords import count_keywords
from pipeline.suggestions.learning.cross_validation import folds_by_interview
from pipeline.suggestions.learning.labels import DimensionLabels, Marks, Matrix


def majority(target: DimensionLabels) -> dict[str, float]:
    """The figures of giving everyone the commonest value of the other interviews."""
    scores = np.zeros(target.given.shape)
    for learn, judge in folds_by_interview(target.interviews):
        scores[judge] = target.given[learn].mean(axis=0)
    return figures(target, scores, commonest(scores, target.values) if target.single else np.asarray(scores > 0.5))


def keywords(target: DimensionLabels) -> dict[str, float]:
    """The figures of suggesting every code whose keywords are heard; the most heard one where one may hold."""
    hits = count_keywords(target.dimension, [passage.text for passage in target.passages])
    if not target.single:
        return figures(target, hits, np.asarray(hits > 0))
    # Half a hit for "none": it wins only where nothing is heard.
    scores = np.column_stack([hits, np.full(len(hits), 0.5)])
    return figures(target, scores, commonest(scores, target.values))


def commonest(scores: Matrix, values: tuple[str, ...]) -> Marks:
    """The value with the highest score, shown unless it is "none"."""
    shown = np.zeros(scores.shape, dtype=bool)
    shown[np.arange(len(shown)), scores.argmax(axis=1)] = True
    shown[:, values.index(NONE)] = False
    return shown


Reader = Callable[[tuple[str, ...], tuple[str, ...]], tuple[csr_matrix, csr_matrix]]


def bare_features() -> FeatureUnion:
    """Words and their pairs beside characters inside words, as any tutorial has them."""
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
    return FeatureUnion([("words", words), ("characters", characters)])


def plain_scores(lessons: Sequence[DimensionLabels], *, seed: int) -> list[Matrix]:
    """Per lesson, the probabilities for every row by a plain model that saw nothing of its interview."""
    read = lru_cache(maxsize=16)(_read)  # dimensions judged on the same fragments share what was read
    return [_scores(lesson, read, seed) for lesson in lessons]


def plain_figures(target: DimensionLabels, scores: Matrix) -> dict[str, float]:
    """Its figures; where many codes may hold, at the one line that suits these very answers best."""
    if target.single:
        return figures(target, scores, commonest(scores, target.values))
    return figures(target, scores, np.asarray(scores >= _best_line(scores.ravel(), target.given.ravel())))


def _scores(target: DimensionLabels, read: Reader, seed: int) -> Matrix:
    scores = np.zeros(target.given.shape)
    said = [passage.text for passage in target.passages]
    for learn, judge in folds_by_interview(target.interviews):
        X, asked = read(tuple(said[row] for row in learn), tuple(said[row] for row in judge))
        scores[judge] = np.column_stack([_column(X, column, asked, seed) for column in target.given[learn].T])
    return scores


def _read(learn: tuple[str, ...], judge: tuple[str, ...]) -> tuple[csr_matrix, csr_matrix]:
    features = bare_features()
    try:
        known = features.fit_transform(learn)
    except ValueError:  # no word stands in two fragments: nothing can be told apart
        return csr_matrix((len(learn), 1)), csr_matrix((len(judge), 1))
    return known, features.transform(judge)


def _column(X: csr_matrix, column: Matrix, asked: csr_matrix, seed: int) -> Matrix:
    if column.min() == column.max():
        return np.full(asked.shape[0], column[0])
    line = LogisticRegression(C=4.0, solver="liblinear", dual=True, random_state=seed, max_iter=1000, tol=1e-2)
    return np.asarray(line.fit(X, column.astype(int)).predict_proba(asked)[:, 1])


def _best_line(scores: Matrix, given: Matrix) -> float:
    order = np.argsort(-scores, kind="stable")
    f1 = 2 * np.cumsum(given[order]) / (given.sum() + np.arange(1, len(order) + 1))
    return float(scores[order[int(f1.argmax())]])
