"""The hand-coded fragments as rows of numbers with their ids, so that those most like a new one can be named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.preprocessing import normalize

from pipeline.records import Passage
from pipeline.suggestions.features import PassageFeatures
from pipeline.suggestions.targets import Marks, Target

_NEAREST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A hand-coded fragment that carries the code, and how like the passage it is: 0 not at all, 1 the same."""

    fragment_id: str
    likeness: float


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What was said in each hand-coded fragment as a row of numbers, its id, and which codes it carries."""

    rows: csr_matrix
    ids: tuple[str, ...]
    carries: Mapping[tuple[str, str], Marks]

    def most_like(self, features: PassageFeatures, passage: Passage, dimension: str, code: str) -> tuple[Alike, ...]:
        """The nearest fragments with this code by the features that the model itself reads."""
        with_code = np.flatnonzero(self.carries.get((dimension, code), np.zeros(0, dtype=bool)))
        if not len(with_code):
            return ()
        rows, places = features.read([passage])
        likeness = (self.rows[with_code] @ normalize(rows[places[0]]).T).toarray().ravel()
        nearest = np.argsort(-likeness, kind="stable")
        named = [
            Alike(fragment_id=self.ids[with_code[at]], likeness=round(float(likeness[at]), 4))
            for at in nearest
            if self.ids[with_code[at]] != passage.fragment_id
        ]
        return tuple(named[:_NEAREST])


def remember(rows: csr_matrix, ids: Sequence[str], lessons: Sequence[Target]) -> Memory:
    """The rows of the fragments' own words, made equally long so that likeness is an angle."""
    carries: dict[tuple[str, str], Marks] = {}
    for lesson in lessons:
        for at, value in enumerate(lesson.values):
            marks = np.zeros(len(ids), dtype=bool)
            marks[lesson.rows] = lesson.given[:, at] > 0
            carries[lesson.dimension.id, value] = marks
    even = normalize(rows).astype(np.float32) if len(ids) else rows
    return Memory(rows=even, ids=tuple(ids), carries=carries)
