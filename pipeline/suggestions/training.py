"""From examples to a trained model: similarities once, then a calibrated linear model per dimension."""

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
from pipeline.suggestions.blend import BLENDS, similarities, weights_under
from pipeline.suggestions.calibration import Calibrator
from pipeline.suggestions.card import card_of, versions
from pipeline.suggestions.evaluation import evaluate_by_interview
from pipeline.suggestions.features import VIEWS, PassageFeatures, Places
from pipeline.suggestions.learner import PENALTY, learn
from pipeline.suggestions.memory import remember
from pipeline.suggestions.model import DimensionModel, TrainedModel
from pipeline.suggestions.ridge import Ridges
from pipeline.suggestions.targets import Target, target_of

Progress = Callable[[str, int, int], None]

LIMIT = 12_000
"""Beyond so many examples the similarities would not fit a laptop: an even draw of them is learnt from."""


def train(
    examples: Sequence[Example],
    codebook: Codebook,
    *,
    trained_at: datetime,
    seed: int = 0,
    prefer: str = "balance",
    evaluate: bool = True,
    encoder: str | None = None,
    progress: Progress | None = None,
) -> TrainedModel:
    """Learn the team's coding; the same examples, codebook and seed give the same model.

    `prefer` is `recall`, `balance` or `precision`: what the lines between shown and not shown favour. `encoder` names
    a model on this machine whose vectors are read too (docs/encoders.md). `progress` is told what is done, how many
    steps of it, and of how many.

    Raises:
        UnusableEncoder: the encoder is not on this machine.
        NothingToLearn: there are no examples, or none of them carries a code.
    """
    tell = progress or (lambda what, done, total: None)
    _refuse_nothing(examples)
    name = _name(examples, codebook, recipe=[seed, prefer, encoder])
    kept = _even_draw(examples, seed)
    lessons = [target_of(dimension, kept) for dimension in codebook]
    told = [example.passage for example in kept]
    features = PassageFeatures(codes=[code for dimension in codebook for code in dimension.codes], encoder=encoder).fit(
        told
    )
    rows, places = features.read(told)
    tell("reading what was coded", 1, 1)
    ridges = Ridges(similarities(rows, places), penalty=PENALTY)
    learnt = []
    for done, lesson in enumerate(lessons, start=1):
        learnt.append(_learn(lesson, ridges, rows, places, prefer=prefer))
        tell("learning each dimension", done, len(lessons))
    figures = evaluate_by_interview(lessons, ridges, prefer=prefer, seed=seed, tell=tell) if evaluate else {}
    card = card_of(lessons, codebook, trained_at=trained_at, seed=seed, prefer=prefer, figures=figures)
    memory = remember(rows[places[0]], [passage.fragment_id for passage in told], lessons)
    return TrainedModel(id=name, card=card, features=features, dimensions=tuple(learnt), memory=memory)


def _refuse_nothing(examples: Sequence[Example]) -> None:
    if not examples:
        raise NothingToLearn("No fragment was coded or reviewed yet. Code an interview by hand, then train again.")
    if not any(codes for example in examples for codes in example.codes.values()):
        raise NothingToLearn(
            f"{len(examples)} fragments were reviewed, but none carries a code. Give codes to some, then train again."
        )


def _even_draw(examples: Sequence[Example], seed: int) -> Sequence[Example]:
    if len(examples) <= LIMIT:
        return examples
    drawn = np.sort(np.random.default_rng(seed).permutation(len(examples))[:LIMIT])
    return [examples[row] for row in drawn]


def _learn(
    lesson: Target, ridges: Ridges, rows: csr_matrix, places: Sequence[Places], *, prefer: str
) -> DimensionModel:
    if not len(lesson.rows):
        return _unknown(lesson, rows.shape[1] * len(VIEWS))
    learnt = learn(lesson, ridges, prefer=prefer)
    judged = [place[lesson.rows] for place in places]
    return DimensionModel(
        dimension=lesson.dimension.id,
        values=lesson.values,
        single=lesson.single,
        weights=weights_under(BLENDS[learnt.blend], rows, judged, learnt.fit.duals),
        offsets=learnt.fit.duals.sum(axis=0),
        calibrator=learnt.calibrator,
        points=learnt.points,
    )


def _unknown(lesson: Target, width: int) -> DimensionModel:
    """A dimension that nobody judged: every code improbable, nothing suggested."""
    count = len(lesson.values)
    nothing = np.zeros((2, count))
    if lesson.single:
        nothing[:, -1] = 1.0
    return DimensionModel(
        dimension=lesson.dimension.id,
        values=lesson.values,
        single=lesson.single,
        weights=np.zeros((count, width), dtype=np.float32),
        offsets=np.zeros(count),
        calibrator=Calibrator(single=lesson.single).fit(np.zeros((2, count)), nothing),
        points=np.full(count, np.inf),
    )


def _name(examples: Sequence[Example], codebook: Codebook, *, recipe: Sequence[object]) -> str:
    """Twelve digits of the hash of all that the model rests on."""
    digest = hashlib.sha256(json.dumps([versions(), codebook.stamp, *recipe]).encode())
    for example in examples:
        codes = {dimension: sorted(example.codes[dimension]) for dimension in sorted(example.codes)}
        digest.update(json.dumps([_contents(example.passage), codes]).encode())
    return digest.hexdigest()[:12]


def _contents(passage: Passage) -> list[str]:
    return [passage.fragment_id, passage.text, passage.question, passage.before, passage.after]
