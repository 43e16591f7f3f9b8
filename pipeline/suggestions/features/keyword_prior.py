"""Prior weights from the keywords of the codebook, from which learning starts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.suggestions.learning.labels import L, Matrix

_ONE = float(np.log(2.0))  # what one keyword heard counts before it is weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordColumns:
    """Where the columns stand that count keywords, a column per code: the first of them so far from the end of a view.

    From the end, since how many terms stand before them is only known once these are learnt. `weight` is what the
    counts were multiplied by.
    """

    from_end: int
    codes: int
    weight: float

    def part(self, first: int, codes: int) -> KeywordColumns:
        """The columns of some codes of all: those of one dimension."""
        return KeywordColumns(from_end=self.from_end - first, codes=codes, weight=self.weight)

    def beliefs(self, values: int, width: int) -> Matrix:
        """A row per value and a column per column of a view: one keyword of a code heard is a score of 1."""
        weights = np.zeros((values, width), dtype=np.float32)
        codes = np.arange(self.codes)
        weights[codes, width - self.from_end + codes] = 1.0 / (self.weight * _ONE)
        return weights


def with_prior(lesson: L, said: csr_matrix, heard: KeywordColumns | None) -> L:
    """The lesson with the scores that keywords make one expect of its rows; `said` are all rows, of the first view."""
    if heard is None:
        return lesson
    beliefs = heard.beliefs(len(lesson.values), said.shape[1])
    return replace(lesson, expected=np.asarray(said[lesson.rows] @ beliefs.T))
