"""A probability in words that a person can weigh: the same words for the same number, on every page."""

from __future__ import annotations

from pipeline.review.wording import in_both

_WORDS = (
    (0.90, in_both("almost certain")),
    (0.75, in_both("very likely")),
    (0.60, in_both("likely")),
    (0.40, in_both("may well be")),
    (0.25, in_both("less likely")),
    (0.00, in_both("unlikely")),
)


def in_words(probability: float) -> str:
    """The English words for a probability."""
    return next(words for least, words in _WORDS if probability >= least)
