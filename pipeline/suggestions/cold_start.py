"""Suggestions before anybody has coded: from the codebook's keywords and definitions alone, and said to be so."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import datetime

import numpy as np

from pipeline.codebook import Code, Codebook, Dimension
from pipeline.suggestions.blend import BLENDS, views_of
from pipeline.suggestions.building import pipeline_of
from pipeline.suggestions.calibration import believed
from pipeline.suggestions.card import card_of, versions
from pipeline.suggestions.classifier import CodeClassifier
from pipeline.suggestions.every import EveryDimension
from pipeline.suggestions.features import VIEWS, PassageFeatures
from pipeline.suggestions.memory import remember
from pipeline.suggestions.model import TrainedModel
from pipeline.suggestions.speech import words_of
from pipeline.suggestions.targets import Target, target_of

REMARK = "Nobody has coded yet: suggestions rest on the codebook's keywords and definitions alone."

_LONG = 6  # shorter words of a definition are seldom about its subject
# What a code is worth before anything was learnt: where none of its words is heard, and where one is.
_UNHEARD, _HEARD = 0.04, 0.4
_LINE = 0.3  # one keyword heard is enough to be shown


def from_codebook(codebook: Codebook, *, trained_at: datetime) -> TrainedModel:
    """A model that has learnt nothing: a code is as probable as its keywords are heard."""
    codes = [code for dimension in codebook for code in told_by_definitions(dimension)]
    lessons = [target_of(dimension, []) for dimension in codebook]
    card = card_of(lessons, codebook, trained_at=trained_at, seed=0, prefer="balance", figures={})
    told = json.dumps([versions(), codebook.stamp, "cold"]).encode()
    features = PassageFeatures(codes=codes, known_alone=True).fit([])
    pipeline = pipeline_of(features, codebook)
    every: EveryDimension = pipeline["suggest"]
    width = len(codes) * len(VIEWS)
    believing = [_believing(every.classifier(at), lesson, width) for at, lesson in enumerate(lessons)]
    every.keep(believing, remember(views_of(features.transform([]), BLENDS)[0], lessons))
    return TrainedModel(
        id=hashlib.sha256(told).hexdigest()[:12],
        card={**card, "cold_start": True, "remark": REMARK},
        pipeline=pipeline,
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


def _believing(classifier: CodeClassifier, lesson: Target, width: int) -> CodeClassifier:
    """Each code as probable as its keywords are heard in the words themselves, the first of the views."""
    weights = np.zeros((len(lesson.values), width), dtype=np.float32)
    own = width // len(VIEWS)
    if classifier.heard is not None:
        weights[:, :own] = classifier.heard.beliefs(len(lesson.values), own)
    codes = len(lesson.dimension.codes)
    calibrator = believed(codes, single=lesson.single, unheard=_UNHEARD, heard=_HEARD)
    return classifier.keep(lesson, weights, calibrator=calibrator, points=np.full(len(lesson.values), _LINE))
