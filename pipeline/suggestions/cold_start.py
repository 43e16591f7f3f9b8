"""Suggestions before anybody has coded: from the codebook's keywords and definitions alone, and said to be so."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import datetime

import numpy as np

from pipeline.codebook import Code, Codebook, Dimension
from pipeline.suggestions.calibration import believed
from pipeline.suggestions.card import card_of, versions
from pipeline.suggestions.features import VIEWS, PassageFeatures
from pipeline.suggestions.memory import remember
from pipeline.suggestions.model import DimensionModel, TrainedModel
from pipeline.suggestions.speech import words_of
from pipeline.suggestions.targets import target_of, values_of

REMARK = "Nobody has coded yet: suggestions rest on the codebook's keywords and definitions alone."

_LONG = 6  # shorter words of a definition are seldom about its subject
# What a code is worth before anything was learnt: where none of its words is heard, and where one is.
_UNHEARD, _HEARD = 0.04, 0.4
_LINE = 0.3  # one keyword heard is enough to be shown
_ONE = float(np.log(2.0))  # the score of one word heard


def from_codebook(codebook: Codebook, *, trained_at: datetime) -> TrainedModel:
    """A model that has learnt nothing: a code is as probable as its keywords are heard."""
    codes = [code for dimension in codebook for code in told_by_definitions(dimension)]
    features = PassageFeatures(codes=codes, known_alone=True).fit([])
    lessons = [target_of(dimension, []) for dimension in codebook]
    card = card_of(lessons, codebook, trained_at=trained_at, seed=0, prefer="balance", figures={})
    told = json.dumps([versions(), codebook.stamp, "cold"]).encode()
    width = len(codes)
    models, first = [], 0
    for dimension in codebook:
        models.append(_believed(dimension, first, width))
        first += len(dimension.codes)
    return TrainedModel(
        id=hashlib.sha256(told).hexdigest()[:12],
        card={**card, "cold_start": True, "remark": REMARK},
        features=features,
        dimensions=tuple(models),
        memory=remember(features.read([])[0], [], lessons),
    )


def tells_enough(codebook: Codebook) -> bool:
    """Whether the codebook has words or patterns to go by: definitions alone suggest at random."""
    return any(code.keywords or code.patterns for dimension in codebook for code in dimension.codes)


def told_by_definitions(dimension: Dimension) -> list[Code]:
    """The codes with the words that only their own label and definition use added to their keywords."""
    told = {code.id: _long_words(code) for code in dimension.codes}
    used = Counter(word for words in told.values() for word in words)
    return [
        code.model_copy(update={"keywords": (*code.keywords, *sorted(w for w in told[code.id] if used[w] == 1))})
        for code in dimension.codes
    ]


def _long_words(code: Code) -> set[str]:
    return {word for word in words_of(f"{code.label.nl} {code.definition.nl}") if len(word) >= _LONG}


def _believed(dimension: Dimension, first: int, width: int) -> DimensionModel:
    values = values_of(dimension)
    codes = len(dimension.codes)
    weights = np.zeros((len(values), width * len(VIEWS)), dtype=np.float32)
    weights[np.arange(codes), first + np.arange(codes)] = 1.0 / _ONE
    return DimensionModel(
        dimension=dimension.id,
        values=values,
        single=dimension.single,
        weights=weights,
        offsets=np.zeros(len(values)),
        calibrator=believed(codes, single=dimension.single, unheard=_UNHEARD, heard=_HEARD),
        points=np.full(len(values), _LINE),
    )
