"""Split text without punctuation (speech recogniser output) into windows of 40 to 80 words, not marked as sentences."""

from __future__ import annotations

import re

from pipeline.fragments.words.properties import SORTS, look_up

_SPOKEN = re.compile(r"\S{1,1000}")
_TERMINATOR = re.compile(r"(?<=\w)[.!?…]++(?!\w)")
FEWEST, MOST = 40, 80
_WORDS_PER_TERMINATOR = 100
_OPENS = {SORTS.index(sort) for sort in ("linking", "aside", "me", "they", "time")}

Span = tuple[int, int]


def is_unpunctuated(text: str) -> bool:
    """Whether a text has fewer than one full stop, question or exclamation mark per hundred words."""
    spoken = len(text.split())
    return spoken >= FEWEST // 2 and len(_TERMINATOR.findall(text)) * _WORDS_PER_TERMINATOR < spoken


def windows(text: str, start: int, end: int) -> list[Span]:
    """Split `text[start:end]` into windows of similar length, preferably at a line break or an opening word."""
    spoken = [found.span() for found in _SPOKEN.finditer(text, start, end)]
    cuts, first, left = [0], 0, len(spoken)
    while left > MOST:
        pieces = -(-left // MOST)
        first = _best_cut(text, spoken, first, left, left // pieces)
        cuts.append(first)
        left = len(spoken) - first
    pairs = zip(cuts, [*cuts[1:], len(spoken)], strict=True)
    return [(spoken[begin][0], spoken[stop - 1][1]) for begin, stop in pairs if stop > begin]


def _best_cut(text: str, spoken: list[Span], first: int, left: int, aim: int) -> int:
    """Find the best cut near the aim, FEWEST to MOST words after `first` with at least FEWEST words left over."""
    near = range(max(FEWEST, aim - 10), min(MOST, aim + 10, left - FEWEST) + 1)
    best = min(near, key=lambda words: (_badness(text, spoken, first + words), abs(words - aim)), default=aim)
    return first + best


def _badness(text: str, spoken: list[Span], at: int) -> int:
    between = text[spoken[at - 1][1] : spoken[at][0]]
    if "\n" in between or "\u2028" in between:
        return 0
    return 1 if look_up(text[slice(*spoken[at])]).sort in _OPENS else 2
