"""What is known of a single word, whoever says it: its usual spelling, its sort, its themes, its tense."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.fragments.words import headed_words, words

SORTS = ("", *headed_words("sorts"))
"""Sorts of words, by number; 0 is any other word."""

TENSES_AT = len(SORTS)
THEMES_AT = TENSES_AT + 2
"""Where the bits of tense and themes begin among an entry's marks; those of sorts come first."""

_USUAL = {heard: usual[0] for heard, usual in headed_words("spellings").items()}
_SORT = {word: SORTS.index(sort) for sort in SORTS[1:] for word in headed_words("sorts")[sort]}
_TENSE = {word: mark for mark, tense in ((1, "past"), (2, "present")) for word in headed_words("times")[tense]}
_COMMON = words("common")
_STEM = 6  # letters that words of one family usually share
_LONGEST_WORD = 40


class Entry(NamedTuple):
    """One word: `stem` is empty where it says nothing of the subject; `marks` joins bits of sort, tense, themes."""

    usual: str
    sort: int
    stem: str
    marks: int


@lru_cache(maxsize=65_536)
def look_up(word: str) -> Entry:
    """The entry of a word as it was written."""
    heard = word.lower()
    usual = _USUAL.get(heard, heard)
    tells = len(usual) > 3 and usual not in _COMMON
    return Entry(
        usual=usual,
        sort=_SORT.get(usual, 0),
        stem=usual[:_STEM] if tells else "",
        marks=1 << _SORT.get(usual, 0) | _TENSE.get(heard, 0) << TENSES_AT | _themes(usual) << THEMES_AT,
    )


def _themes(usual: str) -> int:
    return sum(1 << number for number, theme in enumerate(_THEMES) if theme.search(usual[:_LONGEST_WORD]))


def _pattern(parts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        "|".join(
            ("^" if part[0] == "^" else "") + re.escape(part.strip("^")) + ("$" if part[-1] == "^" else "")
            for part in parts
        )
    )


_THEMES = [_pattern(parts) for parts in headed_words("themes").values()]
