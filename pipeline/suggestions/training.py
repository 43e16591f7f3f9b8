"""From examples to a trained model: similarities once, then a calibrated linear model per dimension."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import numpy as np

from pipeline.codebook import Codebook
from pipeline.records import Example, Passage
from pipeline.suggestions.building import built
from pipeline.suggestions.calibration import Calibrator
from pipeline.suggestions.card import card_of, versions
from pipeline.suggestions.evaluation import evaluate_by_interview
from pipeline.suggestions.features import VIEWS
from pipeline.suggestions.learner import learn
from pipeline.suggestions.material import Material, gather
from pipeline.suggestions.memory import remember
from pipeline.suggestions.model import DimensionModel, TrainedModel
from pipeline.suggestions.targets import Target

Progress = Callable[[str, int, int], None]


def train(
    examples: Sequence[Example],
    codebook: Codebook,
    *,
    trained_at: datetime,
    seed: int = 0,
    prefer: str = "balance",
    evaluate: bool = True,
    curve: bool = True,
    encoder: str | None = None,
    starter: Sequence[Example] = (),
    beside: Sequence[Passage] = (),
    progress: Progress | None = None,
) -> TrainedModel:
    """Learn the team's coding; the same examples, codebook and seed give the same model.

    `evaluate` judges it on unseen interviews; `curve` also tells what more interviews would bring.
    `prefer` is `recall`, `balance` or `precision`: what the lines between shown and not shown favour. `encoder` names
    a model on this machine whose vectors are read too (docs/encoders.md). `starter` are another study's examples: they
    count as much as helps on the team's own interviews. `beside` are all fragments of the examples' interviews: the
    evaluation scores those without codes too, by a model that saw nothing of the interview. `progress` is told what is
    done, how many steps, of how many.

    Raises:
        UnusableEncoder: the encoder is not on this machine.
        NothingToLearn: there are no examples, or none of them carries a code.
    """
    tell = progress or (lambda what, done, total: None)
    material = gather(examples, starter, codebook, encoder=encoder, seed=seed)
    tell("reading what was coded", 1, 1)
    models = []
    for done, lesson in enumerate(material.lessons, start=1):
        models.append(_learn(lesson, material, prefer=prefer))
        tell("learning each dimension", done, len(material.lessons))
    judged = partial(evaluate_by_interview, material, prefer=prefer, seed=seed, tell=tell, curve=curve, beside=beside)
    figures, held_out = judged() if evaluate else ({}, None)
    ids = [passage.fragment_id for passage in material.passages]
    return TrainedModel(
        id=name_of(examples, codebook, seed=seed, prefer=prefer, encoder=encoder, starter=starter),
        card={
            **card_of(material.lessons, codebook, trained_at=trained_at, seed=seed, prefer=prefer, figures=figures),
            "encoder": encoder,
            "chosen": {each.dimension: _chosen(each) for each in models},
        },
        features=material.features,
        dimensions=tuple(models),
        memory=remember(material.rows[material.places[0]], ids, material.lessons),
        held_out=held_out,
    )


def _chosen(learnt: DimensionModel) -> dict[str, object]:
    names = {"reads": learnt.blend, "starter_share": learnt.starter_share, "keyword_trust": learnt.keyword_trust}
    return dict(names)


def _learn(lesson: Target, material: Material, *, prefer: str) -> DimensionModel:
    if not len(lesson.rows):
        return _unknown(lesson, material.rows.shape[1] * len(VIEWS))
    return built(lesson, learn(lesson, material.ridges, prefer=prefer), material)


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


def name_of(
    examples: Sequence[Example],
    codebook: Codebook,
    *,
    seed: int = 0,
    prefer: str = "balance",
    encoder: str | None = None,
    starter: Sequence[Example] = (),
) -> str:
    """The id of the model that `train` makes of this: twelve digits of the hash of all that it rests on."""
    recipe = [seed, prefer, encoder, len(starter)]
    digest = hashlib.sha256(json.dumps([versions(), codebook.stamp, *recipe]).encode())
    for example in [*examples, *starter]:
        codes = {dimension: sorted(example.codes[dimension]) for dimension in sorted(example.codes)}
        digest.update(json.dumps([_contents(example.passage), codes]).encode())
    return digest.hexdigest()[:12]


def _contents(passage: Passage) -> list[str]:
    return [passage.fragment_id, passage.text, passage.question, passage.before, passage.after]
