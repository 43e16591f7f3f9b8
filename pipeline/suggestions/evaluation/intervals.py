"""Intervals for the main figures by drawing whole interviews again and again: fragments of one are no new evidence."""

from __future__ import annotations

import numpy as np

from pipeline.suggestions.learning.labels import DimensionLabels, Marks, Matrix

_DRAWS = 400
_ENDS = (2.5, 97.5)
Interval = list[float]


def with_intervals(target: DimensionLabels, scores: Matrix, shown: Marks, *, seed: int) -> dict[str, Interval]:
    """95 % intervals of kappa, or of micro F1 and macro average precision."""
    names, group = np.unique(target.interviews, return_inverse=True)
    drawn = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), size=_DRAWS)
    if target.single:
        return {"kappa": _interval(_kappas(target, shown, group, drawn))}
    return {
        "micro_f1": _interval(_micro_f1s(target, shown, group, drawn)),
        "macro_average_precision": _interval(_average_precisions(target, scores, drawn[:, group])),
    }


def _interval(figures: Matrix) -> Interval:
    low, high = np.percentile(figures, _ENDS)
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
    return np.asarray((same - chance) / np.maximum(1 - chance, 1e-12))


def _micro_f1s(target: DimensionLabels, shown: Marks, group: Matrix, drawn: Matrix) -> Matrix:
    counts = np.zeros((drawn.shape[1], 2))
    right = 2 * (target.given * shown).sum(axis=1)
    np.add.at(counts, group, np.column_stack([right, target.given.sum(axis=1) + shown.sum(axis=1)]))
    pooled = drawn @ counts
    return np.asarray(pooled[:, 0] / np.maximum(pooled[:, 1], 1))


def _average_precisions(target: DimensionLabels, scores: Matrix, weights: Matrix) -> Matrix:
    used = np.flatnonzero(target.given.any(axis=0))
    per_code = [_average_precision(target.given[:, at], scores[:, at], weights) for at in used]
    return np.asarray(np.mean(per_code, axis=0)) if per_code else np.zeros(len(weights))


def _average_precision(given: Matrix, scores: Matrix, weights: Matrix) -> Matrix:
    order = np.argsort(-scores, kind="stable")
    counted = weights[:, order].astype(np.float64)
    hits = counted * given[order]
    precision = np.cumsum(hits, axis=1) / np.maximum(np.cumsum(counted, axis=1), 1e-12)
    return np.asarray((hits * precision).sum(axis=1) / np.maximum(hits.sum(axis=1), 1e-12))
