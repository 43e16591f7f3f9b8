"""How the views of a passage are weighed against each other, as a matrix over pairs of views.

A passage's similarity to another is the sum over pairs of views of the similarity of their texts. On the diagonal a
view is compared with the same view (a question with a question); off it, what is said here with what was said before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from pipeline.suggestions.learning.labels import Matrix

KernelWeights = Matrix
Blends = Mapping[str, KernelWeights]


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


def similarities(views: Sequence[csr_matrix], blends: Blends) -> dict[str, Matrix]:
    """The Gram matrix of the rows under each blend, from the similarities of their different texts."""
    texts, places = _different(views)
    alike = (texts @ texts.T).toarray()
    return {name: _under(blend, alike, places) for name, blend in blends.items()}


def _different(views: Sequence[csr_matrix]) -> tuple[csr_matrix, list[NDArray[np.intp]]]:
    """Each different row of all views once, and per view which of them stands in each place.

    Neighbours and questions stand in several passages: without this, similarities would take some ten times as long.
    """
    every = vstack(views, format="csr")
    ends, seen, firsts = every.indptr, dict[bytes, int](), list[int]()
    places = np.empty(every.shape[0], dtype=np.intp)
    for at, (start, end) in enumerate(pairwise(ends)):
        written = every.indices[start:end].tobytes() + every.data[start:end].tobytes()
        places[at] = seen.setdefault(hashlib.blake2b(written, digest_size=16).digest(), len(seen))
        if places[at] == len(firsts):
            firsts.append(at)
    return every[firsts], np.split(places, len(views))


def _under(blend: KernelWeights, texts: Matrix, places: Sequence[NDArray[np.intp]]) -> Matrix:
    count = len(places[0])
    gram = np.zeros((count, count), dtype=texts.dtype)
    for first, second in np.argwhere(blend):
        gram += texts.dtype.type(blend[first, second]) * texts[np.ix_(places[first], places[second])]
    return gram


def weights_under(blend: KernelWeights, views: Sequence[csr_matrix], duals: Matrix) -> Matrix:
    """The weights per code and column (a block per view) that rows with these dual coefficients stand for."""
    pulled = np.stack([np.asarray(view.T @ duals).T for view in views])
    return np.hstack(list(np.einsum("ij,jcd->icd", blend, pulled))).astype(views[0].dtype)
