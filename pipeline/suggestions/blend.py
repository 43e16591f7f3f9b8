"""How the views of a passage are weighed against each other, as a matrix over pairs of views.

A passage's similarity to another is the sum over pairs of views of the similarity of their texts. On the diagonal a
view is compared with the same view (a question with a question); off it, what is said here with what was said before.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.suggestions.features import Places
from pipeline.suggestions.targets import Matrix

Blend = Matrix


def blend_of(*, own: float, apart: float, together: float, context: Sequence[float]) -> Blend:
    """The weight of the words alone, of each view with weights of its own, and of all views read as one text.

    `context` is what counts of the fragment before, the one after, and the question.
    """
    reach = np.array([1.0, *context])
    matrix = apart * np.diag(reach**2) + together * np.outer(reach, reach)
    matrix[0, 0] += own
    return np.asarray(matrix)


BLENDS = {
    "context": blend_of(own=0.3, apart=0.4, together=0.3, context=(0.4, 0.3, 0.3)),
    "wide": blend_of(own=0.3, apart=0.4, together=0.3, context=(0.55, 0.55, 0.3)),
}
"""The mixtures among which each dimension chooses by cross-validation over interviews."""


def similarities(rows: csr_matrix, places: Sequence[Places]) -> dict[str, Matrix]:
    """The Gram matrix of the passages under each blend, from the similarities of their different texts."""
    texts = np.asarray((rows @ rows.T).toarray(), dtype=np.float32)
    return {name: _under(blend, texts, places) for name, blend in BLENDS.items()}


def _under(blend: Blend, texts: Matrix, places: Sequence[Places]) -> Matrix:
    count = len(places[0])
    gram = np.zeros((count, count), dtype=np.float32)
    for first, second in np.argwhere(blend):
        gram += np.float32(blend[first, second]) * texts[np.ix_(places[first], places[second])]
    return gram


def weights_under(blend: Blend, rows: csr_matrix, places: Sequence[Places], duals: Matrix) -> Matrix:
    """The weights per code and column (a block per view) that passages with these dual coefficients stand for."""
    pulled = np.stack([np.asarray(rows.T @ _gathered(duals, place, rows.shape[0])).T for place in places])
    return np.hstack(list(np.einsum("ij,jcd->icd", blend, pulled))).astype(np.float32)


def _gathered(duals: Matrix, place: Places, texts: int) -> Matrix:
    """The coefficients of passages summed over the text that they share."""
    summed = np.zeros((texts, duals.shape[1]))
    np.add.at(summed, place, duals)
    return summed
