"""Ridge regression in the dual, with the scores that each row would get from all other groups alone, at no cost.

One inverse of the Gram matrix gives the model and, exactly, what every leave-one-group-out model would say; it
serves every column that is to be learnt from the same rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.linalg import lapack

from pipeline.suggestions.learning.labels import Matrix


@dataclass(frozen=True, kw_only=True)
class Fit:
    """The dual coefficients (a column per value) and the scores by models that had not seen the row's group."""

    duals: Matrix
    held_out: Matrix


class RidgeCache:
    """Gram matrices by name, and their inverses for the rows that were asked for last.

    `share` is what a row of another study counts here; it is only remembered. Rows that are `apart` differ from one
    lesson to the next: the inverse of all others is kept, and grows by them.
    """

    def __init__(
        self,
        grams: Mapping[str, Matrix],
        *,
        penalty: Matrix | float,
        apart: Matrix | bool = False,
        share: float = 1.0,
    ) -> None:
        self.grams = grams
        self.share = share
        count = len(next(iter(grams.values())))
        self._penalty = np.broadcast_to(np.asarray(penalty), count)
        self._apart = np.broadcast_to(np.asarray(apart), count)
        self._rows = b""
        self._shared: dict[str, Matrix] = {}
        self._asked: tuple[tuple[str, bytes], Matrix] = ("", b""), np.empty((0, 0))

    def fit(self, name: str, rows: Matrix, given: Matrix, groups: Matrix, expected: Matrix | None = None) -> Fit:
        """Learn from some rows under one Gram matrix, beginning at the scores expected."""
        asked = name, rows.tobytes()
        if asked != self._asked[0]:
            self._asked = asked, self._inverse(name, rows)
        return fit_ridge(self._asked[1], given, groups, expected)

    def between(self, name: str, asked: Matrix, learnt: Matrix) -> Matrix:
        """The similarities of some rows to those that were learnt from."""
        return np.asarray(self.grams[name][np.ix_(asked, learnt)])

    def _inverse(self, name: str, rows: Matrix) -> Matrix:
        order = np.argsort(self._apart[rows], kind="stable")
        shared, apart = np.split(rows[order], [np.count_nonzero(~self._apart[rows])])
        inverse = self._inverse_shared(name, shared)
        if len(apart):
            inverse = extend_inverse(inverse, self.between(name, shared, apart), *self._system(name, apart))
        back = np.argsort(order)
        return inverse if (order == back).all() else inverse[np.ix_(back, back)]

    def _inverse_shared(self, name: str, rows: Matrix) -> Matrix:
        if rows.tobytes() != self._rows:
            self._rows, self._shared = rows.tobytes(), {}
        if name not in self._shared:
            self._shared[name] = inverse_of(*self._system(name, rows))
        return self._shared[name]

    def _system(self, name: str, rows: Matrix) -> tuple[Matrix, Matrix]:
        return self.between(name, rows, rows), self._penalty[rows]


def inverse_of(gram: Matrix, penalty: Matrix | float) -> Matrix:
    """The inverse that ridge regression needs; the offset is learnt as a similarity of 1 between all rows.

    A row with twice the penalty counts for half.
    """
    shrunk = _shrunk(gram, penalty)
    factorise, invert = (lapack.spotrf, lapack.spotri) if gram.dtype == np.float32 else (lapack.dpotrf, lapack.dpotri)
    factor, _ = factorise(shrunk, lower=1)
    lower, _ = invert(factor, lower=1)
    below = np.tril(lower, -1)
    return np.asarray(below + below.T + np.diag(np.diag(lower)))


def extend_inverse(inverse: Matrix, beside: Matrix, gram: Matrix, penalty: Matrix | float) -> Matrix:
    """The inverse with further rows behind those that it has, by the Schur complement of these.

    `beside` are their similarities (columns) to the rows that it has, `gram` those to each other.
    """
    reach = inverse @ (beside + beside.dtype.type(1))
    corner = np.linalg.inv(_shrunk(gram, penalty) - (beside + beside.dtype.type(1)).T @ reach)
    side = -reach @ corner
    return np.block([[inverse - side @ reach.T, side], [side.T, corner]])


def _shrunk(gram: Matrix, penalty: Matrix | float) -> Matrix:
    shrunk = gram + gram.dtype.type(1)
    shrunk[np.diag_indices(len(gram))] += np.asarray(penalty, dtype=gram.dtype)
    return np.asarray(shrunk)


def fit_ridge(inverse: Matrix, given: Matrix, groups: Matrix, expected: Matrix | None = None) -> Fit:
    """Learn 0/1 columns as -1/+1, so that scores lie about between these.

    Of scores expected beforehand only the rest is learnt: they are part of what is held out, and not of the duals.
    """
    known = np.zeros(given.shape, dtype=inverse.dtype) if expected is None else expected.astype(inverse.dtype)
    answers = (2 * given - 1).astype(inverse.dtype) - known
    duals = inverse @ answers
    held_out = np.empty_like(answers)
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        held_out[rows] = answers[rows] - np.linalg.solve(inverse[np.ix_(rows, rows)], duals[rows])
    return Fit(duals=duals.astype(np.float64), held_out=(held_out + known).astype(np.float64))


def scores_from(gram: Matrix, duals: Matrix) -> Matrix:
    """The scores of rows whose similarities to the learnt rows are given."""
    return np.asarray((gram + 1.0) @ duals)
