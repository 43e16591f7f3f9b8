"""First days: decide per dimension whether the learnt model beats the codebook on interviews held out.

A model of two interviews can be worse than keywords and examples alone. So the codebook goes on speaking in a dimension
until the learnt model has won on interviews that it had not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.suggestions.learning.labels import LabelSet, Marks, Matrix, rows_of
from pipeline.suggestions.learning.model_selection import FittedDimension, learn, log_loss
from pipeline.suggestions.learning.ridge import RidgeCache

ENOUGH = 7
"""From so many own interviews on the learnt model has always won, and is not asked any more."""

_FEW = 3  # interviews in which a dimension without any code tells nothing yet
_PARTS = 5  # one interview alone is divided into so many stretches, each judged by the others


class Probabilities(Protocol):
    """What gives probabilities to rows that are told apart by view, and says which values are then suggested."""

    def probabilities(self, views: Sequence[csr_matrix], /) -> Matrix:
        """A column per value."""

    def shown(self, probabilities: Matrix, /) -> Marks:
        """Which values with these probabilities are suggested."""


@dataclass(frozen=True, kw_only=True)
class FirstDays:
    """How learnt model and codebook did on own fragments held out: mean logarithmic loss, and right suggestions.

    The lower loss wins. But among few fragments, most of them without a code, a model that suggests nothing has a low
    loss: who finds less than half of what the codebook finds does not win, nor who was never told of any code.
    """

    learnt: float
    codebook: float
    learnt_found: int
    codebook_found: int
    given: int
    interviews: int

    @property
    def learnt_wins(self) -> bool:
        """Whether what was learnt speaks."""
        if not self.given and self.interviews < _FEW:
            return False
        return self.learnt < self.codebook and 2 * self.learnt_found >= self.codebook_found


def is_asked(lesson: LabelSet) -> bool:
    """Whether there are few enough own interviews, and any at all, to compare what was learnt with the codebook."""
    return 0 < len(np.unique(lesson.interviews[lesson.own])) < ENOUGH


def compare_with_codebook(
    lesson: LabelSet,
    learnt: FittedDimension,
    ridges: Sequence[RidgeCache],
    codebook: Probabilities,
    views: Sequence[csr_matrix],
    *,
    prefer: str,
) -> FirstDays | None:
    """Who is closer to the team's own codes; None where there are enough interviews, or none at all."""
    own = np.flatnonzero(lesson.own)
    interviews = len(np.unique(lesson.interviews[own]))
    if not 0 < interviews < ENOUGH:
        return None
    given = lesson.given[own]
    if lesson.foreign.any():
        # The other study is most of what was learnt from: what was held out of it tells enough.
        found = learnt.calibrator.probabilities(learnt.fit.held_out[own])
        shown = learnt.shown(found)
    else:
        found, shown = _held_out(lesson, own, ridges, prefer)
    said = codebook.probabilities([view[lesson.rows[own]] for view in views])
    codes = slice(None, -1) if lesson.single else slice(None)
    right = given[:, codes] > 0
    return FirstDays(
        learnt=log_loss(found, given),
        codebook=log_loss(said, given),
        learnt_found=int((right & shown[:, codes]).sum()),
        codebook_found=int((right & codebook.shown(said)[:, codes]).sum()),
        given=int(right.sum()),
        interviews=interviews,
    )


def _held_out(lesson: LabelSet, own: Matrix, ridges: Sequence[RidgeCache], prefer: str) -> tuple[Matrix, Marks]:
    """Probabilities and suggestions for every own row by a model of the others that saw nothing of its interview."""
    groups = lesson.interviews[own]
    if len(np.unique(groups)) == 1:
        groups = np.arange(len(own)) * _PARTS // len(own)
    told = np.flatnonzero(~lesson.own)
    found = np.zeros((len(own), len(lesson.values)))
    shown = np.zeros(found.shape, dtype=bool)
    for group in np.unique(groups):
        others = np.sort(np.concatenate([own[groups != group], told]))
        if not lesson.own[others].any():  # one fragment alone: nothing was learnt from anybody
            found[groups == group] = 0.5
            continue
        part = learn(rows_of(lesson, others), ridges, prefer=prefer)
        asked = own[groups == group]
        similar = ridges[0].between(part.blend, lesson.rows[asked], lesson.rows[others])
        found[groups == group] = part.probabilities(similar, lesson.expected[asked])
        shown[groups == group] = part.shown(found[groups == group])
    return found, shown
