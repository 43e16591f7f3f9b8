"""Exact updates of the inverse of a Gram matrix: rows are removed and added by blocks.

Nothing is approximated: the result equals the inverse of the new matrix up to rounding. All is done in double
precision, and what was made is symmetric to the last digit: the smallest difference between its halves would grow some
tenfold with every update. `residual` estimates the error, so that the caller can factorise anew when it has grown.
"""

from __future__ import annotations

import numpy as np

from pipeline.suggestions.learning.labels import Matrix
from pipeline.suggestions.learning.ridge import mirrored

_STRIP = 1024  # so many rows are made at a time: there is room for two such matrices, not for four


def without_rows(inverse: Matrix, gone: Matrix) -> Matrix:
    """The inverse of the matrix without these rows and columns."""
    if not len(gone):
        return inverse
    kept = np.delete(np.arange(len(inverse)), gone)
    side = inverse[np.ix_(kept, gone)]
    pulled = np.linalg.solve(inverse[np.ix_(gone, gone)], side.T)
    found = np.empty((len(kept), len(kept)))
    for strip in _strips(len(kept)):
        found[strip] = inverse[np.ix_(kept[strip], kept)] - side[strip] @ pulled
    return mirrored(found)


def with_rows(inverse: Matrix, beside: Matrix, corner: Matrix, places: Matrix) -> Matrix:
    """The inverse of the matrix with further rows, which stand at these `places` of it.

    `beside` holds a column per further row with its values at the rows known before; `corner` its values at the others
    that are added, with the penalty on the diagonal.
    """
    count = len(inverse) + len(corner)
    before = np.delete(np.arange(count), places)
    exact = beside.astype(np.float64)
    reach = inverse @ exact
    schur = np.linalg.inv(corner.astype(np.float64) - exact.T @ reach)
    side = reach @ schur
    found = np.empty((count, count))
    for strip in _strips(len(inverse)):
        found[np.ix_(before[strip], before)] = inverse[strip] + side[strip] @ reach.T
    found[np.ix_(before, places)] = -side
    found[np.ix_(places, before)] = -side.T
    found[np.ix_(places, places)] = schur
    return mirrored(found)


def _strips(count: int) -> list[slice]:
    return [slice(start, start + _STRIP) for start in range(0, count, _STRIP)]


def residual(inverse: Matrix, probes: Matrix, asked: Matrix) -> float:
    """How far scores are off for labels drawn at random: `asked` are the matrix's rows at the places `probes`."""
    labels = np.random.default_rng(len(inverse)).choice([-1.0, 1.0], len(inverse))
    scores = asked.astype(np.float64) @ (inverse @ labels)
    return float(np.abs(scores - labels[probes]).max()) if len(probes) else 0.0
