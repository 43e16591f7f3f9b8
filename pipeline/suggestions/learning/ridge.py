"""Dual ridge regression, with held-out scores of each group from the same factorisation.

One inverse of the Gram matrix gives the model and, exactly, what every leave-one-group-out model would say; it
serves every column that is to be learnt from the same rows. It is made in the memory of the Gram matrix itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import lapack

from pipeline.suggestions.learning.kernels import SMALL, Similarities
from pipeline.suggestions.learning.labels import Matrix

_STRIP = 1024


@dataclass(frozen=True, kw_only=True)
class Fit:
    """The dual coefficients (a column per value) and the scores by models that had not seen the row's group."""

    duals: Matrix
    held_out: Matrix


@dataclass(frozen=True, kw_only=True)
class Inverse:
    """The inverse of a Gram matrix of some rows, and of further rows behind them by the Schur complement of these.

    `reach` and `corner` belong to the further rows; the whole is never written out.
    """

    shared: Matrix
    reach: Matrix | None = None
    corner: Matrix | None = None

    def times(self, answers: Matrix) -> Matrix:
        """The product of the inverse and some columns."""
        count = len(self.shared)
        first = self.shared @ answers[:count]
        if self.reach is None or self.corner is None:
            return np.asarray(first)
        rest = self.corner @ (answers[count:] - self.reach.T @ answers[:count])
        return np.concatenate([first - self.reach @ rest, rest])

    def block(self, rows: Matrix) -> Matrix:
        """The part of the inverse where these rows meet."""
        count = len(self.shared)
        if self.reach is None or self.corner is None:
            return np.asarray(self.shared[np.ix_(rows, rows)])
        mine, further = rows[rows < count], rows[rows >= count] - count
        reach, corner = self.reach[mine], self.corner
        side = -reach @ corner[:, further]
        whole = self.shared[np.ix_(mine, mine)] + reach @ corner @ reach.T
        found = np.block([[whole, side], [side.T, corner[np.ix_(further, further)]]])
        order = np.argsort(np.argsort(rows >= count, kind="stable"), kind="stable")
        return np.asarray(found[np.ix_(order, order)])


class RidgeCache:
    """Similarities, and the inverses for the rows that were asked for last: one alone where rows are many.

    `share` is what a row of another study counts here; it is only remembered. Rows that are `apart` differ from one
    dimension to the next: the inverse of all others is kept, and further rows are added to it.
    """

    def __init__(
        self,
        grams: Similarities,
        *,
        penalty: Matrix | float,
        apart: Matrix | bool = False,
        share: float = 1.0,
    ) -> None:
        self.grams = grams
        self.share = share
        self._penalty = np.broadcast_to(np.asarray(penalty), len(grams))
        self._apart = np.broadcast_to(np.asarray(apart), len(grams))
        self._rows, self._kept = b"", dict[str, Matrix]()

    @property
    def penalty(self) -> Matrix:
        """That of each row."""
        return self._penalty

    @property
    def names(self) -> tuple[str, ...]:
        """The blends under which can be learnt."""
        return tuple(self.grams.blends)

    def fit(self, name: str, rows: Matrix, given: Matrix, groups: Matrix, expected: Matrix | None = None) -> Fit:
        """Learn from some rows under one blend, beginning at the scores expected."""
        order = np.argsort(self._apart[rows], kind="stable")
        inverse = self._inverse(name, *np.split(rows[order], [np.count_nonzero(~self._apart[rows])]))
        begun = None if expected is None else expected[order]
        fit = fit_ridge(inverse, given[order], groups[order], begun)
        back = np.argsort(order)
        return Fit(duals=fit.duals[back], held_out=fit.held_out[back])

    def between(self, name: str, asked: Matrix, learnt: Matrix) -> Matrix:
        """The similarities of some rows to those that were learnt from."""
        return self.grams.between(name, asked, learnt)

    def clear(self) -> None:
        """Let go of the inverse: the next rows asked for are others."""
        self._rows, self._kept = b"", {}

    def _inverse(self, name: str, shared: Matrix, apart: Matrix) -> Inverse:
        inverse = self._inverse_shared(name, shared)
        if not len(apart):
            return Inverse(shared=inverse)
        beside = self.between(name, shared, apart)
        beside += beside.dtype.type(1)
        reach = inverse @ beside
        system = _shrunk(self.between(name, apart, apart), self._penalty[apart])
        return Inverse(shared=inverse, reach=reach, corner=np.linalg.inv(system - beside.T @ reach))

    def _inverse_shared(self, name: str, rows: Matrix) -> Matrix:
        if rows.tobytes() != self._rows or (len(rows) > SMALL and name not in self._kept):
            self.clear()  # before the next one is made: of large ones there is never room for two
        if name not in self._kept:
            self._rows = rows.tobytes()
            self._kept[name] = invert(self.grams.below_diagonal(name, rows), self._penalty[rows])
        return self._kept[name]


def inverse_of(gram: Matrix, penalty: Matrix | float) -> Inverse:
    """The inverse that ridge regression needs; the offset is learnt as a similarity of 1 between all rows.

    A row with twice the penalty counts for half.
    """
    return Inverse(shared=invert(np.array(gram, order="F"), penalty))


def invert(gram: Matrix, penalty: Matrix | float) -> Matrix:
    """The same, in the memory of the matrix given (in column order), of which only the lower half is read.

    Raises:
        ArithmeticError: the matrix has no such inverse; a number in it is not finite.
    """
    if not len(gram):
        return gram
    shrunk = _shrunk(gram, penalty)
    single = gram.dtype == np.float32
    factorise, solve = (lapack.spotrf, lapack.spotri) if single else (lapack.dpotrf, lapack.dpotri)
    factor, failed = factorise(shrunk, lower=1, clean=0, overwrite_a=1)
    if failed:
        raise ArithmeticError(f"the similarities of {len(gram)} fragments have no inverse (potrf: {failed})")
    lower, failed = solve(factor, lower=1, overwrite_c=1)
    if failed or not np.isfinite(np.diag(lower)).all():  # of what is no number LAPACK says that all went well
        raise ArithmeticError(f"the similarities of {len(gram)} fragments have no inverse (potri: {failed})")
    return mirrored(lower)


def mirrored(lower: Matrix) -> Matrix:
    """The lower half copied into the upper one, in place."""
    count = len(lower)
    for start in range(0, count, _STRIP):
        end = min(start + _STRIP, count)
        corner = np.tril(lower[start:end, start:end])
        lower[start:end, start:end] = corner + np.tril(corner, -1).T
        lower[start:end, end:] = lower[end:, start:end].T
    return lower


def _shrunk(gram: Matrix, penalty: Matrix | float) -> Matrix:
    gram += gram.dtype.type(1)
    gram[np.diag_indices(len(gram))] += np.asarray(penalty, dtype=gram.dtype)
    return gram


def fit_ridge(inverse: Inverse, given: Matrix, groups: Matrix, expected: Matrix | None = None) -> Fit:
    """Learn 0/1 columns as -1/+1, so that scores lie about between these.

    Of scores expected beforehand only the rest is learnt: they are part of what is held out, and not of the duals.
    """
    kind = inverse.shared.dtype
    known = np.zeros(given.shape, dtype=kind) if expected is None else expected.astype(kind)
    answers = (2 * given - 1).astype(kind) - known
    duals = inverse.times(answers)
    held_out = np.empty_like(answers)
    for rows in _rows_by_group(groups):
        held_out[rows] = answers[rows] - np.linalg.solve(inverse.block(rows), duals[rows])
    return Fit(duals=duals.astype(np.float64), held_out=(held_out + known).astype(np.float64))


def _rows_by_group(groups: Matrix) -> list[Matrix]:
    order = np.argsort(groups, kind="stable")
    _, firsts = np.unique(groups[order], return_index=True)
    return np.split(order, firsts[1:])


def scores_from(gram: Matrix, duals: Matrix) -> Matrix:
    """The scores of rows whose similarities to the learnt rows are given."""
    return np.asarray((gram + 1.0) @ duals)
