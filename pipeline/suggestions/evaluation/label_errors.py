"""Likely label errors: codes that the model confuses, and hand codes that it doubts. Ids only."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from pipeline.suggestions.learning.labels import DimensionLabels, Marks, Matrix

_PAIRS = 12
_SHOWN = 5
_DOUBTS = 50
_SURE, _UNLIKELY = 0.85, 0.03


def confusions(target: DimensionLabels, shown: Marks) -> list[dict[str, Any]]:
    """The commonest pairs of a code given and another shown instead, with some fragments of each."""
    missed = (target.given > 0) & ~_with_none(target, shown)
    extra = _with_none(target, shown) & ~(target.given > 0)
    pairs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in np.flatnonzero(missed.any(axis=1) & extra.any(axis=1)):
        for given in np.flatnonzero(missed[row]):
            for said in np.flatnonzero(extra[row]):
                pairs[target.values[given], target.values[said]].append(target.passages[row].fragment_id)
    ordered = sorted(pairs.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:_PAIRS]
    return [
        {"given": given, "shown": said, "times": len(ids), "fragments": ids[:_SHOWN]} for (given, said), ids in ordered
    ]


def doubtful(target: DimensionLabels, probabilities: Matrix) -> list[dict[str, Any]]:
    """Hand codes that a model without their interview finds very unlikely, the strangest first."""
    given = target.given > 0
    strange = np.where(given, probabilities, 1 - probabilities)
    doubted = (given & (probabilities < _UNLIKELY)) | (~given & (probabilities > _SURE))
    places = np.argwhere(doubted)
    order = np.argsort(strange[doubted], kind="stable")[:_DOUBTS]
    return [
        {
            "fragment": target.passages[row].fragment_id,
            "code": target.values[at],
            "given": bool(given[row, at]),
            "probability": round(float(probabilities[row, at]), 3),
        }
        for row, at in places[order]
    ]


def _with_none(target: DimensionLabels, shown: Marks) -> Marks:
    if not target.single:
        return shown
    answered = shown.copy()
    answered[:, -1] = ~shown.any(axis=1)
    return answered
