"""Agreement measures (percent, Cohen's kappa, Krippendorff's alpha, Gwet's AC1, MASI), from sums per interview.

`ratings` has a row per fragment and a column per coder; a cell is the number of a category, or -1 where the coder did
not code the fragment. Sums add up over interviews, so that thousands of bootstrap draws cost one matrix product.
Every measure takes `AgreementSums` with any leading axes and returns one number for each; it is NaN where the measure
is undefined (for example when all coders used only one category).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementSums:
    """The sums over fragments that the measures need; the last axes are categories, the axes before are draws."""

    agreeing: Numbers  # sum over fragments of the share of coder pairs that agree
    paired: Numbers  # number of fragments with at least two coders
    shares: Numbers  # sum over fragments of the share of coders that chose each category
    coded: Numbers  # number of fragments with at least one coder
    coincidences: Numbers  # Krippendorff's coincidence matrix of values paired within fragments
    confusion: Numbers  # first coder's category by second coder's; empty unless there are two coders

    def weighted(self, weights: Numbers) -> AgreementSums:
        """Return the sums for each draw of interviews; the leading axis of these sums must be the interviews."""
        return AgreementSums(
            **{name: np.tensordot(weights, getattr(self, name), axes=(1, 0)) for name in self.__slots__}
        )

    def total(self) -> AgreementSums:
        """Return the sums over all interviews."""
        return AgreementSums(**{name: getattr(self, name).sum(axis=0) for name in self.__slots__})


def sums_by_interview(ratings: Whole, interview: Whole, categories: int) -> AgreementSums:
    """Compute the sums for each interview; `interview` numbers the interview of each fragment from 0."""
    counts = np.stack([(ratings == category).sum(axis=1) for category in range(categories)], axis=1).astype(float)
    coders = counts.sum(axis=1)
    paired = coders >= 2
    pairs = np.where(paired, coders * (coders - 1), 1)
    agreeing = np.where(paired, (counts * (counts - 1)).sum(axis=1) / pairs, 0)
    shares = np.divide(counts, coders[:, None], out=np.zeros_like(counts), where=coders[:, None] > 0)
    within = np.where(paired, 1 / np.maximum(coders - 1, 1), 0)
    weighted = counts * within[:, None]
    whose = [interview == number for number in range(int(interview.max(initial=-1)) + 1)]

    def add(values: Numbers) -> Numbers:
        return _stacked([values[here].sum(axis=0) for here in whose], values.shape[1:])

    def pair(left: Numbers, right: Numbers) -> Numbers:
        # One product per interview: a matrix per fragment would not fit into memory.
        return _stacked([left[here].T @ right[here] for here in whose], (left.shape[1], right.shape[1]))

    # Pair every value with those of other coders, not with itself.
    alone = np.eye(categories) * add(weighted)[:, None, :]
    return AgreementSums(
        agreeing=add(agreeing),
        paired=add(paired.astype(float)),
        shares=add(shares),
        coded=add((coders > 0).astype(float)),
        coincidences=pair(weighted, counts) - alone,
        confusion=pair(*_two(ratings, categories)),
    )


def _stacked(each: Sequence[Numbers], shape: tuple[int, ...]) -> Numbers:
    return np.array(each, dtype=float).reshape(len(each), *shape)


def _two(ratings: Whole, categories: int) -> tuple[Numbers, Numbers]:
    """Return indicator columns of the categories of two coders; without columns if there are not two."""
    if ratings.shape[1] != 2:
        return np.zeros((len(ratings), 0)), np.zeros((len(ratings), 0))
    first, second = (np.eye(categories + 1)[column][:, :categories] for column in ratings.T)  # -1 becomes no category
    return first, second


def _divide(above: Numbers, below: Numbers) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient: Numbers = np.where(below > 0, above / below, np.nan)
    return quotient


def percent(sums: AgreementSums) -> Numbers:
    """Percent agreement: the share of coder pairs that agree, averaged over fragments (from 0 to 1)."""
    return _divide(sums.agreeing, sums.paired)


def kappa(sums: AgreementSums) -> Numbers:
    """Cohen's kappa for two coders.

    Source: J. Cohen, A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20
    (1960).
    """
    if not sums.confusion.shape[-1]:
        return np.full(np.shape(sums.paired), np.nan)
    total = sums.confusion.sum(axis=(-1, -2))
    observed = _divide(np.trace(sums.confusion, axis1=-1, axis2=-2), total)
    marginals = (sums.confusion.sum(axis=-1) * sums.confusion.sum(axis=-2)).sum(axis=-1)
    expected = _divide(marginals, total**2)
    return _divide(observed - expected, 1 - expected)


def alpha(sums: AgreementSums, difference: Numbers | None = None) -> Numbers:
    """Krippendorff's alpha for any number of coders, nominal unless a matrix of differences is given.

    Source: K. Krippendorff, Computing Krippendorff's alpha-reliability (2011).
    """
    categories = sums.coincidences.shape[-1]
    delta = 1 - np.eye(categories) if difference is None else difference
    values = sums.coincidences.sum(axis=-1)
    count = values.sum(axis=-1)
    observed = (sums.coincidences * delta).sum(axis=(-1, -2))
    expected = np.einsum("...a,...b,ab->...", values, values, delta)
    result: Numbers = 1 - (count - 1) * _divide(observed, expected)
    return result


def ac1(sums: AgreementSums) -> Numbers:
    """Gwet's AC1 for any number of coders; it stays meaningful where nearly all fragments are uncoded.

    Source: K. L. Gwet, Computing inter-rater reliability and its variance in the presence of high agreement. British
    Journal of Mathematical and Statistical Psychology 61 (2008); with missing values as in Handbook of Inter-Rater
    Reliability, 4th edition (2014).
    """
    categories = sums.shares.shape[-1]
    share = _divide(sums.shares, np.expand_dims(sums.coded, -1))
    expected = (share * (1 - share)).sum(axis=-1) / max(categories - 1, 1)
    return _divide(percent(sums) - expected, 1 - expected)


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """The MASI distance of two sets of codes: 0 for equal sets, 1 for sets without a common code.

    Source: R. Passonneau, Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation. LREC
    2006: 1 - Jaccard * M, with M = 1 for equal sets, 2/3 for a subset, 1/3 for other overlap. The thirds are exact, not
    rounded. Two empty sets are equal.
    """
    if one == other:
        return 0.0
    common = len(one & other)
    contained = common == min(len(one), len(other))
    return 1.0 - common / len(one | other) * (2 / 3 if contained else 1 / 3)


MEASURES: Mapping[str, Callable[[AgreementSums], Numbers]] = MappingProxyType(
    {"percent": percent, "kappa": kappa, "alpha": alpha, "ac1": ac1}
)
"""The nominal measures by the name under which they are published."""
