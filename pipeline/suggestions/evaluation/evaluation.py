"""Evaluate a model by cross-validation over interviews, with everything learnt anew in each fold.

Nested: in each fold the blend, the weights, the calibration and the lines come from the other interviews alone. Only
which terms exist, and how common they are, is read from all texts; codes are never.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from pipeline.records import Passage
from pipeline.suggestions.evaluation.baselines import keywords, majority, plain_figures, plain_scores
from pipeline.suggestions.evaluation.held_out import Answers, UncodedFragments, held_out_frame
from pipeline.suggestions.evaluation.intervals import with_intervals
from pipeline.suggestions.evaluation.label_errors import confusions, doubtful
from pipeline.suggestions.evaluation.learning_curve import learning_curve
from pipeline.suggestions.evaluation.metrics import by_interview, figures, per_code
from pipeline.suggestions.learning.calibration import calibration_error, reliability
from pipeline.suggestions.learning.cross_validation import folds_by_interview
from pipeline.suggestions.learning.labels import DimensionLabels, Matrix, some_of
from pipeline.suggestions.learning.model_selection import learn
from pipeline.suggestions.learning.ridge import RidgeCache
from pipeline.suggestions.learning.training_set import TrainingSet

Tell = Callable[[str, int, int], None]


def evaluate_by_interview(
    material: TrainingSet, *, prefer: str, seed: int, tell: Tell, curve: bool = True, beside: Sequence[Passage] = ()
) -> tuple[dict[str, Any], pd.DataFrame]:
    """Figures per dimension, on the team's own interviews, and what they rest on (see `held_out_frame`).

    A dimension judged in fewer than two interviews has none.
    """
    judged = [lesson for lesson in material.lessons if len(set(lesson.interviews[lesson.own])) > 1]
    unread = UncodedFragments(beside, material)
    answers = nested(judged, material.ridges, prefer=prefer, tell=tell, unread=unread)
    own = [some_of(lesson, np.flatnonzero(lesson.own)) for lesson in judged]
    peers = plain_scores(own, seed=seed)
    told = {
        lesson.dimension.id: {
            **_figures(lesson, answer, peer, seed=seed),
            "learning_curve": learning_curve(whole, material.ridges[:1], prefer=prefer, seed=seed) if curve else {},
        }
        for whole, lesson, answer, peer in zip(judged, own, answers, peers, strict=True)
    }
    return told, held_out_frame(own, answers, unread)


def nested(
    lessons: Sequence[DimensionLabels],
    ridges: Sequence[RidgeCache],
    *,
    prefer: str,
    tell: Tell,
    unread: UncodedFragments | None = None,
) -> list[Answers]:
    """Per lesson, probabilities and suggestions for every own row by a model that saw nothing of its interview."""
    answers = [(np.zeros(lesson.given.shape), np.zeros(lesson.given.shape, dtype=bool)) for lesson in lessons]
    splits = [_splits(lesson) for lesson in lessons]
    folds = max(map(len, splits), default=0)
    for fold in range(folds):
        for lesson, split, (probabilities, shown) in zip(lessons, splits, answers, strict=True):
            if fold < len(split):
                others, judge = split[fold]
                learnt = learn(some_of(lesson, others), ridges, prefer=prefer)
                similar = ridges[0].between(learnt.blend, lesson.rows[judge], lesson.rows[others])
                probabilities[judge] = learnt.probabilities(similar, lesson.expected[judge])
                shown[judge] = learnt.shown(probabilities[judge])
                if unread is not None:
                    unread.score(some_of(lesson, others), learnt, set(lesson.interviews[judge]))
        tell("judging on unseen interviews", fold + 1, folds)
    return [
        (probabilities[lesson.own], shown[lesson.own])
        for lesson, (probabilities, shown) in zip(lessons, answers, strict=True)
    ]


def _splits(lesson: DimensionLabels) -> list[tuple[Matrix, Matrix]]:
    """Own interviews take turns to judge; another study's, and the codebook's examples, are always learnt from."""
    own, always = np.flatnonzero(lesson.own), np.flatnonzero(~lesson.own)
    return [
        (np.sort(np.concatenate([own[others], always])), own[judge])
        for others, judge in folds_by_interview(lesson.interviews[own])
    ]


def _figures(target: DimensionLabels, answers: Answers, peer: Matrix, *, seed: int) -> dict[str, Any]:
    probabilities, shown = answers
    return {
        "model": figures(target, probabilities, shown),
        "plain": plain_figures(target, peer),
        "keywords": keywords(target),
        "majority": majority(target),
        "intervals": with_intervals(target, probabilities, shown, seed=seed),
        "by_interview": by_interview(target, probabilities, shown),
        "calibration_error": round(calibration_error(probabilities, target.given), 4),
        "reliability": [[round(each, 4) for each in tenth] for tenth in reliability(probabilities, target.given)],
        "codes": per_code(target, probabilities, shown),
        "confusions": confusions(target, shown),
        "doubtful": doubtful(target, probabilities),
        "interviews": len(set(target.interviews)),
        "fragments": len(target.rows),
    }
