"""How much the main figure differs from interview to interview: one figure over all of them hides the worst."""

from __future__ import annotations

import numpy as np

from pipeline.suggestions.figures import figures
from pipeline.suggestions.targets import Marks, Matrix, Target, some_of

_MAIN = {True: "kappa", False: "micro_f1"}


def by_interview(target: Target, scores: Matrix, shown: Marks) -> dict[str, float]:
    """The main figure of each interview: kappa where one value may hold, else micro F1; without any code none."""
    found: dict[str, float] = {}
    for interview in np.unique(target.interviews):
        rows = np.flatnonzero(target.interviews == interview)
        if target.given[rows][:, : len(target.dimension.codes)].any():
            told = figures(some_of(target, rows), scores[rows], shown[rows])
            found[str(interview)] = told[_MAIN[target.single]]
    return found
