"""Turns as a sequence: an interviewer says one or two sentences, a respondent several, and they take turns.

The states count how many sentences a speaker has said in a row, so that the chance of a change of speaker follows from
it (a hidden semi-Markov model with known durations).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from pipeline.suggestions.interviewer.features import Matrix

ASKING, ANSWERING = 3, 24
"""How many sentences in a row are counted apart, for the interviewer and for a respondent."""

_OPENS = 0.7
"""The chance that the interviewer says the first sentence."""

_NEAR = 2
_FEW = (0.6, 0.1)


def changes(runs: Iterable[tuple[bool, int]]) -> Matrix:
    """The chance that another speaks after each number of sentences in a row, from runs of (is interviewer, length)."""
    said = np.zeros(ASKING + ANSWERING)
    ended = np.zeros(ASKING + ANSWERING)
    for asks, length in runs:
        first, last = (0, ASKING - 1) if asks else (ASKING, ASKING + ANSWERING - 1)
        for at in range(length):
            said[min(first + at, last)] += 1
        ended[min(first + length - 1, last)] += 1
    chance = (ended + _FEW[0]) / (said + 1.0)
    for at in range(ASKING, ASKING + ANSWERING):
        near = slice(max(ASKING, at - _NEAR), at + _NEAR + 1)
        chance[at] = (ended[near].sum() + _FEW[1]) / (said[near].sum() + 1.0)
    return chance


def smoothed(log_odds: Sequence[float] | Matrix, chance: Matrix) -> Matrix:
    """The probability that each sentence is the interviewer's, given all sentences (forward-backward)."""
    log_odds = np.asarray(log_odds, dtype=float)
    steps = _transitions(chance)
    asks = np.arange(ASKING + ANSWERING) < ASKING
    seen = np.where(asks, np.exp(np.minimum(log_odds, 0.0))[:, None], np.exp(np.minimum(-log_odds, 0.0))[:, None])
    forward = np.zeros_like(seen)
    forward[0, 0], forward[0, ASKING] = _OPENS, 1.0 - _OPENS
    forward[0] *= seen[0]
    for at in range(len(seen)):
        if at:
            forward[at] = (forward[at - 1] @ steps) * seen[at]
        forward[at] /= forward[at].sum()
    backward = np.ones_like(seen)
    for at in range(len(seen) - 2, -1, -1):
        backward[at] = steps @ (seen[at + 1] * backward[at + 1])
        backward[at] /= backward[at].sum()
    both = forward * backward
    return np.asarray(both[:, asks].sum(axis=1) / both.sum(axis=1))


def _transitions(chance: Matrix) -> Matrix:
    steps = np.zeros((ASKING + ANSWERING, ASKING + ANSWERING))
    for at in range(ASKING + ANSWERING):
        last, other = (ASKING - 1, ASKING) if at < ASKING else (ASKING + ANSWERING - 1, 0)
        steps[at, min(at + 1, last)] += 1.0 - chance[at]
        steps[at, other] += chance[at]
    return steps
