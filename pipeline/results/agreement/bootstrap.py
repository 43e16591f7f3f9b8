"""Intervals by drawing whole interviews again: fragments of one interview are alike, and must not count as independent.

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
"""Below this many interviews no interval is given."""
UNDEFINED_AT_MOST = 0.05
"""With a larger share of draws in which the figure does not exist, no interval is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From `low` to `high`."""

    low: float
    high: float


def drawn(interviews: int, *, draws: int = DRAWS, seed: int = 0) -> Numbers:
    """How often each interview is in each draw: a row per draw, each as large as the study."""
    generator = np.random.default_rng(seed)
    return generator.multinomial(interviews, np.full(interviews, 1 / interviews), size=draws).astype(float)


def percentile_interval(values: Numbers, interviews: int, confidence: float = CONFIDENCE) -> Interval | None:
    """The middle of the drawn values, or None where they rest on too little."""
    known = values[np.isfinite(values)]
    if interviews < FEWEST_INTERVIEWS or known.size < (1 - UNDEFINED_AT_MOST) * values.size:
        return None
    low, high = np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(low=float(low), high=float(high))
