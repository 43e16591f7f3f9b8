"""Estimate the share of a code by prediction-powered inference: people read a part, a model scored the rest.

The estimate is the mean of the model's scores, corrected by their error where people read without seeing them. The
interval is a delete-one-interview jackknife on the log-odds scale.

Sources: A. N. Angelopoulos, S. Bates, C. Fannjiang, M. I. Jordan & T. Zrnic, Prediction-powered inference. Science 382
(2023); A. N. Angelopoulos, J. C. Duchi & T. Zrnic, PPI++: Efficient prediction-powered inference, arXiv 2311.01453
(`power` is its lambda); weighting by known sampling probabilities as in N. Egami, M. Hinck, B. Stewart & H. Wei, Using
imperfect surrogates for downstream inference (DSL), arXiv 2306.04746; jackknife over clusters as in K. M. Wolter,
Introduction to Variance Estimation (2007), chapter 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

Numbers = NDArray[np.float64]

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Arrays with one value per fragment: `interview` is an index from 0, `size` the weight in the share (1, or words).

    `whole` marks fragments of interviews that people read wholly. Elsewhere `weight` is the inverse of the probability
    with which the fragment was sampled for reading, or 0 where nobody has read it. `given` (0 or 1) is the code of
    people where they read, `score` the model's probability; values where these are unknown are not used.
    """

    interview: NDArray[np.int64]
    size: Numbers
    whole: NDArray[np.bool_]
    weight: Numbers
    given: Numbers
    score: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """An estimated share with its interval; `power` is the weight of the scores, from 0 (not used) to 1.

    `low` and `high` are None where there is too little for an interval.
    """

    share: float
    low: float | None = None
    high: float | None = None
    power: float = 0.0
    error: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewSums:
    """The sums that an estimate needs of a sample: per interview, in total, or leaving one interview out."""

    size: Numbers
    found: Numbers  # size with the code, in interviews read wholly
    rest: Numbers  # size of the other interviews
    scored: Numbers  # sum of their scores
    read: Numbers  # weighted size of what people read of them
    read_given: Numbers
    read_scored: Numbers

    @classmethod
    def concatenated(cls, parts: Sequence[InterviewSums]) -> InterviewSums:
        """Concatenate the interviews of all parts."""
        return cls(**{name: concatenated([getattr(part, name) for part in parts]) for name in cls.__slots__})

    def shares(self) -> tuple[Numbers, Numbers]:
        """Return the share from people's reading alone, and the correction by the scores at power 1."""
        with np.errstate(divide="ignore", invalid="ignore"):
            read = np.where(self.rest > 0, self.rest / self.read, 0.0)
            return (self.found + read * self.read_given) / self.size, (
                self.scored - read * self.read_scored
            ) / self.size


def concatenated(parts: Sequence[Numbers]) -> Numbers:
    """Concatenate arrays; an empty array for no parts."""
    return np.concatenate(parts) if parts else np.empty(0)


def estimate(sample: Sample, *, power: float | None = None, confidence: float = CONFIDENCE) -> Share | None:
    """Estimate the share in the population of the interviews; None where nobody read anything that counts.

    With `power` 0 the scores are not used: the weighted share of what people read. With None the power with the
    smallest variance is used.
    """
    return estimate_of(sums_of(sample), power=power, confidence=confidence)


def estimate_of(parts: InterviewSums, *, power: float | None = None, confidence: float = CONFIDENCE) -> Share | None:
    """Estimate from sums per interview: a corpus too large for memory is summed in batches."""
    everything = {name: getattr(parts, name).sum() for name in InterviewSums.__slots__}
    without = InterviewSums(**{name: everything[name] - getattr(parts, name) for name in InterviewSums.__slots__})
    people, scores = (float(value) for value in InterviewSums(**everything).shares())
    if not np.isfinite(people):
        return None
    by_people, by_scores = without.shares()
    # Without the only interview that was read, the share is undefined: there is no interval.
    if not (np.isfinite(by_people).all() and np.isfinite(by_scores).all()):
        return Share(share=people)
    chosen = _best_power(by_people, by_scores) if power is None else power
    left = by_people + chosen * by_scores
    error = float(np.sqrt((left.size - 1) / left.size * ((left - left.mean()) ** 2).sum()))
    readers = int(((parts.found > 0) | (parts.size > parts.rest) | (parts.read > 0)).sum())
    return _with_interval(people + chosen * scores, error, readers - 1, chosen, confidence)


def count(sample: Sample, shown: Numbers, *, confidence: float = CONFIDENCE) -> Share | None:
    """Compute the share of what the model would show, as if it were always right: for comparison only."""
    return estimate_of(shown_sums(sample, shown), power=0.0, confidence=confidence)


def shown_sums(sample: Sample, shown: Numbers) -> InterviewSums:
    """Compute the sums for `count`."""
    read = Sample(
        interview=sample.interview,
        size=sample.size,
        whole=np.ones_like(sample.whole),
        weight=sample.weight,
        given=shown,
        score=shown,
    )
    return sums_of(read)


def sums_of(sample: Sample) -> InterviewSums:
    """Compute the sums for `estimate`."""
    interviews = int(sample.interview.max()) + 1 if sample.interview.size else 0
    read = np.where(sample.whole, 0.0, sample.weight * sample.size)

    def added(values: Numbers) -> Numbers:
        return np.bincount(sample.interview, values, interviews).astype(float)

    return InterviewSums(
        size=added(sample.size),
        found=added(np.where(sample.whole, sample.size * sample.given, 0.0)),
        rest=added(np.where(sample.whole, 0.0, sample.size)),
        scored=added(np.where(sample.whole, 0.0, sample.size * sample.score)),
        read=added(read),
        read_given=added(np.where(read > 0, read * sample.given, 0.0)),
        read_scored=added(np.where(read > 0, read * sample.score, 0.0)),
    )


def _best_power(people: Numbers, scores: Numbers) -> float:
    """Return the power with the smallest jackknife variance, from 0 to 1."""
    away, along = people - people.mean(), scores - scores.mean()
    size = float(along @ along)
    return float(np.clip(-(away @ along) / size, 0.0, 1.0)) if size > 0 else 0.0


def _with_interval(share: float, error: float, freedom: int, power: float, confidence: float) -> Share:
    # On the log-odds scale the interval stays within 0 and 1 and has better coverage for rare codes.
    if freedom < 1 or not 0 < share < 1:
        return Share(share=min(max(share, 0.0), 1.0), power=power, error=error)
    reach = float(student.ppf((1 + confidence) / 2, freedom)) * error / (share * (1 - share))
    middle = float(np.log(share / (1 - share)))
    low, high = (float(1 / (1 + np.exp(-(middle + side * reach)))) for side in (-1, 1))
    return Share(share=share, low=low, high=high, power=power, error=error)
