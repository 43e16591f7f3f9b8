"""Catastrophic backtracking: find regular expressions whose time can double with every character of a text."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

MANY = 8
"""Repetitions from which on a repeated group counts as repeated without end."""

LENGTHS = 6
"""Lengths of a run of one character up to which the ways to match it are counted."""

PROBED = ("a", "A", "é", "1", " ", "_", "-", "'", ".", ",", "\n")
"""Characters whose runs are tried, beside those that a pattern names itself."""

SECONDS = 5.0
"""Time that the trial of one pattern may take."""

_TRIAL = """
import json, re, sys
told = json.load(sys.stdin)
pattern = re.compile(told["pattern"], re.IGNORECASE)
for run in told["runs"]:
    sum(1 for _ in pattern.finditer(run))
"""

_GROUP = re.compile(r"\(\?(?:P<\w+>|[<]?[=!]|>|:|#[^)]*\)|P=\w+\)|\(\w+\)|[aiLmsux]*(?:-[imsx]+)?:|[aiLmsux]+\))")
_ATOM = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL)
_REPEATED = re.compile(r"(?:([*+?])|\{(\d*)(,?)(\d*)\})([?+]?)")
_REPEATED_GROUP = re.compile(r"\)[*+{]")
_NO_WIDTH = frozenset((r"\b", r"\B", r"\A", r"\Z", "^", "$"))

Ways = tuple[int, ...]
"""In how many ways a part matches a run of one character, by the length of the run; two stand for all that is more."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a pattern: how it matches runs of a character, and all that is repeated in it."""

    ways: Callable[[str], Ways]
    loops: tuple[Callable[[str], Ways], ...] = ()


def explodes(pattern: str, flags: int = 0) -> bool:
    """Whether a repeated group of the pattern matches a run of one character in more than one way.

    Then the time of a search that fails doubles with every few characters of the text: `(a+)*`, `(a|a)*`.
    """
    if not _REPEATED_GROUP.search(pattern):
        return False
    part = _Parser(pattern, flags).whole()
    runs = {*PROBED, *(mark for mark in pattern if mark.isalnum() or mark.isspace())}
    return any(sum(loop(mark)[1:]) > 1 for loop in part.loops for mark in runs)


@lru_cache(maxsize=4096)
def takes_too_long(pattern: str) -> bool:
    """Whether the pattern does not come to an end in time on runs of what it names, tried in a process of its own.

    Only a pattern with a repeated group is tried: without one, time grows slowly.
    """
    if not _REPEATED_GROUP.search(pattern):
        return False
    named = {*re.findall(r"\w+ ?", pattern), *PROBED}
    runs = [each * (1 + 48 // len(each)) + "\0" for each in sorted(named)]
    call = [sys.executable, "-I", "-S", "-c", _TRIAL]
    told = json.dumps({"pattern": pattern, "runs": runs})
    try:
        subprocess.run(call, input=told, text=True, encoding="utf-8", capture_output=True, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return True
    return False


def refuse_costly(pattern: str) -> str:
    """Return the pattern of a codebook; raise ValueError if a search with it may never end."""
    if explodes(pattern, re.IGNORECASE) or takes_too_long(pattern):
        raise ValueError(
            f"{pattern!r} repeats within a repetition, so that a search may never end; write (a|b)+ for (a+|b+)+"
        )
    return pattern


class _Parser:
    """Reads a pattern that compiles into parts."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._pattern, self._flags, self._at = pattern, flags, 0

    def whole(self) -> Part:
        return self._either()

    def _either(self) -> Part:
        """Alternatives up to the end of the group."""
        found = [self._sequence()]
        while self._next("|"):
            found.append(self._sequence())
        return _either(found)

    def _sequence(self) -> Part:
        return _sequence(list(self._parts()))

    def _parts(self) -> Iterator[Part]:
        while self._at < len(self._pattern) and self._pattern[self._at] not in "|)":
            yield self._repeated(self._group() if self._pattern[self._at] == "(" else self._atom())

    def _group(self) -> Part:
        found = _GROUP.match(self._pattern, self._at)
        head = found[0] if found else "("
        self._at += len(head)
        if head.endswith(")") and not re.fullmatch(r"\(\?\(\w+\)", head):
            return _EMPTY  # a comment, flags, or what a group matched before
        inside = self._either()
        self._next(")")
        if head[2:3] in ("=", "!") or head[2:4] in ("<=", "<!"):
            return Part(_EMPTY.ways, inside.loops)
        return _at_once(inside) if head == "(?>" else inside

    def _atom(self) -> Part:
        found = _ATOM.match(self._pattern, self._at)
        atom = found[0] if found else self._pattern[self._at]
        self._at += len(atom)
        if atom in _NO_WIDTH or re.fullmatch(r"\\[1-9]", atom):
            return _EMPTY
        matches = re.compile(atom if len(atom) > 1 or atom == "." else re.escape(atom), self._flags & ~re.VERBOSE)
        return Part(lambda mark: _ways({1: 1} if matches.fullmatch(mark) else {}))

    def _repeated(self, part: Part) -> Part:
        found = _REPEATED.match(self._pattern, self._at)
        if found is None or found[0] == "{,}" or (found[1] is None and not (found[2] or found[4])):
            return part
        self._at = found.end()
        least, most = _bounds(found)
        again = _repeat(part, least, most)
        return _at_once(again) if found[5] == "+" else again

    def _next(self, mark: str) -> bool:
        if self._pattern[self._at : self._at + 1] != mark:
            return False
        self._at += 1
        return True


def _bounds(found: re.Match[str]) -> tuple[int, int]:
    """The least and the most repetitions; what has no end is `MANY`."""
    if found[1]:
        return {"*": (0, MANY), "+": (1, MANY), "?": (0, 1)}[found[1]]
    least = int(found[2] or 0)
    most = int(found[4]) if found[4] else (MANY if found[3] else least)
    return min(least, MANY), min(max(most, least), MANY)


def _ways(counts: dict[int, int]) -> Ways:
    return tuple(min(counts.get(length, 0), 2) for length in range(LENGTHS + 1))


_EMPTY = Part(lambda _: _ways({0: 1}))


def _one_after_the_other(first: Ways, second: Ways) -> Ways:
    counts: dict[int, int] = {}
    for length, ways in enumerate(first):
        for more, others in enumerate(second):
            counts[length + more] = counts.get(length + more, 0) + ways * others
    return _ways(counts)


def _sequence(parts: Sequence[Part]) -> Part:
    def ways(mark: str) -> Ways:
        total = _EMPTY.ways(mark)
        for part in parts:
            total = _one_after_the_other(total, part.ways(mark))
        return total

    return Part(ways, tuple(loop for part in parts for loop in part.loops))


def _either(parts: Sequence[Part]) -> Part:
    if len(parts) == 1:
        return parts[0]

    def ways(mark: str) -> Ways:
        return _ways(dict(enumerate(map(sum, zip(*(part.ways(mark) for part in parts), strict=True)))))

    return Part(ways, tuple(loop for part in parts for loop in part.loops))


def _repeat(part: Part, least: int, most: int) -> Part:
    def ways(mark: str) -> Ways:
        once = part.ways(mark)
        filled = (0, *once[1:])  # a repetition that matches nothing ends the loop
        total, so_far = [0] * (LENGTHS + 1), _EMPTY.ways(mark)
        for times in range(most + 1):
            if times >= least or once[0]:
                total = [before + now for before, now in zip(total, so_far, strict=True)]
            so_far = _one_after_the_other(so_far, filled)
        return _ways(dict(enumerate(total)))

    return Part(ways, (*part.loops, part.ways) if most >= MANY else part.loops)


def _at_once(part: Part) -> Part:
    """What is matched as a whole and never given back: one way, whatever its length."""

    def ways(mark: str) -> Ways:
        first = next((length for length, count in enumerate(part.ways(mark)) if length and count), 0)
        return _ways({first: 1} if first or part.ways(mark)[0] else {})

    return Part(ways, part.loops)
