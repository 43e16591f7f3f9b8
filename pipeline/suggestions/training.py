"""From examples to a trained model: scores, calibration and lines from interviews the scorer had not seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.codebook import Codebook
from pipeline.errors import NothingToLearn
from pipeline.records import Example, Passage
from pipeline.suggestions.calibration import Calibrator, uncalibrated
from pipeline.suggestions.card import card_of, versions
from pipeline.suggestions.classifier import CodeScorer
from pipeline.suggestions.evaluation import evaluate_by_interview
from pipeline.suggestions.features import plain_features
from pipeline.suggestions.folds import folds_by_interview
from pipeline.suggestions.model import DimensionModel, TrainedModel
from pipeline.suggestions.targets import Matrix, Target, target_of
from pipeline.suggestions.thresholds import operating_points

Progress = Callable[[str, int, int], None]


def train(
    examples: Sequence[Example],
    codebook: Codebook,
    *,
    trained_at: datetime,
    seed: int = 0,
    prefer: str = "balance",
    evaluate: bool = True,
    progress: Progress | None = None,
) -> TrainedModel:
    """Learn the team's coding; the same examples, codebook and seed give the same model.

    `prefer` is `recall`, `balance` or `precision`: what the lines between shown and not shown favour. `progress` is
    told what is done, how many steps of it, and of how many.

    Raises:
        NothingToLearn: there are no examples, or none of them carries a code.
    """
    tell = progress or (lambda what, done, total: None)
    lessons = [target_of(dimension, examples) for dimension in codebook]
    _refuse_nothing(examples)
    scores = _out_of_fold(examples, lessons, seed=seed, tell=tell)
    features = plain_features(len(examples))
    X = features.fit_transform([example.passage for example in examples])
    learnt = [_learn(lesson, X, scores[lesson.dimension.id], seed=seed, prefer=prefer) for lesson in lessons]
    tell("learning from every interview", 1, 1)
    figures = evaluate_by_interview(lessons, scores, prefer=prefer) if evaluate else {}
    return TrainedModel(
        id=_name(examples, codebook, seed=seed, prefer=prefer),
        card=card_of(lessons, codebook, trained_at=trained_at, seed=seed, prefer=prefer, figures=figures),
        features=features,
        dimensions=tuple(learnt),
    )


def _refuse_nothing(examples: Sequence[Example]) -> None:
    if not examples:
        raise NothingToLearn("No fragment was coded or reviewed yet. Code an interview by hand, then train again.")
    if not any(codes for example in examples for codes in example.codes.values()):
        raise NothingToLearn(
            f"{len(examples)} fragments were reviewed, but none carries a code. Give codes to some, then train again."
        )


def _out_of_fold(
    examples: Sequence[Example], lessons: Sequence[Target], *, seed: int, tell: Progress
) -> dict[str, Matrix | None]:
    """Per dimension the scores of each row by a scorer that saw none of its interview; None for one interview alone."""
    interviews = np.array([example.passage.transcript_id for example in examples], dtype=np.str_)
    splits = list(folds_by_interview(interviews))
    if not splits:
        return {lesson.dimension.id: None for lesson in lessons}
    scores = {lesson.dimension.id: np.zeros(lesson.given.shape) for lesson in lessons}
    for done, (learn, judge) in enumerate(splits, start=1):
        features = plain_features(len(learn))
        features.fit([examples[row].passage for row in learn])
        X = features.transform([example.passage for example in examples])
        for lesson in lessons:
            known, asked = np.isin(lesson.rows, learn), np.isin(lesson.rows, judge)
            if known.any() and asked.any():
                scorer = CodeScorer(seed=seed).fit(X[lesson.rows[known]], lesson.given[known])
                scores[lesson.dimension.id][asked] = scorer.scores(X[lesson.rows[asked]])
        tell("cross-validating by interview", done, len(splits))
    return dict(scores)


def _learn(lesson: Target, X: csr_matrix, scores: Matrix | None, *, seed: int, prefer: str) -> DimensionModel:
    if not len(lesson.rows):
        return _unknown(lesson, X.shape[1])
    scorer = CodeScorer(seed=seed).fit(X[lesson.rows], lesson.given)
    calibrator = uncalibrated(len(lesson.values), single=lesson.single)
    points = np.full(len(lesson.values), 0.5)
    if scores is not None:
        calibrator = Calibrator(single=lesson.single).fit(scores, lesson.given)
        points = operating_points(calibrator.probabilities(scores), lesson.given, prefer=prefer)
    return DimensionModel(
        dimension=lesson.dimension.id, values=lesson.values, scorer=scorer, calibrator=calibrator, points=points
    )


def _unknown(lesson: Target, width: int) -> DimensionModel:
    """A dimension that nobody judged: every value about equally (un)likely, nothing suggested."""
    count = len(lesson.values)
    scorer = CodeScorer()
    scorer.weights_, scorer.intercepts_ = np.zeros((count, width)), np.full(count, -9.0)
    if lesson.single:
        scorer.intercepts_[-1] = 9.0
    return DimensionModel(
        dimension=lesson.dimension.id,
        values=lesson.values,
        scorer=scorer,
        calibrator=uncalibrated(count, single=lesson.single),
        points=np.full(count, 0.5),
    )


def _name(examples: Sequence[Example], codebook: Codebook, *, seed: int, prefer: str) -> str:
    """Twelve digits of the hash of all that the model rests on."""
    digest = hashlib.sha256(json.dumps([versions(), codebook.stamp, seed, prefer]).encode())
    for example in examples:
        codes = {dimension: sorted(example.codes[dimension]) for dimension in sorted(example.codes)}
        digest.update(json.dumps([_contents(example.passage), codes]).encode())
    return digest.hexdigest()[:12]


def _contents(passage: Passage) -> list[str]:
    return [passage.fragment_id, passage.text, passage.question, passage.before, passage.after]
