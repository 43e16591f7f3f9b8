"""Ridge regression on inverses that are brought up to date instead of made anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.suggestions.learning.kernels import Similarities
from pipeline.suggestions.learning.labels import Matrix
from pipeline.suggestions.learning.ridge import RidgeCache, invert
from pipeline.suggestions.updates.inverse import residual, with_rows, without_rows

TOLERANCE = 5e-4
"""A score that is off by more asks for a full factorisation."""

_FAR = 0.25  # when this share of the rows is another one, a full factorisation costs no more
_PROBES = 16


@dataclass(frozen=True, kw_only=True)
class KeptInverse:
    """An inverse, with the rows that it is of (`keys`, see `WorkingState`), and the blend and share it was made for."""

    blend: str
    share: float
    keys: Matrix
    matrix: Matrix


class UpdatedRidge(RidgeCache):
    """A cache of inverses that begins at those of an earlier moment.

    `wanted` are the sets of rows that will be asked for again next time; `kept` holds their inverses then. `full`
    counts factorisations that were needed for them, and `worst` is the largest error that was estimated.
    """

    def __init__(
        self,
        grams: Similarities,
        *,
        penalty: Matrix,
        apart: Matrix,
        share: float,
        keys: Matrix,
        before: Sequence[KeptInverse],
        wanted: Collection[bytes],
    ) -> None:
        super().__init__(grams, penalty=penalty, apart=apart, share=share)
        self._keys, self._wanted = keys, frozenset(wanted)
        self._before = [each for each in before if each.share == share]
        self.kept: dict[tuple[str, bytes], KeptInverse] = {}
        self.full, self.worst = 0, 0.0

    def _inverse_shared(self, name: str, rows: Matrix) -> Matrix:
        if rows.tobytes() not in self._wanted:
            return super()._inverse_shared(name, rows)
        key = name, rows.tobytes()
        if key not in self.kept:
            matrix = self._updated(name, rows)
            self.kept[key] = KeptInverse(blend=name, share=self.share, keys=self._keys[rows], matrix=matrix)
        return self.kept[key].matrix

    def _updated(self, name: str, rows: Matrix) -> Matrix:
        nearest = self._nearest(name, self._keys[rows])
        if nearest is not None:
            found, new = self._from(nearest, name, rows)
            error = self._error(found, name, rows, new)
            self.worst = max(self.worst, error)
            if error <= TOLERANCE:
                return found
        self.full += 1
        return invert(self.grams.below_diagonal(name, rows).astype(np.float64, order="F"), self._penalty[rows])

    def _nearest(self, name: str, keys: Matrix) -> KeptInverse | None:
        """The inverse of an earlier moment that differs least in its rows, unless too many differ."""
        there = [each for each in self._before if each.blend == name]
        differing = [len(np.setxor1d(each.keys, keys)) for each in there]
        if not there or min(differing) > _FAR * len(keys):
            return None
        return there[int(np.argmin(differing))]

    def _from(self, nearest: KeptInverse, name: str, rows: Matrix) -> tuple[Matrix, Matrix]:
        """The inverse of these rows, and the places in it that are new."""
        keys = self._keys[rows]
        gone = np.flatnonzero(~np.isin(nearest.keys, keys))
        known = np.delete(nearest.keys, gone)
        kept = without_rows(nearest.matrix, gone)
        places = np.flatnonzero(~np.isin(keys, known))
        old = np.delete(np.arange(len(keys)), places)
        if not np.array_equal(known, keys[old]):  # the same rows in another order: an interview came before another
            order = np.argsort(known)[np.argsort(np.argsort(keys[old]))]
            kept = kept[np.ix_(order, order)]
        if not len(places):
            return kept, places
        corner = self._system(name, rows[places], rows[places])
        return with_rows(kept, self._system(name, rows[old], rows[places]), corner, places), places

    def _system(self, name: str, asked: Matrix, learnt: Matrix) -> Matrix:
        """The matrix that is inverted, where these rows meet those."""
        found = self.between(name, asked, learnt) + 1
        found += np.where(asked[:, None] == learnt[None, :], self._penalty[asked][:, None], 0.0).astype(found.dtype)
        return np.asarray(found)

    def _error(self, found: Matrix, name: str, rows: Matrix, new: Matrix) -> float:
        drawn = np.random.default_rng(0).choice(len(rows), min(_PROBES, len(rows)), replace=False)
        probes = np.union1d(drawn, new[:_PROBES]).astype(np.intp)
        return residual(found, probes, self._system(name, rows[probes], rows))
