"""Decide which line breaks end a sentence: all, except those of text wrapped at a fixed width."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BREAK = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANK = re.compile(
    r"(?:\r\n?|[\n\x0b\x0c\x85\u2028])[^\S\n\r\x0b\x0c\x85\u2028\u2029]*+(?:\r\n?|[\n\x0b\x0c\x85\u2028])|\u2029"
)
_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_NARROWEST, _WIDEST, _RAGGED = 50, 120, 18


def paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of `text[start:end]` in which no line break ends a sentence, in order."""
    if _BREAK.search(text, start, end) is None:
        yield start, end
        return
    at = start
    for blank in _BLANK.finditer(text, start, end):
        yield from _lines(text, at, blank.start())
        at = blank.end()
    yield from _lines(text, at, end)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    lines = [found.span() for found in _LINE.finditer(text, start, end)]
    if _is_wrapped([stop - begin for begin, stop in lines]):
        yield lines[0][0], lines[-1][1]
    else:
        yield from lines


def _is_wrapped(widths: list[int]) -> bool:
    """Whether lines of these widths were wrapped by a program and not broken by a person."""
    full = widths[:-1]
    if len(full) < 2 or widths[-1] > max(full):
        return False
    return min(full) >= _NARROWEST and max(full) <= _WIDEST and max(full) - min(full) <= _RAGGED
