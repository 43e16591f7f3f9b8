"""What is known of a single word, whoever says it: its usual spelling, its sort, its themes, its tense."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.fragments.words import headed_words, words

if TYPE_CHECKING:
    from spacy.strings import StringStore

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
_LETTER = re.compile(r"\w")


class Entry(NamedTuple):
    """One word: `stem` is empty where it says nothing of the subject; `marks` joins bits of sort, tense, themes."""

    written: str
    capital: bool
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
        written=word,
        capital=word[:1].isupper(),
        usual=usual,
        sort=_SORT.get(usual, 0),
        stem=usual[:_STEM] if tells else "",
        marks=1 << _SORT.get(usual, 0) | _TENSE.get(heard, 0) << TENSES_AT | _themes(usual) << THEMES_AT,
    )


class Lexicon(dict[int, Entry | None]):
    """Entries by the number that spaCy gives a token; None for a token that is no word."""

    def __init__(self, strings: StringStore) -> None:
        self.strings = strings

    def __missing__(self, number: int) -> Entry | None:
        written = self.strings[number]
        entry = look_up(written) if _LETTER.search(written[:_LONGEST_WORD]) else None
        self[number] = entry
        return entry


def _themes(usual: str) -> int:
    """The themes of a word, a bit each: as a whole, by its first letters, or by its last ones as in a compound."""
    mask = _BY_WHOLE.get(usual, 0)
    for letters in range(2, min(len(usual), _LONGEST_PART) + 1):
        mask |= _BY_START.get(usual[:letters], 0) | _BY_END.get(usual[-letters:], 0)
    return mask


def _numbered(wanted: Callable[[str], bool]) -> dict[str, int]:
    """The wanted parts of words, with a bit for every theme that they tell of."""
    found: dict[str, int] = {}
    for number, parts in enumerate(headed_words("themes").values()):
        for part in filter(wanted, parts):
            found[part.strip("^")] = found.get(part.strip("^"), 0) | 1 << number
    return found


_BY_WHOLE = _numbered(lambda part: part[-1] == "^")
_BY_START = _numbered(lambda part: part[-1] != "^")
_BY_END = _numbered(lambda part: "^" not in part)
_LONGEST_PART = max(map(len, _BY_START))
