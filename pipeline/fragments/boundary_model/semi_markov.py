"""Semi-Markov inference: unit probabilities by forward-backward, and the best division of turns into units.

Turns are batched in blocks of similar size, so that memory use is bounded and time is linear in the turn's length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.fragments.boundary_model.features import LONGEST

Scores = NDArray[np.float64]
_BLOCK = 20_000  # sentences, padding included
_TINY = 1e-300  # avoids the logarithm of zero


class Block:
    """A batch of turns; units are numbered by start and then by length, as in `possible_units`."""

    def __init__(self, sizes: Sequence[int], first_units: Sequence[int]) -> None:
        self.sizes = np.array(sizes)
        self.turns, self.width = len(sizes), int(max(sizes))
        start = np.arange(self.width)
        room = np.clip(self.sizes[:, None] - start, 0, LONGEST)  # number of candidate units by turn and start
        before = np.cumsum(room, axis=1) - room + np.array(first_units)[:, None]
        ahead = np.arange(LONGEST)
        self.exists = ahead < room[:, :, None]
        self.unit = np.where(self.exists, before[:, :, None] + ahead, 0)

    def unit_probabilities(self, scores: Scores, into: Scores) -> float:
        """Write the probability of every unit to `into`; return the sum of the log partition functions."""
        laid = np.where(self.exists, scores[self.unit], -np.inf)
        forward, backward = self._forward(laid), self._backward(laid)
        total = backward[:, 0]
        for ahead in range(min(LONGEST, self.width)):
            span = self.width - ahead
            weight = (
                forward[:, :span] + laid[:, :span, ahead] + backward[:, ahead + 1 : ahead + 1 + span] - total[:, None]
            )
            there = self.exists[:, :span, ahead]
            into[self.unit[:, :span, ahead][there]] = np.exp(weight[there])
        return float(total.sum())

    def _forward(self, laid: Scores) -> Scores:
        """Forward pass: the log weight of all divisions of the sentences before each sentence."""
        by_end = np.full((self.turns, self.width + 1, LONGEST), -np.inf)
        for ahead in range(min(LONGEST, self.width)):
            by_end[:, ahead + 1 :, ahead] = laid[:, : self.width - ahead, ahead]
        sums = np.full(
            (self.turns, LONGEST + self.width + 1), -np.inf
        )  # padded so that every window has its full length
        sums[:, LONGEST] = 0
        for end in range(1, self.width + 1):
            window = sums[:, end + LONGEST - 1 : end - 1 : -1] if end > 1 else sums[:, LONGEST:0:-1]
            sums[:, end + LONGEST] = _log_sum(window + by_end[:, end])
        return sums[:, LONGEST:]

    def _backward(self, laid: Scores) -> Scores:
        """Backward pass: the log weight of all divisions of the sentences from each sentence on."""
        sums = np.full((self.turns, self.width + 1 + LONGEST), -np.inf)
        ends = self.sizes[:, None] == np.arange(self.width + 1)
        sums[:, : self.width + 1][ends] = 0
        for start in range(self.width - 1, -1, -1):
            found = _log_sum(laid[:, start] + sums[:, start + 1 : start + 1 + LONGEST])
            sums[:, start] = np.where(start < self.sizes, found, sums[:, start])
        return sums


def _log_sum(ways: Scores) -> Scores:
    most = ways.max(axis=1)
    most[most == -np.inf] = 0.0
    summed: Scores = np.log(np.exp(ways - most[:, None]).sum(axis=1) + _TINY) + most
    return summed


def blocks(sizes: Sequence[int]) -> Iterator[Block]:
    """Group turns of these sizes (in sentences) into blocks; turns without sentences are left out."""
    room = np.minimum(LONGEST, 1 + np.arange(max(sizes, default=0)))
    units_of = np.concatenate([[0], np.cumsum(room)])  # number of candidate units in a turn of each size
    first = np.concatenate([[0], np.cumsum(units_of[np.array(sizes, dtype=int)])])
    waiting: list[int] = []
    for turn in sorted((turn for turn, size in enumerate(sizes) if size), key=lambda turn: sizes[turn]):
        if waiting and sizes[turn] * (len(waiting) + 1) > _BLOCK:
            yield Block([sizes[each] for each in waiting], [int(first[each]) for each in waiting])
            waiting = []
        waiting.append(turn)
    if waiting:
        yield Block([sizes[each] for each in waiting], [int(first[each]) for each in waiting])


def likeliest_division(
    probabilities: Scores, starts: NDArray[np.int64], ends: NDArray[np.int64], count: int
) -> list[int]:
    """Return the first sentences of the units in the division with the highest sum of unit probabilities."""
    best = [0.0] + [-1.0] * count
    came_from = [0] * (count + 1)
    for probability, start, end in zip(probabilities.tolist(), starts.tolist(), ends.tolist(), strict=True):
        reached = best[start] + probability
        if reached > best[end + 1]:
            best[end + 1], came_from[end + 1] = reached, start
    firsts: list[int] = []
    at = count
    while at > 0:
        at = came_from[at]
        firsts.append(at)
    return firsts[::-1]
