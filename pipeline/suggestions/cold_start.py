"""Cold start: suggestions from the codebook alone, before anybody has coded."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import datetime

import numpy as np

from pipeline.codebook import Code, Codebook, Dimension
from pipeline.suggestions.features.embeddings import identity_of, resolve, why_no_encoder
from pipeline.suggestions.features.lemmas import words_of
from pipeline.suggestions.features.passages import PassageFeatures
from pipeline.suggestions.learning.estimators import MultiDimensionClassifier, pipeline_of
from pipeline.suggestions.learning.kernels import BLENDS, meanings_in, views_of
from pipeline.suggestions.learning.labels import target_of
from pipeline.suggestions.learning.nearest import remember
from pipeline.suggestions.learning.training_set import examples_in
from pipeline.suggestions.model import TrainedModel
from pipeline.suggestions.registry.card import card_of, remark_of, versions

_LONG = 6  # shorter words of a definition are seldom about its subject


def from_codebook(codebook: Codebook, *, trained_at: datetime, encoder: str | None = None) -> TrainedModel:
    """A model that has learnt of nobody: a code is as probable as its keywords are heard and its examples are alike."""
    asked, encoder = encoder, resolve(encoder)
    codes = [code for dimension in codebook for code in codes_with_definition_words(dimension)]
    examples = examples_in(codebook)
    told = np.ones(len(examples), dtype=bool)
    lessons = [target_of(dimension, examples, told=told) for dimension in codebook]
    card = card_of(lessons, codebook, trained_at=trained_at, seed=0, prefer="balance", figures={})
    stamp = json.dumps([versions(), codebook.stamp, "cold", identity_of(encoder)]).encode()
    passages = [each.passage for each in examples]
    features = PassageFeatures(codes=codes, encoder=encoder, known_alone=not examples)
    views = views_of(features.fit_transform(passages), BLENDS)
    pipeline = pipeline_of(features, codebook)
    every: MultiDimensionClassifier = pipeline["suggest"]
    known = None if every.meaning is None else meanings_in(every.meaning, views)
    speaking = [
        every.speaking_for_codebook(every.classifier(at), lesson, views, known) for at, lesson in enumerate(lessons)
    ]
    every.keep(speaking, remember(views[0], lessons, known))
    card |= {"encoder": identity_of(encoder), "no_encoder": why_no_encoder(asked), "cold_start": True}
    return TrainedModel(
        id=hashlib.sha256(stamp).hexdigest()[:12],
        card={**card, "remark": remark_of(card)},
        pipeline=pipeline,
    )


def tells_enough(codebook: Codebook) -> bool:
    """Whether the codebook has words or patterns to go by: definitions alone suggest at random."""
    return any(code.keywords or code.patterns for dimension in codebook for code in dimension.codes)


def codes_with_definition_words(dimension: Dimension) -> list[Code]:
    """The codes; those without keywords get the words that only their own label and definition use."""
    told = {code.id: _long_words(code) for code in dimension.codes}
    used = Counter(word for words in told.values() for word in words)
    return [
        code
        if code.keywords or code.patterns
        else code.model_copy(update={"keywords": (*code.keywords, *sorted(w for w in told[code.id] if used[w] == 1))})
        for code in dimension.codes
    ]


def _long_words(code: Code) -> set[str]:
    return {word for word in words_of(f"{code.label.nl} {code.definition.nl}") if len(word) >= _LONG}
