"""Places the stretches that other programs coded on a study's own fragments, or makes them the cuts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.messages import Message
from pipeline.projects.records import Coding, Project, Reviewed

Span = tuple[int, int]

HALF = 0.5
"""The share of a fragment that a stretch has to cover, or of a stretch that has to lie in a fragment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A coding with the fragments that it goes to."""

    coding: Coding
    fragments: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A coding that goes to no fragment: its file, its offsets (as code points where `read`) and its code."""

    file: str
    start: int
    end: int
    code: str
    why: str
    read: bool = True

    def __str__(self) -> str:
        where: str = f"{self.file}:{self.start}-{self.end}"
        if not self.read:
            where = Message("%(where)s (in the project's own unit)", where=where)
        return Message("%(where)s, code %(code)s: %(why)s", where=where, code=self.code, why=self.why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """All codings of a project: those that found a place, and those that did not."""

    placed: tuple[Placed, ...]
    unplaced: tuple[Unplaced, ...]


def place_all(project: Project, fragments: Mapping[str, Sequence[Span]]) -> Placement:
    """Place every coding of a project; `fragments` are those of each text that became an interview, by its id."""
    names = {text.id: text.name for text in project.texts}
    words = {text.id: text.text for text in project.texts}
    paths = {code: " / ".join(path) for code, path in project.paths.items()}
    ordered = {key: sorted(spans) for key, spans in fragments.items()}
    placed: list[Placed] = []
    unplaced: list[Unplaced] = []
    for coding in project.codings:
        spans = ordered.get(coding.text)
        found = place(words[coding.text], (coding.start, coding.end), spans) if spans is not None else ()
        if found:
            placed.append(Placed(coding=coding, fragments=found))
            continue
        why = (
            Message("its text is no interview")
            if spans is None
            else Message("most of it lies in no fragment (an interviewer's words, labels, headings)")
        )
        file, code = names[coding.text], paths[coding.code]
        unplaced.append(Unplaced(file=file, start=coding.start, end=coding.end, code=code, why=why))
    for lost in project.unread:
        file, code = names.get(lost.text, lost.place.rpartition(":")[0]), paths.get(lost.code, "")
        start, end = lost.raw
        unplaced.append(Unplaced(file=file, start=start, end=end, code=code, why=lost.why, read=False))
    return Placement(placed=tuple(placed), unplaced=tuple(unplaced))


def place(text: str, stretch: Span, fragments: Sequence[Span]) -> tuple[Span, ...]:
    """The fragments (in order, none over another) that a stretch goes to.

    These are all that it covers by half. If there are none, it is the one in which most of it lies, provided that at
    least half of its words lie in fragments at all.
    """
    stretch = trimmed(text, stretch)
    touched = _touched(stretch, fragments)
    covered = tuple(span for span in touched if _shared(stretch, span) >= HALF * (span[1] - span[0]))
    if covered or not touched:
        return covered
    inside = sum(_shared(stretch, span) for span in touched)
    if inside < HALF * (stretch[1] - stretch[0]):
        return ()
    return (max(touched, key=lambda span: _shared(stretch, span)),)


def trimmed(text: str, span: Span) -> Span:
    """A span without the spaces and line ends at its edges; one of nothing but spaces stays as it is."""
    words = text[slice(*span)]
    left, right = len(words) - len(words.lstrip()), len(words) - len(words.rstrip())
    return (span[0] + left, span[1] - right) if words.strip() else span


def _touched(stretch: Span, fragments: Sequence[Span]) -> Sequence[Span]:
    first = bisect_right(fragments, stretch[0], key=lambda span: span[1])
    last = bisect_left(fragments, stretch[1], key=lambda span: span[0])
    return fragments[first:last]


def _shared(one: Span, other: Span) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])


def cuts(text: str, turns: Iterable[Span], stretches: Iterable[Coding | Reviewed]) -> list[Span]:
    """Fragments that follow the project's own stretches: each turn is cut wherever a stretch begins or ends.

    Pieces without a word or digit belong to the piece before them. `turns` are the spans of words that are coded.
    """
    edges = sorted({edge for each in stretches for edge in trimmed(text, (each.start, each.end))})
    found: list[Span] = []
    for start, end in turns:
        inside = edges[bisect_right(edges, start) : bisect_left(edges, end)]
        found += _pieces(text, [start, *inside, end])
    return found


def _pieces(text: str, edges: Sequence[int]) -> list[Span]:
    found: list[Span] = []
    for start, end in pairwise(edges):
        span = trimmed(text, (start, end))
        words = text[slice(*span)]
        if any(map(str.isalnum, words)):
            found.append(span)
        elif found and words.strip():
            found[-1] = (found[-1][0], span[1])
    return found
