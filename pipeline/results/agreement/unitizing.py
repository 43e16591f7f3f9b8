"""Krippendorff's unitizing alpha: agreement of coders who segmented the same text differently.

Source: K. Krippendorff, On the reliability of unitizing contiguous data. Sociological Methodology 25 (1995), as
corrected in Content Analysis, 2nd edition (2004), chapter 11. Interviews are concatenated; a gap never extends from
one interview into the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Span = tuple[int, int]
Cuts = Sequence[Sequence[Span]]
"""The units (start, end) of each coder, for one interview and one category."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuum:
    """One interview of `length` characters and, for each coder, the units of one category, sorted and disjoint."""

    length: int
    cuts: Cuts


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSums:
    """The sums per interview for unitizing alpha; `fits` is per pair: units of one coder in gaps of the other."""

    coders: int
    length: Numbers
    differences: Numbers
    units: Numbers
    cubes: Numbers
    squares: Numbers
    fits: Numbers


def unit_sums(interviews: Sequence[Continuum]) -> UnitSums:
    """Compute the sums over the units and gaps of the interviews."""
    units = [np.array([end - start for cut in each.cuts for start, end in cut], dtype=float) for each in interviews]
    gaps = [
        np.array([size for cut in each.cuts for size in _gaps(cut, each.length)], dtype=float) for each in interviews
    ]
    return UnitSums(
        coders=len(interviews[0].cuts),
        length=np.array([float(each.length) for each in interviews]),
        differences=np.array([_differences(each.cuts) for each in interviews]),
        units=np.array([float(len(each)) for each in units]),
        cubes=np.array([float((2 * each**3 - 3 * each**2 + each).sum()) for each in units]),
        squares=np.array([float((each * (each - 1)).sum()) for each in units]),
        fits=np.array([[_fits(each, other) for other in gaps] for each in units]),
    )


def unitizing_alpha(sums: Sequence[UnitSums], weights: Numbers) -> Numbers:
    """Compute alpha over all categories (one element of `sums` each), for each row of weights of the interviews."""
    pairs = [_disagreement(each, weights) for each in sums]
    observed = np.sum([pair[0] for pair in pairs], axis=0)
    expected = np.sum([pair[1] for pair in pairs], axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        result: Numbers = np.where(expected > 0, 1 - observed / expected, np.nan)
    return result


def _disagreement(sums: UnitSums, weights: Numbers) -> tuple[Numbers, Numbers]:
    """Compute the observed and expected disagreement of one category."""
    length, coders = weights @ sums.length, sums.coders
    observed = 2 * (weights @ sums.differences) / (coders * (coders - 1) * length**2)
    together = (weights @ sums.units - 1) / 3 * (weights @ sums.cubes)
    alone = np.einsum("da,ab,db->d", weights, sums.fits, weights)
    possible = coders * length * (coders * length - 1) - weights @ sums.squares
    return observed, 2 / length * (together + alone) / possible


def _gaps(cut: Sequence[Span], length: int) -> list[int]:
    edges = [0, *(edge for span in cut for edge in span), length]
    return [end - start for start, end in zip(edges[::2], edges[1::2], strict=True) if end > start]


def _fits(units: Numbers, gaps: Numbers) -> float:
    """Count the places where the units fit into the gaps, each unit weighted by its squared length."""
    places = np.maximum(gaps[None, :] - units[:, None] + 1, 0)
    return float((units[:, None] ** 2 * places).sum())


def _differences(cuts: Cuts) -> float:
    return sum(_difference(cuts[first], cuts[second]) for second in range(len(cuts)) for first in range(second))


def _difference(one: Sequence[Span], other: Sequence[Span]) -> float:
    overlapping = sum(
        (start - begin) ** 2 + (end - finish) ** 2
        for start, end in one
        for begin, finish in other
        if start < finish and begin < end
    )
    return float(overlapping + _alone(one, other) + _alone(other, one))


def _alone(cut: Sequence[Span], other: Sequence[Span]) -> int:
    """Sum the squared lengths of the units that lie wholly in a gap of the other coder."""
    alone = (all(end <= begin or finish <= start for begin, finish in other) for start, end in cut)
    return sum((end - start) ** 2 for (start, end), lonely in zip(cut, alone, strict=True) if lonely)
