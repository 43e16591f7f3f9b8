"""How the model does on interviews it had not seen, beside always-the-same and the codebook's keywords."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pipeline.suggestions.baselines import keywords, majority
from pipeline.suggestions.calibration import Calibrator
from pipeline.suggestions.figures import figures, per_code
from pipeline.suggestions.folds import folds_by_interview
from pipeline.suggestions.targets import Marks, Matrix, Target
from pipeline.suggestions.thresholds import operating_points, suggested


def evaluate_by_interview(
    lessons: Sequence[Target], scores: Mapping[str, Matrix | None], *, prefer: str
) -> dict[str, Any]:
    """Figures per dimension; a dimension judged in fewer than two interviews has none."""
    judged = [(lesson, scores[lesson.dimension.id]) for lesson in lessons if len(set(lesson.interviews)) > 1]
    return {
        lesson.dimension.id: _figures(lesson, score, prefer=prefer) for lesson, score in judged if score is not None
    }


def _figures(target: Target, scores: Matrix, *, prefer: str) -> dict[str, Any]:
    probabilities, shown = cross_fitted(target, scores, prefer=prefer)
    return {
        "model": figures(target, probabilities, shown),
        "keywords": keywords(target),
        "majority": majority(target),
        "codes": per_code(target, probabilities, shown),
        "interviews": len(set(target.interviews)),
        "fragments": len(target.rows),
    }


def cross_fitted(target: Target, scores: Matrix, *, prefer: str) -> tuple[Matrix, Marks]:
    """Probabilities and suggestions whose calibration and lines were learnt on other interviews too."""
    probabilities = np.zeros(scores.shape)
    shown = np.zeros(scores.shape, dtype=bool)
    for learn, judge in folds_by_interview(target.interviews):
        calibrator = Calibrator(single=target.single).fit(scores[learn], target.given[learn])
        points = operating_points(calibrator.probabilities(scores[learn]), target.given[learn], prefer=prefer)
        probabilities[judge] = calibrator.probabilities(scores[judge])
        shown[judge] = suggested(probabilities[judge], points, values=target.values)
    return probabilities, shown
