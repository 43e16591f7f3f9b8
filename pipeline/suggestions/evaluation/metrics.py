"""Metrics of suggestions against hand codes, as a model card shows them; without any text."""

from __future__ import annotations

import numpy as np
from sklearn.metrics import average_precision_score

from pipeline.suggestions.learning.labels import DimensionLabels, Marks, Matrix, some_of

_SHORTLIST = 3


def figures(target: DimensionLabels, scores: Matrix, shown: Marks) -> dict[str, float]:
    """The figures of one dimension: `scores` rank the values, `shown` are the suggestions."""
    return _one_value(target, shown) if target.single else _many_values(target, scores, shown)


def per_code(target: DimensionLabels, scores: Matrix, shown: Marks) -> dict[str, dict[str, float]]:
    """Examples, precision, recall, F1 and average precision of each code."""
    return {
        code: {"examples": int(target.given[:, at].sum()), **_of_code(target.given[:, at], scores[:, at], shown[:, at])}
        for at, code in enumerate(target.dimension.code_ids)
    }


def kappa(truth: Matrix, guess: Matrix) -> float:
    """Cohen's kappa of two rows of answers; 0 where both know one answer alone, since chance explains it all."""
    chance = sum(float((truth == value).mean() * (guess == value).mean()) for value in np.union1d(truth, guess))
    return 0.0 if chance >= 1 else (float((truth == guess).mean()) - chance) / (1 - chance)


def f1(given: Matrix | Marks, shown: Matrix | Marks) -> float:
    """The harmonic mean of precision and recall over all cells; 0 where nothing is given or shown."""
    together = float(given.sum() + shown.sum())
    return 2 * float((given * shown).sum()) / together if together else 0.0


def average_precision(given: Matrix, scores: Matrix) -> float:
    """The area under precision by recall; 0 where nothing is given."""
    return float(average_precision_score(given, scores)) if given.any() else 0.0


def _of_code(given: Matrix, scores: Matrix, shown: Marks) -> dict[str, float]:
    right = float((given * shown).sum())
    return _rounded(
        precision=right / max(float(shown.sum()), 1.0),
        recall=right / max(float(given.sum()), 1.0),
        f1=f1(given, shown),
        average_precision=average_precision(given, scores),
    )


def _one_value(target: DimensionLabels, shown: Marks) -> dict[str, float]:
    truth = target.given.argmax(axis=1)
    none = len(target.values) - 1
    guess = np.where(shown[:, :none].any(axis=1), shown[:, :none].argmax(axis=1), none)
    return _rounded(
        kappa=kappa(truth, guess),
        accuracy=float((truth == guess).mean()),
        macro_f1=_mean([f1(truth == value, guess == value) for value in np.union1d(truth, guess)]),
    )


def _many_values(target: DimensionLabels, scores: Matrix, shown: Marks) -> dict[str, float]:
    given = target.given
    used = np.flatnonzero(given.any(axis=0))
    ranked = np.argsort(-scores, axis=1, kind="stable")[:, :_SHORTLIST]
    found = np.take_along_axis(given, ranked, axis=1).max(axis=1)[given.any(axis=1)]
    return _rounded(
        micro_f1=f1(given, shown),
        macro_f1=_mean([f1(given[:, at], shown[:, at]) for at in used]),
        macro_average_precision=_mean([average_precision(given[:, at], scores[:, at]) for at in used]),
        first_three=_mean(list(found)),
    )


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else 0.0


def _rounded(**values: float) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}


_MAIN = {True: "kappa", False: "micro_f1"}


def by_interview(target: DimensionLabels, scores: Matrix, shown: Marks) -> dict[str, float]:
    """The main figure of each interview: kappa where one value may hold, else micro F1; without any code none."""
    found: dict[str, float] = {}
    for interview in np.unique(target.interviews):
        rows = np.flatnonzero(target.interviews == interview)
        if target.given[rows][:, : len(target.dimension.codes)].any():
            told = figures(some_of(target, rows), scores[rows], shown[rows])
            found[str(interview)] = told[_MAIN[target.single]]
    return found
