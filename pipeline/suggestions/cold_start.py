"""Suggestions before anybody has coded: from the codebook's keywords and definitions alone, and said to be so."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import datetime

import numpy as np

from pipeline.codebook import Code, Codebook, Dimension
from pipeline.suggestions.calibration import Calibrator
from pipeline.suggestions.card import card_of, versions
from pipeline.suggestions.features import VIEWS, PassageFeatures
from pipeline.suggestions.memory import remember
from pipeline.suggestions.model import DimensionModel, TrainedModel
from pipeline.suggestions.speech import words_of
from pipeline.suggestions.targets import Matrix, target_of, values_of

REMARK = "Nobody has coded yet: suggestions rest on the codebook's keywords and definitions alone."

_LONG = 6  # shorter words of a definition are seldom about its subject
# What one, two, three words heard are worth before anything was learnt, and how often none is right where none is.
_BELIEF = ((0, 0.02), (1, 0.45), (2, 0.65), (3, 0.75))
_CASES = 50
_LINE = 0.25  # one keyword heard is enough to be shown


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
    weights[np.arange(codes), first + np.arange(codes)] = 1.0
    scores, given = _beliefs(codes, single=dimension.single)
    return DimensionModel(
        dimension=dimension.id,
        values=values,
        single=dimension.single,
        weights=weights,
        offsets=np.zeros(len(values)),
        calibrator=Calibrator(single=dimension.single).fit(scores, given),
        points=np.full(len(values), _LINE),
    )


def _beliefs(codes: int, *, single: bool) -> tuple[Matrix, Matrix]:
    """Imagined cases that say what hits are worth, for the calibration to learn from."""
    rows = [
        (at, heard, case < share * _CASES) for at in range(codes) for heard, share in _BELIEF for case in range(_CASES)
    ]
    scores, given = np.zeros((len(rows), codes + single)), np.zeros((len(rows), codes + single))
    for row, (at, heard, right) in enumerate(rows):
        scores[row, at] = np.log1p(heard)
        given[row, at] = right
        if single and not right:
            given[row, -1] = 1.0
    return scores, given
