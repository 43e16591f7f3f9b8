"""Search by meaning: the fragments whose sentence vectors are nearest to a sentence, a fragment or a definition.

The search is exact: every kept vector is compared. Vectors are float16, around the centre of all fragments.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.preprocessing import normalize

from pipeline.suggestions.features.embeddings import identity_of, vectors_of
from pipeline.suggestions.features.vector_cache import kept_vectors
from pipeline.suggestions.learning.labels import Matrix

_AT_ONCE = 4096
_FEW = 20.0  # with so few fragments half of their mean is taken off
_FEWEST = 3  # fragments among which one can be further from the others


class MeaningIndex:
    """The vectors of the fragments of a study by the number of the fragment.

    `without` counts the fragments that no vector was kept of: the encoder has not read them yet.
    """

    def __init__(self, folder: Path, encoder: str, texts: Mapping[int, str]) -> None:
        """Read the kept vectors of these texts from the folder of the vector cache."""
        said = {number: text for number, text in texts.items() if text.strip()}
        every = list(said)
        places, rows = kept_vectors(folder, identity_of(encoder) or encoder, list(said.values()))
        self.encoder = encoder
        self.without = len(every) - len(places)
        self._numbers = np.array([every[at] for at in places], dtype=np.int64)
        total = sum((part.astype(np.float32).sum(axis=0) for part in _parts(rows)), np.zeros(rows.shape[1]))
        self._centre = np.asarray(total / (len(rows) + _FEW), dtype=np.float32)
        for part in _parts(rows):
            part[:] = normalize(part.astype(np.float32) - self._centre)
        self._rows = rows

    def __len__(self) -> int:
        return len(self._numbers)

    def nearest_to_texts(
        self, texts: Sequence[str], *, most: int, among: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """The fragments nearest to the mean of these texts, the nearest first, each with its likeness (1 at most)."""
        if not len(self) or not texts:
            return []
        around = normalize(vectors_of(self.encoder, texts) - self._centre)
        return self._in_order(self._likeness(around.mean(axis=0)), most, among)

    def nearest_to_fragment(self, number: int, *, most: int) -> list[tuple[int, float]]:
        """The fragments nearest to this one, without it; empty where no vector of it was kept."""
        at = np.flatnonzero(self._numbers == number)
        if not len(at):
            return []
        likeness = self._likeness(self._rows[at[0]].astype(np.float32))
        return [each for each in self._in_order(likeness, most + 1, None) if each[0] != number][:most]

    def furthest(self, among: Collection[int], *, most: int) -> list[tuple[int, float]]:
        """Those of some fragments that are furthest from the mean of the others among them, the furthest first."""
        places = np.flatnonzero(np.isin(self._numbers, list(among)))
        if len(places) < _FEWEST:
            return []
        rows = self._rows[places].astype(np.float32)
        likeness = np.einsum("ij,ij->i", rows, normalize(rows.sum(axis=0) - rows))
        order = np.lexsort((self._numbers[places], likeness))[:most]
        return [(int(self._numbers[places[at]]), float(likeness[at])) for at in order]

    def _likeness(self, wanted: Matrix) -> Matrix:
        unit = np.asarray(wanted / max(float(np.linalg.norm(wanted)), 1e-9), dtype=np.float32)
        return np.concatenate([part.astype(np.float32) @ unit for part in _parts(self._rows)])

    def _in_order(self, likeness: Matrix, most: int, among: Collection[int] | None) -> list[tuple[int, float]]:
        order = np.lexsort((self._numbers, -likeness))
        if among is not None:
            order = order[np.isin(self._numbers[order], list(among))]
        return [(int(self._numbers[at]), float(likeness[at])) for at in order[:most]]


def _parts(rows: Matrix) -> list[Matrix]:
    return [rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE)]
