"""All ways to divide turns into units, weighed at once: how likely each unit is, and the best division.

Turns are laid side by side in blocks of like size, so that memory stays flat and a long turn takes linear time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.fragments.unit_traits import LONGEST

Scores = NDArray[np.float64]
_BLOCK = 20_000  # sentences with their padding


class Block:
    """Some turns side by side; units are numbered by start and then by length, as `possible_units` does."""

    def __init__(self, sizes: Sequence[int], first_units: Sequence[int]) -> None:
        self.sizes = np.array(sizes)
        self.turns, self.width = len(sizes), int(max(sizes))
        start = np.arange(self.width)
        room = np.clip(self.sizes[:, None] - start, 0, LONGEST)  # possible units by turn and start
        before = np.cumsum(room, axis=1) - room + np.array(first_units)[:, None]
        ahead = np.arange(LONGEST)
        self.exists = ahead < room[:, :, None]
        self.unit = np.where(self.exists, before[:, :, None] + ahead, 0)

    def chances(self, scores: Scores, into: Scores) -> float:
        """Write the probability of every unit in `into`; return the sum of the logarithms of all divisions' weights."""
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
        sums = np.full((self.turns, self.width + 1), -np.inf)
        sums[:, 0] = 0
        for end in range(1, self.width + 1):
            ways = [sums[:, end - 1 - ahead] + laid[:, end - 1 - ahead, ahead] for ahead in range(min(LONGEST, end))]
            sums[:, end] = _log_sum(ways)
        return sums

    def _backward(self, laid: Scores) -> Scores:
        sums = np.full((self.turns, self.width + 1), -np.inf)
        sums[np.arange(self.turns), self.sizes] = 0
        for start in range(self.width - 1, -1, -1):
            room = min(LONGEST, self.width - start)
            ways = [laid[:, start, ahead] + sums[:, start + ahead + 1] for ahead in range(room)]
            inside = start < self.sizes
            sums[inside, start] = _log_sum(ways)[inside]
        return sums


def _log_sum(ways: list[Scores]) -> Scores:
    stacked = np.stack(ways)
    most = stacked.max(axis=0)
    most = np.where(np.isfinite(most), most, 0.0)
    with np.errstate(divide="ignore"):
        summed: Scores = np.log(np.exp(stacked - most).sum(axis=0)) + most
    return summed


def blocks(sizes: Sequence[int]) -> Iterator[Block]:
    """The turns of these sizes (sentences) in blocks; a turn without sentences is left out."""
    room = np.minimum(LONGEST, 1 + np.arange(max(sizes, default=0)))
    units_of = np.concatenate([[0], np.cumsum(room)])  # possible units in a turn of each size
    first = np.concatenate([[0], np.cumsum(units_of[np.array(sizes, dtype=int)])])
    waiting: list[int] = []
    for turn in sorted((turn for turn, size in enumerate(sizes) if size), key=lambda turn: sizes[turn]):
        if waiting and sizes[turn] * (len(waiting) + 1) > _BLOCK:
            yield Block([sizes[each] for each in waiting], [int(first[each]) for each in waiting])
            waiting = []
        waiting.append(turn)
    if waiting:
        yield Block([sizes[each] for each in waiting], [int(first[each]) for each in waiting])


def likeliest_division(chances: Scores, starts: NDArray[np.int64], ends: NDArray[np.int64], count: int) -> list[int]:
    """The first sentences of the units that are together most likely right, out of all units of `count` sentences."""
    best = [0.0] + [-1.0] * count
    came_from = [0] * (count + 1)
    for chance, start, end in zip(chances.tolist(), starts.tolist(), ends.tolist(), strict=True):
        reached = best[start] + chance
        if reached > best[end + 1]:
            best[end + 1], came_from[end + 1] = reached, start
    firsts: list[int] = []
    at = count
    while at > 0:
        at = came_from[at]
        firsts.append(at)
    return firsts[::-1]
