"""Confidence intervals of the main figures by a bootstrap over whole interviews.

A draw in which a figure has no meaning (a code that does not occur has no average precision, one category alone no
kappa) is left out, as in the intervals of results: it says nothing, and counting it as 0 would.
"""

from __future__ import annotations

import numpy as np

from pipeline.suggestions.learning.labels import DimensionLabels, Marks, Matrix

_DRAWS = 400
_ENDS = (2.5, 97.5)
Interval = list[float]


def with_intervals(target: DimensionLabels, scores: Matrix, shown: Marks, *, seed: int) -> dict[str, Interval]:
    """95 % intervals of kappa, or of micro F1 and macro average precision; none where no draw has the figure."""
    names, group = np.unique(target.interviews, return_inverse=True)
    drawn = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), size=_DRAWS)
    if target.single:
        figures = {"kappa": _kappas(target, shown, group, drawn)}
    else:
        figures = {
            "micro_f1": _micro_f1s(target, shown, group, drawn),
            "macro_average_precision": _average_precisions(target, scores, drawn[:, group]),
        }
    return {name: _interval(draws) for name, draws in figures.items() if not np.isnan(draws).all()}


def _interval(figures: Matrix) -> Interval:
    known = figures[~np.isnan(figures)]
    low, high = np.percentile(known, _ENDS)
    return [round(float(low), 4), round(float(high), 4)]


def _kappas(target: DimensionLabels, shown: Marks, group: Matrix, drawn: Matrix) -> Matrix:
    answered = shown.copy()
    answered[:, -1] = ~shown.any(axis=1)
    count = len(target.values)
    tables = np.zeros((drawn.shape[1], count, count))
    np.add.at(tables, (group, target.given.argmax(axis=1), answered.argmax(axis=1)), 1)
    pooled = np.einsum("dg,gij->dij", drawn, tables)
    total = pooled.sum(axis=(1, 2))
    same = np.einsum("dii->d", pooled) / total
    chance = (pooled.sum(axis=1) * pooled.sum(axis=2)).sum(axis=1) / total**2
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(chance < 1 - 1e-12, (same - chance) / (1 - chance), np.nan))


def _micro_f1s(target: DimensionLabels, shown: Marks, group: Matrix, drawn: Matrix) -> Matrix:
    counts = np.zeros((drawn.shape[1], 2))
    right = 2 * (target.given * shown).sum(axis=1)
    np.add.at(counts, group, np.column_stack([right, target.given.sum(axis=1) + shown.sum(axis=1)]))
    pooled = drawn @ counts
    with np.errstate(invalid="ignore"):
        return np.asarray(pooled[:, 0] / pooled[:, 1])


def _average_precisions(target: DimensionLabels, scores: Matrix, weights: Matrix) -> Matrix:
    used = np.flatnonzero(target.given.any(axis=0))
    per_code = [_average_precision(target.given[:, at], scores[:, at], weights) for at in used]
    if not per_code:
        return np.full(len(weights), np.nan)
    # The mean over the codes that occur in the draw, as the figure itself is the mean over those that occur.
    occurring = ~np.isnan(per_code)
    count = occurring.sum(axis=0)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(occurring, per_code, 0.0).sum(axis=0) / count)


def _average_precision(given: Matrix, scores: Matrix, weights: Matrix) -> Matrix:
    """As scikit-learn reads it: precision where a score ends, so that rows of one score count together."""
    order = np.argsort(-scores, kind="stable")
    counted = weights[:, order].astype(np.float64)
    hits = counted * given[order]
    last = np.flatnonzero(np.append(np.diff(scores[order]) != 0, True))
    found, read = np.cumsum(hits, axis=1)[:, last], np.cumsum(counted, axis=1)[:, last]
    precision = found / np.maximum(read, 1e-12)
    gained = np.diff(found, axis=1, prepend=0.0)
    with np.errstate(invalid="ignore"):
        return np.asarray((gained * precision).sum(axis=1) / found[:, -1])
