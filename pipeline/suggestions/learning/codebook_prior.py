"""Probabilities from the codebook alone: keywords, and similarity to its examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pipeline.suggestions.features.keyword_prior import KeywordColumns
from pipeline.suggestions.learning.calibration import Calibrator, prior_calibrator
from pipeline.suggestions.learning.kernels import (
    ALONE,
    BLENDS,
    KnownMeanings,
    Meaning,
    MeaningScores,
    Similarities,
    meaning_scores,
    meanings_in,
    weights_under,
)
from pipeline.suggestions.learning.labels import LabelSet, Matrix
from pipeline.suggestions.learning.ridge import fit_ridge, inverse_of

_READ = "context"  # examples stand alone: which blend is taken hardly matters
_PENALTY = 0.7
_NEAR = 3.0  # how much more a likeness to examples counts than in learning: they are few, and all there is
_BEFORE = 0.3  # what a keyword in the fragment before counts beside one in the fragment itself
# What a code is worth before anything was learnt: where none of its words is heard, and where one is.
_UNHEARD, _HEARD = 0.04, 0.4
_LINE = 0.3  # one keyword heard is enough to be shown
# With examples: where one code may hold it is held against "none"; where several may, examples speak for each alone.
_LINES = {True: 0.26, False: 0.42}


@dataclass(frozen=True, kw_only=True)
class CodebookScores:
    """Weights, probabilities and lines that nobody's codes had a part in."""

    weights: Matrix
    by_meaning: MeaningScores | None
    calibrator: Calibrator
    points: Matrix


def codebook_scores(
    told: LabelSet,
    views: Sequence[csr_matrix],
    heard: KeywordColumns | None,
    meaning: Meaning | None,
    known: tuple[KnownMeanings, list[NDArray[np.intp]]] | None = None,
) -> CodebookScores:
    """What the codebook's examples (`told`, rows among all `views`) and keywords say in one dimension."""
    width = views[0].shape[1]
    duals = np.zeros((views[0].shape[0], len(told.values)))
    duals[told.rows] = _NEAR * _duals(told, views, meaning)
    if told.single:
        duals[:, -1] = 0.0  # "none" is what is left, not what counterexamples are like
    blend = BLENDS[_READ] if len(views) > 1 else ALONE["alone"]
    weights = weights_under(blend, views, duals, meaning)
    by_meaning = None
    if meaning is not None:
        vectors, places = known or meanings_in(meaning, views)
        by_meaning = meaning_scores(vectors, places, blend, duals)
    codes = len(told.values) - told.single
    if heard is not None:
        beliefs = heard.beliefs(len(told.values), width)
        weights[:, :width] += beliefs
        if len(views) > 1:
            weights[:, width : 2 * width] += np.float32(_BEFORE) * beliefs
    return CodebookScores(
        weights=weights,
        by_meaning=by_meaning,
        calibrator=prior_calibrator(codes, single=told.single, unheard=_UNHEARD, heard=_HEARD),
        points=np.full(len(told.values), _LINES[told.single] if len(told.rows) else _LINE),
    )


def _duals(told: LabelSet, views: Sequence[csr_matrix], meaning: Meaning | None) -> Matrix:
    """Nothing where no word and no meaning is like theirs: there is no offset."""
    if not len(told.rows):
        return np.zeros((0, len(told.values)))
    asked = [view[told.rows] for view in views]
    blends = {_READ: BLENDS[_READ]} if len(views) > 1 else {_READ: ALONE["alone"]}
    every = np.arange(len(told.rows))
    gram = Similarities(asked, blends, meaning).between(_READ, every, every)
    return fit_ridge(inverse_of(gram, penalty=_PENALTY), told.given, every).duals
