"""Gram matrices of passages, from the words of their texts and, with an encoder, from their embeddings.

A passage's similarity to another is the sum over pairs of views of the similarity of their texts, weighed by a matrix.
On the diagonal a view is compared with the same view (a question with a question); off it, what is said here with what
was said before. Two texts are as alike as their words are (a product of sparse rows) and as their vectors are (a
Gaussian kernel on the unit sphere: only near neighbours in meaning count, which a plain product does not give).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack

from pipeline.suggestions.learning.labels import Matrix

KernelWeights = Matrix
Blends = Mapping[str, KernelWeights]

_STRIP = 512  # so many rows of a Gram matrix are made at a time: memory holds one matrix, not several
SMALL = 5000
"""So many rows are compared once and for all; of more, what is asked for is made when it is asked for."""


def blend_of(*, own: float, apart: float, together: float, context: Sequence[float]) -> KernelWeights:
    """The weight of the words alone, of each view with weights of its own, and of all views read as one text.

    `context` is what counts of the fragment before, the one after, and the question.
    """
    reach = np.array([1.0, *context])
    matrix = apart * np.diag(reach**2) + together * np.outer(reach, reach)
    matrix[0, 0] += own
    return np.asarray(matrix)


BLENDS: Blends = {
    "context": blend_of(own=0.3, apart=0.4, together=0.3, context=(0.4, 0.3, 0.3)),
    "wide": blend_of(own=0.3, apart=0.4, together=0.3, context=(0.55, 0.55, 0.3)),
}
"""The mixtures among which each dimension chooses by cross-validation over interviews."""


ALONE = {"alone": np.ones((1, 1))}
"""Rows without views: what is said, beside nothing."""


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """Where the vectors of an encoder stand in each view, and how they are compared.

    Two texts whose vectors have the cosine c are alike by `weight * exp(sharpness * (c - 1))`; a row of zeros is like
    none. `from_end` is how far from the end of a view the first column stands, as in `KeywordColumns`.
    """

    from_end: int
    width: int
    weight: float = 0.8
    sharpness: float = 2.0

    def apart(self, rows: csr_matrix) -> tuple[csr_matrix, Matrix]:
        """The columns of words, with none in place of the vectors, and the vectors."""
        first = rows.shape[1] - self.from_end
        last = first + self.width
        nothing = csr_matrix((rows.shape[0], self.width), dtype=rows.dtype)
        words = hstack([rows[:, :first], nothing, rows[:, last:]], format="csr", dtype=rows.dtype)
        return words, rows[:, first:last].toarray()

    def compare(self, asked: Matrix, known: Matrix) -> Matrix:
        """How alike each of some vectors is to each of others."""
        found: Matrix = asked @ known.T
        found -= 1
        found *= self.sharpness
        np.exp(found, out=found)
        found *= self.weight
        found[~asked.any(axis=1)] = 0.0
        found[:, ~known.any(axis=1)] = 0.0
        return found


def views_of(rows: csr_matrix, blends: Blends) -> list[csr_matrix]:
    """The block of columns of each view that these blends weigh; all blocks are equally wide.

    Raises:
        ValueError: the columns do not divide into so many views.
    """
    count = len(next(iter(blends.values())))
    width, left = divmod(rows.shape[1], count)
    if left:
        raise ValueError(f"{rows.shape[1]} columns do not divide into {count} views of a passage")
    return [rows[:, at * width : (at + 1) * width] for at in range(count)] if count > 1 else [rows]


class Similarities:
    """The Gram matrices of some rows under each blend, made from the similarities of their different texts.

    Of up to `small` rows all are compared at once, and the whole matrix is remembered.
    """

    def __init__(
        self, views: Sequence[csr_matrix], blends: Blends, meaning: Meaning | None = None, *, small: int = SMALL
    ) -> None:
        self.blends, self.meaning, self._small = blends, meaning, small
        texts, self._places = different_texts(views)
        self._words: csr_matrix = texts
        self._vectors: Matrix | None = None
        if meaning is not None:
            self._words, self._vectors = meaning.apart(texts)
        self._whole: dict[str, Matrix] = {}

    def __len__(self) -> int:
        return len(self._places[0])

    @property
    def dtype(self) -> np.dtype[Any]:
        """That of the numbers that were given."""
        found: np.dtype[Any] = np.dtype(self._words.dtype)
        return found

    def between(self, name: str, asked: Matrix, learnt: Matrix) -> Matrix:
        """The similarities of some rows to others."""
        if len(self) <= self._small:
            return np.asarray(self._all(name)[np.ix_(asked, learnt)])
        found = np.empty((len(asked), len(learnt)), dtype=self.dtype)
        for start in range(0, len(asked), _STRIP):
            found[start : start + _STRIP] = self._strip(name, asked[start : start + _STRIP], learnt)
        return found

    def below_diagonal(self, name: str, rows: Matrix) -> Matrix:
        """The similarities of some rows to each other in column order; above the diagonal there is nothing of use."""
        found = np.zeros((len(rows), len(rows)), dtype=self.dtype, order="F")
        for start in range(0, len(rows), _STRIP):
            strip = rows[start : start + _STRIP]
            found[start : start + len(strip), : start + len(strip)] = self._pairs(name, strip, rows, start + len(strip))
        return found

    def _pairs(self, name: str, strip: Matrix, rows: Matrix, end: int) -> Matrix:
        return (
            self.between(name, strip, rows[:end]) if len(self) <= self._small else self._strip(name, strip, rows[:end])
        )

    def _all(self, name: str) -> Matrix:
        if name not in self._whole:
            every = np.arange(len(self))
            strips = [self._strip(name, every[start : start + _STRIP], every) for start in every[::_STRIP]]
            self._whole[name] = np.concatenate(strips) if strips else np.empty((0, 0), dtype=self.dtype)
        return self._whole[name]

    def _strip(self, name: str, asked: Matrix, learnt: Matrix) -> Matrix:
        blend, kind = self.blends[name], self.dtype.type
        mine, theirs = ([place[rows] for place in self._places] for rows in (asked, learnt))
        rows, here = np.unique(np.concatenate(mine), return_inverse=True)
        columns, there = np.unique(np.concatenate(theirs), return_inverse=True)
        alike = self._texts(rows, columns)
        here, there = here.reshape(len(blend), -1), there.reshape(len(blend), -1)
        found = np.zeros((len(asked), len(learnt)), dtype=self.dtype)
        for second in np.flatnonzero(blend.any(axis=0)):
            weighed = np.zeros((len(asked), len(columns)), dtype=self.dtype)
            for first in np.flatnonzero(blend[:, second]):
                weighed += kind(blend[first, second]) * alike[here[first]]
            found += weighed[:, there[second]]
        return found

    def _texts(self, rows: Matrix, columns: Matrix) -> Matrix:
        alike: Matrix = (self._words[rows] @ self._words[columns].T).toarray()
        if self.meaning is not None and self._vectors is not None:
            alike += self.meaning.compare(self._vectors[rows], self._vectors[columns])
        return alike


def different_texts(views: Sequence[csr_matrix]) -> tuple[csr_matrix, list[NDArray[np.intp]]]:
    """Each different row of all views once, and per view which of them stands in each place.

    Neighbours and questions stand in several passages: without this, similarities would take some ten times as long.
    """
    seen = dict[bytes, int]()
    kept: list[csr_matrix] = []
    places: list[NDArray[np.intp]] = []
    for view in views:
        before = len(seen)
        place = np.array([seen.setdefault(key, len(seen)) for key in _keys(view)], dtype=np.intp)
        _, firsts = np.unique(place, return_index=True)
        kept.append(view[firsts[place[firsts] >= before]])
        places.append(place)
    return vstack(kept, format="csr"), places


def _keys(rows: csr_matrix) -> Iterator[bytes]:
    for start, end in pairwise(rows.indptr):
        written = rows.indices[start:end].tobytes() + rows.data[start:end].tobytes()
        yield hashlib.blake2b(written, digest_size=16).digest()


@dataclass(frozen=True, kw_only=True)
class KnownMeanings:
    """The vectors of all texts that were learnt from, in half precision: they were rounded to it before."""

    meaning: Meaning
    vectors: Matrix


@dataclass(frozen=True, kw_only=True)
class MeaningScores:
    """What nearness in meaning adds to the scores: a block per view, a row per known text, a column per value."""

    known: KnownMeanings
    worth: Matrix


def meanings_in(meaning: Meaning, views: Sequence[csr_matrix]) -> tuple[KnownMeanings, list[NDArray[np.intp]]]:
    """The different vectors of some rows, and per view which of them stands in each place."""
    texts, places = different_texts(_vectors_in(meaning, views))
    return KnownMeanings(meaning=meaning, vectors=texts.toarray().astype(np.float16)), places


def meaning_scores(
    known: KnownMeanings, places: Sequence[NDArray[np.intp]], blend: KernelWeights, duals: Matrix
) -> MeaningScores:
    """What rows with these dual coefficients say of new ones by nearness in meaning."""
    worth = np.zeros((len(places), len(known.vectors), duals.shape[1]))
    for second, place in enumerate(places):
        pulled = np.zeros(worth.shape[1:])
        np.add.at(pulled, place, duals)
        worth += blend[:, second, None, None] * pulled
    return MeaningScores(known=known, worth=worth.astype(np.float32))


def scores_by_meaning(asked: Sequence[MeaningScores], views: Sequence[csr_matrix]) -> list[Matrix]:
    """What each of these adds to the scores of some rows; all know the same texts, which are compared once."""
    known = asked[0].known
    texts, places = different_texts(_vectors_in(known.meaning, views))
    every = np.concatenate([each.worth for each in asked], axis=2)
    mixed = np.hstack(list(every))
    vectors = known.vectors.astype(np.float32)
    found = np.zeros((views[0].shape[0], every.shape[2]))
    for start in range(0, texts.shape[0], _STRIP):
        strip = texts[start : start + _STRIP].toarray().astype(np.float32)
        parts = np.split(known.meaning.compare(strip, vectors) @ mixed, len(views), axis=1)
        for place, part in zip(places, parts, strict=True):
            here = np.flatnonzero((place >= start) & (place < start + _STRIP))
            found[here] += part[place[here] - start]
    return np.split(found, np.cumsum([each.worth.shape[2] for each in asked])[:-1], axis=1)


def _vectors_in(meaning: Meaning, views: Sequence[csr_matrix]) -> list[csr_matrix]:
    firsts = [view.shape[1] - meaning.from_end for view in views]
    return [view[:, at : at + meaning.width] for view, at in zip(views, firsts, strict=True)]


def weights_under(
    blend: KernelWeights, views: Sequence[csr_matrix], duals: Matrix, meaning: Meaning | None = None
) -> Matrix:
    """The weights per code and column (a block per view) that rows with these dual coefficients stand for."""
    pulled = np.stack([np.asarray(view.T @ duals).T for view in views])
    if meaning is not None:
        first = pulled.shape[2] - meaning.from_end
        pulled[:, :, first : first + meaning.width] = 0.0
    return np.hstack(list(np.einsum("ij,jcd->icd", blend, pulled))).astype(views[0].dtype)
