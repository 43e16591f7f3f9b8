"""What entries come to when the codebook changed between them: each code counts as what it became."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.codebook import CodeKey
from pipeline.decisions.codebook.mapping import CodeMapping
from pipeline.decisions.ledger.rules import HELD_STATUSES, Said, State, apply, replay


@dataclass(frozen=True, slots=True)
class _Given:
    """What an entry said of a code, under the name of that day."""

    dimension: str
    code: str
    version: int
    status: str
    number: int

    @property
    def weight(self) -> tuple[bool, int]:
        """Which counts where codes became one: what holds before what does not, then the later entry."""
        return self.status in HELD_STATUSES, self.number


def replay_mapped(entries: Iterable[tuple[int, Said]], mapping: CodeMapping) -> State:
    """The state that live entries come to, oldest first, with codes as they count now.

    An entry overrides earlier ones on every code that counted as its code when it was added. Of codes that became one
    since, one that holds counts.
    """
    if mapping.changes_nothing:
        return replay(entries)
    given: list[_Given] = []
    finished: int | None = None
    for number, said in entries:
        alone = apply(State(finished=finished), said, number)
        finished = alone.finished
        for each in _effects(alone, mapping.version_at(number)):
            given = [one for one in given if not _overridden(one, each, mapping)]
            given.append(each)
    codes: dict[CodeKey, tuple[str, int]] = {}
    for each in sorted(given, key=lambda one: one.weight):
        now = mapping.given_in(each.dimension, each.code, each.version)
        codes[each.dimension, now] = (each.status, each.number)
    return State(codes=codes, finished=finished)


def _effects(alone: State, version: int) -> Iterator[_Given]:
    """What one entry says of codes; a change speaks of two, and the one that holds comes last."""
    for (dimension, code), (status, number) in alone.codes.items():
        yield _Given(dimension, code, version, status, number)


def _overridden(earlier: _Given, later: _Given, mapping: CodeMapping) -> bool:
    then = mapping.given_in(earlier.dimension, earlier.code, earlier.version, at=later.version)
    return (earlier.dimension, then) == (later.dimension, later.code)
