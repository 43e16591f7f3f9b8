"""Bootstrap confidence intervals that resample whole interviews, since fragments of one interview are not independent.

Source: A. C. Davison & D. V. Hinkley, Bootstrap Methods and their Application (1997), section 3.8 (hierarchical data);
percentile interval as in B. Efron & R. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

CONFIDENCE = 0.95
DRAWS = 1000
FEWEST_INTERVIEWS = 3
"""Minimum number of interviews for an interval."""
UNDEFINED_AT_MOST = 0.05
"""Maximum share of draws in which the figure is undefined; with more, no interval is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A confidence interval from `low` to `high`."""

    low: float
    high: float


def drawn(interviews: int, *, draws: int = DRAWS, seed: int = 0) -> Numbers:
    """Draw interviews with replacement: the count of each interview per draw, one row per draw."""
    generator = np.random.default_rng(seed)
    return generator.multinomial(interviews, np.full(interviews, 1 / interviews), size=draws).astype(float)


def percentile_interval(values: Numbers, interviews: int, confidence: float = CONFIDENCE) -> Interval | None:
    """Return the percentile interval of the drawn values, or None with too few interviews or defined values."""
    known = values[np.isfinite(values)]
    if interviews < FEWEST_INTERVIEWS or known.size < (1 - UNDEFINED_AT_MOST) * values.size:
        return None
    low, high = np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(low=float(low), high=float(high))
