"""Nearest neighbours among hand-coded fragments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.preprocessing import normalize

from pipeline.suggestions.learning.kernels import KnownMeanings
from pipeline.suggestions.learning.labels import LabelSet, Marks, Matrix


@dataclass(frozen=True, kw_only=True)
class NearestExamples:
    """What was said in each row that was learnt from, and per dimension which values each of them carries.

    With an encoder likeness is that of vectors (`known`, and which of them stands in each row), else that of words.
    """

    rows: csr_matrix
    carries: tuple[Marks, ...]
    known: KnownMeanings | None = None
    places: NDArray[np.intp] | None = None

    def most_like(self, said: csr_matrix, dimension: int, value: int) -> Iterator[tuple[int, float]]:
        """The places of the rows that carry this value, with how like this one they are, the nearest first."""
        carrying = np.flatnonzero(self.carries[dimension][:, value])
        likeness = self._likeness(said, carrying)
        for at in np.argsort(-likeness, kind="stable"):
            yield int(carrying[at]), float(likeness[at])

    def _likeness(self, said: csr_matrix, rows: NDArray[np.intp]) -> Matrix:
        if self.known is None or self.places is None:
            return np.asarray((self.rows[rows] @ normalize(said).T).toarray().ravel())
        first = said.shape[1] - self.known.meaning.from_end
        vector = said[:, first : first + self.known.meaning.width].toarray().ravel()
        cosines: Matrix = np.clip(self.known.vectors[self.places[rows]].astype(np.float32) @ vector, 0.0, 1.0)
        return cosines


def remember(
    said: csr_matrix,
    lessons: Sequence[LabelSet],
    known: tuple[KnownMeanings, Sequence[NDArray[np.intp]]] | None = None,
) -> NearestExamples:
    """The rows of the first view, made equally long so that likeness is an angle; or their vectors, where known."""
    carries = []
    for lesson in lessons:
        marks = np.zeros((said.shape[0], len(lesson.values)), dtype=bool)
        marks[lesson.rows] = (lesson.given > 0) & ~lesson.told[:, None]
        carries.append(marks)
    if known is not None:
        return NearestExamples(rows=said[:0], carries=tuple(carries), known=known[0], places=known[1][0])
    return NearestExamples(rows=normalize(said) if said.shape[0] else said, carries=tuple(carries))
