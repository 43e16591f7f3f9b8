"""What a model must beat: always the commonest answer, and the codebook's keywords."""

from __future__ import annotations

import numpy as np

from pipeline.codebook import NONE
from pipeline.suggestions.figures import figures
from pipeline.suggestions.folds import folds_by_interview
from pipeline.suggestions.keywords import count_keywords
from pipeline.suggestions.targets import Marks, Matrix, Target


def majority(target: Target) -> dict[str, float]:
    """The figures of giving everyone the commonest value of the other interviews."""
    scores = np.zeros(target.given.shape)
    for learn, judge in folds_by_interview(target.interviews):
        scores[judge] = target.given[learn].mean(axis=0)
    return figures(target, scores, commonest(scores, target.values) if target.single else np.asarray(scores > 0.5))


def keywords(target: Target) -> dict[str, float]:
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
