"""What a project's offsets count, decided from its format and checked on the words.

Programs count code points, UTF-16 code units or UTF-8 bytes, from 0 or from 1, with the last character inside or
outside, a byte order mark and both characters of a Windows line end counted or not. Candidates come in the order in
which the format expects them; a candidate is scored by the words that the project stored with each coding, and, where
it stored none, by how many stretches begin and end at the edge of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.errors import UndecidedOffsets
from pipeline.messages import Message
from pipeline.projects.records import SourceText

FITS = 0.75
"""The share of stretches that has to fit a unit; a wrong unit was measured to fit about a tenth of them."""

FITS_AT_LEAST, BETTER = 0.5, 1.5
"""A smaller share is enough where people selected carelessly, if it is far better than in every other unit."""
USELESS = 10
"""If fewer than one in so many stored words are found in any unit, they are written in another way than the text."""

_WIDER = {"code points": (), "UTF-16 code units": (0xFFFF,), "UTF-8 bytes": (0x7F, 0x7FF, 0xFFFF)}
"""Above these code points a character takes one unit more."""
_COUNTS = {
    "code points": Message("code points"),
    "UTF-16 code units": Message("UTF-16 code units"),
    "UTF-8 bytes": Message("UTF-8 bytes"),
}
_ENDS = {True: Message("end inclusive"), False: Message("end exclusive")}
_BOM_WIDTH = {"code points": 1, "UTF-16 code units": 1, "UTF-8 bytes": 3}
_SHORTEST_BEGINNING = 8
"""Characters that a stored beginning of a quote needs to count as evidence."""
_SPACES = re.compile(r"[\s\u2028\u2029\ufeff\u200b]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What offsets count. `crlf` is how much a Windows line end takes, `bom` whether a byte order mark counts."""

    counts: str = "code points"
    first: int = 0
    inclusive: bool = False
    crlf: int = 2
    bom: bool = False

    def __str__(self) -> str:
        ends = _ENDS[self.inclusive]
        said = Message("%(counts)s, from %(first)s, %(end)s", counts=_COUNTS[self.counts], first=self.first, end=ends)
        if self.crlf == 1:
            said = Message("%(unit)s, CRLF counted as one", unit=said)
        return Message("%(unit)s, byte order mark counted", unit=said) if self.bom else said


CODE_POINTS = Unit()
UTF16 = Unit(counts="UTF-16 code units")
UTF8 = Unit(counts="UTF-8 bytes")


def variants(*units: Unit) -> tuple[Unit, ...]:
    """Each unit as it is, then with Windows line ends counted as one, then with the byte order mark counted."""
    found: dict[Unit, None] = {}
    for lines, mark in ((2, False), (1, False), (2, True), (1, True)):
        found.update((replace(unit, crlf=lines, bom=mark), None) for unit in units)
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch as the project's file gives it; `quote` are the words stored with it.

    `whole` says that the program stores all words of the stretch. Elsewhere the quote is a name that may be the words,
    their beginning or something else, and counts only if it proves to be words in half of the marks.
    """

    text: str
    start: int
    end: int
    quote: str = ""
    whole: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The unit, a span for each mark (None where it cannot be), and how many marks the words speak for.

    `moved` are the marks whose stored words stand elsewhere than their offsets say: these were followed.
    """

    unit: Unit
    spans: tuple[tuple[int, int] | None, ...]
    fitting: int
    moved: frozenset[int] = frozenset()


class _Ruler:
    """Turns offsets in one unit into code points of one text."""

    def __init__(self, text: SourceText, unit: Unit) -> None:
        points = np.frombuffer(text.text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        widths = np.ones(len(points), np.int64)
        for limit in _WIDER[unit.counts]:
            widths += points > limit
        if unit.crlf == 1 and len(points) > 1:
            widths[:-1][(points[1:] == 10) & (points[:-1] == 13)] = 0
        widths[list(text.added)] = 0
        before = unit.first + (_BOM_WIDTH[unit.counts] if unit.bom and text.bom else 0)
        self._edges = before + np.concatenate([[0], np.cumsum(widths)])
        self._extra = int(unit.inclusive)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The code points of a stretch; None where it lies outside the text, is empty or splits a character."""
        edges, stop = self._edges, end + self._extra
        first = int(np.searchsorted(edges, start, side="right")) - 1
        last = int(np.searchsorted(edges, stop, side="left"))
        if first < 0 or last >= len(edges) or first >= last or (edges[first], edges[last]) != (start, stop):
            return None
        return first, last


@dataclass(frozen=True, slots=True, kw_only=True)
class _Score:
    """How the marks read in one unit: their spans, which are the stored words, and which lie at the edges of words."""

    unit: Unit
    spans: tuple[tuple[int, int] | None, ...]
    quoted: tuple[bool, ...]
    exact: tuple[bool, ...]
    at_words: tuple[bool, ...]

    def fits(self, marks: Sequence[Mark], quoting: bool) -> list[bool]:
        """Which marks fit: by their stored words where these count, else by the edges of words."""
        by_words = (bool(mark.quote) and (quoting or mark.whole) for mark in marks)
        return [said if words else edge for words, said, edge in zip(by_words, self.quoted, self.at_words, strict=True)]


def decide(
    texts: Iterable[SourceText], marks: Sequence[Mark], candidates: Sequence[Unit], *, place: str = "the project"
) -> Decided:
    """Choose the unit that fits the words best; of equal ones the first.

    Raises:
        UndecidedOffsets: candidates disagree, and too few stretches fit the best of them; says how many.
    """
    known = {text.id: text for text in texts}
    scores = [_scored(known, marks, unit) for unit in _told_apart(candidates, known.values())]
    named = sum(bool(mark.quote) for mark in marks)
    found = max(sum(score.quoted) for score in scores)
    quoting = named > 0 and found * 2 >= named
    if found * USELESS < named:
        marks = [replace(mark, quote="") for mark in marks]
    ranks = [(sum(score.fits(marks, quoting)), sum(score.exact), sum(score.at_words)) for score in scores]
    best = scores[ranks.index(max(ranks))]
    fitting = sum(best.fits(marks, quoting))
    others = [score for score in scores if score.spans != best.spans]
    if fitting < FITS * len(marks) and not all(_is_clear(marks, quoting, best, other) for other in others):
        raise UndecidedOffsets(place, str(best.unit), fitting, len(marks))
    spans, moved = _followed(known, marks, best, scores) if quoting else (best.spans, frozenset())
    return Decided(unit=best.unit, spans=spans, fitting=fitting, moved=moved)


def _is_clear(marks: Sequence[Mark], quoting: bool, best: _Score, other: _Score) -> bool:
    """Whether the best reading is far better than another one where the two differ."""
    pairs = zip(best.spans, other.spans, best.fits(marks, quoting), other.fits(marks, quoting), strict=True)
    apart = [(ours, theirs) for span, another, ours, theirs in pairs if span != another]
    fitting, rival = sum(ours for ours, _ in apart), sum(theirs for _, theirs in apart)
    return fitting >= FITS_AT_LEAST * len(apart) and fitting > BETTER * rival


def _told_apart(candidates: Sequence[Unit], texts: Iterable[SourceText]) -> list[Unit]:
    """The candidates without those that mean the same as another, as no text has a line end or mark to count so."""
    marked = any(text.bom for text in texts)
    windows = any("\r\n" in text.text for text in texts)
    return [unit for unit in candidates if (windows or unit.crlf == 2) and (marked or not unit.bom)] or [*candidates]


def _scored(texts: Mapping[str, SourceText], marks: Sequence[Mark], unit: Unit) -> _Score:
    rulers = {key: _Ruler(texts[key], unit) for key in {mark.text for mark in marks} & texts.keys()}
    spans = tuple(rulers[mark.text].span(mark.start, mark.end) if mark.text in rulers else None for mark in marks)
    read = [
        (mark, texts[mark.text].text, span) if span else (mark, "", (0, 0))
        for mark, span in zip(marks, spans, strict=True)
    ]
    return _Score(
        unit=unit,
        spans=spans,
        quoted=tuple(_is_quote(mark, text[slice(*span)]) for mark, text, span in read),
        exact=tuple(bool(mark.quote) and mark.quote == text[slice(*span)] for mark, text, span in read),
        at_words=tuple(bool(text) and is_at_words(text, *span) for _, text, span in read),
    )


def _followed(
    texts: Mapping[str, SourceText], marks: Sequence[Mark], best: _Score, scores: Sequence[_Score]
) -> tuple[tuple[tuple[int, int] | None, ...], frozenset[int]]:
    """The spans, following the stored words where they stand under another reading or just once in the text."""
    spans = list(best.spans)
    moved: set[int] = set()
    for at, mark in enumerate(marks):
        if not mark.quote or best.quoted[at] or mark.text not in texts:
            continue
        readings = [score.spans[at] for score in scores if score.quoted[at]]
        found = readings[0] if readings else _only_place(texts[mark.text].text, mark.quote)
        if found:
            spans[at] = found
            moved.add(at)
    return tuple(spans), frozenset(moved)


def _only_place(text: str, quote: str) -> tuple[int, int] | None:
    if len(quote) < _SHORTEST_BEGINNING or text.count(quote) != 1:
        return None
    start = text.index(quote)
    return start, start + len(quote)


def _is_quote(mark: Mark, words: str) -> bool:
    """Whether the stored words are these words, or (unless stored whole) their beginning; spaces may differ."""
    if not mark.quote or not words:
        return False
    said, there = _plain(mark.quote), _plain(words)
    if said == there or mark.whole:
        return bool(said) and said == there
    beginning = said.rstrip(".… ")
    return len(beginning) >= _SHORTEST_BEGINNING and there.startswith(beginning)


def _plain(words: str) -> str:
    return _SPACES.sub(" ", words).strip()


def is_at_words(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins and ends at the edge of a word, and not on a space within a line."""
    return _is_edge(text, start, start) and _is_edge(text, end, end - 1)


def _is_edge(text: str, at: int, inside: int) -> bool:
    """Whether the place `at` is an edge of a word; `inside` is the character of the stretch that touches it."""
    if text[inside].isspace():
        return text[inside] in "\r\n" or at in (0, len(text))
    outside = at - 1 if inside == at else at
    return not (0 <= outside < len(text) and text[outside].isalnum() and text[inside].isalnum())
