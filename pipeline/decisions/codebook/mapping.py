"""From the code as it was given to the code as it counts now, by the recorded changes of the codebook.

The ledger keeps the code of the day. Everything that says what holds now asks this mapping.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.codebook import CodeKey


@dataclass(frozen=True, slots=True)
class Step:
    """What a version did to codes. Entries of the ledger up to number `entries` are from before it.

    `moves` are dimension, code, and what it became. A version that brought an earlier one back names that one in
    `restores`: codes that were given up to then count as they did then.
    """

    number: int
    entries: int
    moves: tuple[tuple[str, str, str], ...] = ()
    restores: int | None = None


class CodeMapping:
    """What codes count as, by the version under which they were given."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = [step for step in steps if step.moves or step.restores is not None]
        self._all = list(steps)
        self._moves = {step.number: {(of, old): new for of, old, new in step.moves} for step in self._steps}
        self._ends = [step.entries for step in self._all]
        self._known: dict[tuple[CodeKey, int, int], str] = {}
        self.newest = self._all[-1].number if self._all else 0

    @property
    def changes_nothing(self) -> bool:
        """Whether every code counts as it was given."""
        return not self._steps

    def version_at(self, entry: int) -> int:
        """The version under which an entry of the ledger was added; 0 before the first."""
        at = bisect_left(self._ends, entry)
        return self._all[at - 1].number if at else 0

    def given_in(self, dimension: str, code: str, version: int, *, at: int | None = None) -> str:
        """What a code that was given under a version counts as now, or under the version `at`."""
        at = self.newest if at is None else at
        asked = (dimension, code), version, at
        if asked not in self._known:
            self._known[asked] = self._follow(dimension, code, version, at)
        return self._known[asked]

    def given_by(self, dimension: str, code: str, entry: int) -> str:
        """What a code that an entry of the ledger names counts as now."""
        return self.given_in(dimension, code, self.version_at(entry))

    def _follow(self, dimension: str, code: str, version: int, at: int) -> str:
        now = code
        for step in self._steps:
            if not version < step.number <= at:
                continue
            if step.restores is not None and version <= step.restores:
                now = self.given_in(dimension, code, version, at=step.restores)
            else:
                now = self._moves[step.number].get((dimension, now), now)
        return now
