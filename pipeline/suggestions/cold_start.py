"""Suggestions before anybody has coded: from the codebook alone, and said to be so."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.codebook import Code, Codebook, Dimension
from pipeline.suggestions.features.lemmas import words_of
from pipeline.suggestions.features.passages import PassageFeatures
from pipeline.suggestions.learning.calibration import prior_calibrator
from pipeline.suggestions.learning.estimators import CodeClassifier, MultiDimensionClassifier, pipeline_of
from pipeline.suggestions.learning.kernels import BLENDS, similarities, views_of, weights_under
from pipeline.suggestions.learning.labels import DimensionLabels, Matrix, target_of
from pipeline.suggestions.learning.model_selection import PENALTY
from pipeline.suggestions.learning.nearest import remember
from pipeline.suggestions.learning.ridge import fit_ridge, inverse_of
from pipeline.suggestions.learning.training_set import examples_in
from pipeline.suggestions.model import TrainedModel
from pipeline.suggestions.registry.card import card_of, versions

REMARK = "Nobody has coded yet: suggestions rest on the codebook's keywords, definitions and examples alone."

_READ = "context"  # examples stand alone: which blend is taken hardly matters
_LONG = 6  # shorter words of a definition are seldom about its subject
# What a code is worth before anything was learnt: where none of its words is heard, and where one is.
_UNHEARD, _HEARD = 0.04, 0.4
_LINE = 0.3  # one keyword heard is enough to be shown
_SURER = 0.4  # the line where several codes may hold and examples have their say too: none of them may speak against it


def from_codebook(codebook: Codebook, *, trained_at: datetime) -> TrainedModel:
    """A model that has learnt of nobody: a code is as probable as its keywords are heard and its examples are alike."""
    codes = [code for dimension in codebook for code in codes_with_definition_words(dimension)]
    examples = examples_in(codebook)
    told = np.ones(len(examples), dtype=bool)
    lessons = [target_of(dimension, examples, told=told) for dimension in codebook]
    card = card_of(lessons, codebook, trained_at=trained_at, seed=0, prefer="balance", figures={})
    stamp = json.dumps([versions(), codebook.stamp, "cold"]).encode()
    passages = [each.passage for each in examples]
    features = PassageFeatures(codes=codes, known_alone=not examples)
    views = views_of(features.fit_transform(passages), BLENDS)
    pipeline = pipeline_of(features, codebook)
    every: MultiDimensionClassifier = pipeline["suggest"]
    believing = [_believing(every.classifier(at), lesson, views) for at, lesson in enumerate(lessons)]
    every.keep(believing, remember(views[0], lessons))
    return TrainedModel(
        id=hashlib.sha256(stamp).hexdigest()[:12],
        card={**card, "cold_start": True, "remark": REMARK},
        pipeline=pipeline,
    )


def tells_enough(codebook: Codebook) -> bool:
    """Whether the codebook has words or patterns to go by: definitions alone suggest at random."""
    return any(code.keywords or code.patterns for dimension in codebook for code in dimension.codes)


def codes_with_definition_words(dimension: Dimension) -> list[Code]:
    """The codes with the words that only their own label and definition use added to their keywords."""
    told = {code.id: _long_words(code) for code in dimension.codes}
    used = Counter(word for words in told.values() for word in words)
    return [
        code.model_copy(update={"keywords": (*code.keywords, *sorted(w for w in told[code.id] if used[w] == 1))})
        for code in dimension.codes
    ]


def _long_words(code: Code) -> set[str]:
    return {word for word in words_of(f"{code.label.nl} {code.definition.nl}") if len(word) >= _LONG}


def _believing(classifier: CodeClassifier, lesson: DimensionLabels, views: Sequence[csr_matrix]) -> CodeClassifier:
    """Each code as probable as its keywords are heard in the words themselves, the first of the views."""
    weights = _alike(lesson, views)
    own = views[0].shape[1]
    if classifier.heard is not None:
        weights[:, :own] += classifier.heard.beliefs(len(lesson.values), own)
    codes = len(lesson.dimension.codes)
    calibrator = prior_calibrator(codes, single=lesson.single, unheard=_UNHEARD, heard=_HEARD)
    line = _SURER if len(lesson.rows) and not lesson.single else _LINE
    return classifier.keep(lesson, weights, calibrator=calibrator, points=np.full(len(lesson.values), line))


def _alike(lesson: DimensionLabels, views: Sequence[csr_matrix]) -> Matrix:
    """What examples of the codebook say of a passage: nothing where no word is like theirs, so there is no offset."""
    if not len(lesson.rows):
        return np.zeros((len(lesson.values), sum(view.shape[1] for view in views)), dtype=np.float32)
    asked = [view[lesson.rows] for view in views]
    gram = similarities(asked, {_READ: BLENDS[_READ]})[_READ]
    fit = fit_ridge(inverse_of(gram, penalty=PENALTY), lesson.given, np.zeros(len(gram)))
    weights = weights_under(BLENDS[_READ], asked, fit.duals)
    if lesson.single:
        weights[-1] = 0.0  # "none" is what is left, not what counterexamples are like
    return weights
