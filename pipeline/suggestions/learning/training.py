"""Train a model: Gram matrices once, then a calibrated linear model per dimension."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from pipeline.codebook import Codebook
from pipeline.records import Example, Passage
from pipeline.suggestions.evaluation.evaluation import evaluate_by_interview
from pipeline.suggestions.features.embeddings import identity_of, resolve, why_no_encoder
from pipeline.suggestions.learning.estimators import chosen_by
from pipeline.suggestions.learning.training_set import gather
from pipeline.suggestions.model import TrainedModel
from pipeline.suggestions.registry.card import card_of, remark_of, versions

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
    columns: Sequence[str] = (),
    beside: Sequence[Passage] = (),
    progress: Progress | None = None,
) -> TrainedModel:
    """Learn the team's coding; the same examples, codebook and seed give the same model.

    `evaluate` judges it on unseen interviews; `curve` also tells what more interviews would bring.
    `prefer` is `recall`, `balance` or `precision`: what the lines between shown and not shown favour. `encoder` names
    a model on this machine whose vectors are read too (docs/encoders.md). `starter` are another study's examples: they
    count as much as helps on the team's own interviews. `columns` names what is read of what is known about a passage
    beside its words (`Passage.about`): nothing, unless asked for. `beside` are all fragments of the examples'
    interviews: the evaluation scores those without codes too, by a model that saw nothing of the interview. `progress`
    is told what is done, how many steps, of how many.

    Raises:
        UnusableEncoder: the encoder is not on this machine.
        NothingToLearn: there are no examples, or none of them carries a code.
    """
    tell = progress or (lambda what, done, total: None)
    asked, encoder = encoder, resolve(encoder)
    material = gather(examples, starter, codebook, encoder=encoder, seed=seed, prefer=prefer, columns=columns)
    tell("reading what was coded", 1, 1)
    every = material.pipeline["suggest"].study(material.lessons, material.ridges, material.views, tell=tell)
    judged = partial(evaluate_by_interview, material, prefer=prefer, seed=seed, tell=tell, curve=curve, beside=beside)
    figures, held_out = judged() if evaluate else ({}, None)
    card = card_of(
        material.lessons,
        codebook,
        trained_at=trained_at,
        seed=seed,
        prefer=prefer,
        figures=figures,
        columns=columns,
    )
    card |= {"encoder": identity_of(encoder), "no_encoder": why_no_encoder(asked), "chosen": chosen_by(every)}
    return TrainedModel(
        id=name_of(examples, codebook, seed=seed, prefer=prefer, encoder=encoder, starter=starter, columns=columns),
        card={**card, "remark": remark_of(card)},
        pipeline=material.pipeline,
        held_out=held_out,
    )


def name_of(
    examples: Sequence[Example],
    codebook: Codebook,
    *,
    seed: int = 0,
    prefer: str = "balance",
    encoder: str | None = None,
    starter: Sequence[Example] = (),
    columns: Sequence[str] = (),
) -> str:
    """The id of the model that `train` makes of this: twelve digits of the hash of all that it rests on."""
    recipe = [seed, prefer, identity_of(resolve(encoder)), len(starter), *([list(columns)] if columns else [])]
    digest = hashlib.sha256(json.dumps([versions(), codebook.stamp, *recipe]).encode())
    for example in [*examples, *starter]:
        codes = {dimension: sorted(example.codes[dimension]) for dimension in sorted(example.codes)}
        known = [example.passage.about.get(name, "") for name in columns]
        digest.update(json.dumps([[*_contents(example.passage), *known], codes]).encode())
    return digest.hexdigest()[:12]


def _contents(passage: Passage) -> list[str]:
    return [passage.fragment_id, passage.text, passage.question, passage.before, passage.after]
