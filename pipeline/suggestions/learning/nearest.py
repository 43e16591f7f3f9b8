"""The hand-coded fragments as rows of numbers, so that those most like a new one can be named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.preprocessing import normalize

from pipeline.suggestions.learning.labels import LabelSet, Marks


@dataclass(frozen=True, kw_only=True)
class NearestExamples:
    """What was said in each row that was learnt from, and per dimension which values each of them carries."""

    rows: csr_matrix
    carries: tuple[Marks, ...]

    def most_like(self, said: csr_matrix, dimension: int, value: int) -> Iterator[tuple[int, float]]:
        """The places of the rows that carry this value, with how like this one they are, the nearest first."""
        carrying = np.flatnonzero(self.carries[dimension][:, value])
        likeness = (self.rows[carrying] @ normalize(said).T).toarray().ravel()
        for at in np.argsort(-likeness, kind="stable"):
            yield int(carrying[at]), float(likeness[at])


def remember(said: csr_matrix, lessons: Sequence[LabelSet]) -> NearestExamples:
    """The rows of the first view, made equally long so that likeness is an angle."""
    carries = []
    for lesson in lessons:
        marks = np.zeros((said.shape[0], len(lesson.values)), dtype=bool)
        marks[lesson.rows] = (lesson.given > 0) & ~lesson.told[:, None]
        carries.append(marks)
    return NearestExamples(rows=normalize(said) if said.shape[0] else said, carries=tuple(carries))
