"""Exact updates of the inverse of a Gram matrix: rows are removed and added by blocks.

Nothing is approximated: the result equals the inverse of the new matrix up to rounding. `residual` estimates that
rounding, so that the caller can factorise anew when it has grown.
"""

from __future__ import annotations

import numpy as np

from pipeline.suggestions.learning.labels import Matrix


def without_rows(inverse: Matrix, gone: Matrix) -> Matrix:
    """The inverse of the matrix without these rows and columns."""
    kept = np.delete(np.arange(len(inverse)), gone)
    if not len(gone):
        return inverse
    side = inverse[np.ix_(kept, gone)].astype(np.float64)
    block = inverse[np.ix_(gone, gone)].astype(np.float64)
    found: Matrix = inverse[np.ix_(kept, kept)]
    found -= (side @ np.linalg.solve(block, side.T)).astype(found.dtype)
    return found


def with_rows(inverse: Matrix, beside: Matrix, corner: Matrix, places: Matrix) -> Matrix:
    """The inverse of the matrix with further rows, which stand at these `places` of it.

    `beside` holds a column per further row with its values at the rows known before; `corner` its values at the others
    that are added, with the penalty on the diagonal.
    """
    count = len(inverse) + len(corner)
    before = np.delete(np.arange(count), places)
    exact = beside.astype(np.float64)
    reach = (inverse @ beside).astype(np.float64)
    schur = np.linalg.inv(corner.astype(np.float64) - exact.T @ reach)
    side = reach @ schur
    found = np.empty((count, count), dtype=inverse.dtype)
    found[np.ix_(before, before)] = inverse + (side @ reach.T).astype(inverse.dtype)
    found[np.ix_(before, places)] = -side
    found[np.ix_(places, before)] = -side.T
    found[np.ix_(places, places)] = schur
    return found


def residual(inverse: Matrix, probes: Matrix, asked: Matrix) -> float:
    """How far scores are off for labels drawn at random: `asked` are the matrix's rows at the places `probes`."""
    labels = np.random.default_rng(len(inverse)).choice([-1.0, 1.0], len(inverse))
    scores = asked.astype(np.float64) @ (inverse @ labels.astype(inverse.dtype)).astype(np.float64)
    return float(np.abs(scores - labels[probes]).max()) if len(probes) else 0.0
