"""Properties of words: usual spelling, word class, themes, tense, and whether the word is a backchannel.

Every word is looked up once and numbered; the properties of many words are then read as columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.strings import StringStore

from pipeline.fragments.words import headed_words, words

SORTS = ("", *headed_words("sorts"))
"""Word classes by number; 0 is any other word."""

TENSES_AT = len(SORTS)

THEMES_AT = TENSES_AT + 2
"""The position of the theme bits in `marks`; the bits of word classes and tense come first."""

_USUAL = {heard: usual[0] for heard, usual in headed_words("spellings").items()}

_SORT = {word: SORTS.index(sort) for sort in SORTS[1:] for word in headed_words("sorts")[sort]}

_TENSE = {word: mark for mark, tense in ((1, "past"), (2, "present")) for word in headed_words("times")[tense]}

_COMMON, _BACKCHANNELS = words("common"), words("backchannels")

_STEM = 6  # number of letters that words of one family usually share

_LONGEST_WORD = 40

_LETTER = re.compile(r"\w")

Numbers = NDArray[np.int64]


class WordProperties(NamedTuple):
    """The properties of a word: `stem` is empty for function words.

    `marks` joins the bits of class, tense and themes.
    """

    usual: str
    stem: str
    sort: int
    marks: int
    capital: bool
    backchannel: bool


@lru_cache(maxsize=32_768)
def look_up(word: str) -> WordProperties:
    """Return the properties of a word in any spelling."""
    heard = word.lower()[:_LONGEST_WORD]
    usual = _USUAL.get(heard, heard).strip("^~$").replace("_", "-") or heard
    sort = _SORT.get(usual, 0)
    return WordProperties(
        usual=usual,
        stem=stem_of(usual),
        sort=sort,
        marks=1 << sort | _TENSE.get(heard, 0) << TENSES_AT | _themes(usual) << THEMES_AT,
        capital=word[:1].isupper(),
        backchannel=heard in _BACKCHANNELS,
    )


def stem_of(usual: str) -> str:
    """Return the first letters of a content word; empty for a function word."""
    return usual[:_STEM] if len(usual) > 3 and usual not in _COMMON else ""


class WordTable:
    """Numbers for words, in the order of their first occurrence; 0 is any token that is not a word."""

    def __init__(self, strings: StringStore) -> None:
        self.strings = strings
        self.usual = [""]
        """Usual spellings by number; several words may share one."""
        self._known = _NumberByToken(self)
        self._usual_numbers, self._stem_numbers = {"": 0}, {"": 0}
        self._columns = np.zeros((1024, 6), dtype=np.int64)

    def numbers(self, tokens: list[int]) -> list[int]:
        """Return the numbers of spaCy tokens."""
        known = self._known
        return [known[token] for token in tokens]

    def number_of(self, written: str) -> int:
        """Return the number of one word."""
        return self._known[self.strings.add(written)]

    def facts(self, numbers: Numbers) -> Facts:
        """Return the properties of these words, as columns."""
        return Facts(*self._columns[numbers].T)

    def add(self, token: int) -> int:
        """Number a token that did not occur before."""
        written = self.strings[token]
        if _LETTER.search(written[:_LONGEST_WORD]) is None:
            return 0
        entry, number = look_up(written), len(self._known) + 1
        if number >= len(self._columns):
            self._columns = np.concatenate([self._columns, np.zeros_like(self._columns)])
        self._columns[number] = (
            self._usual_number(entry.usual),
            self._stem_numbers.setdefault(entry.stem, len(self._stem_numbers)),
            *entry[2:],
        )
        return number

    def _usual_number(self, usual: str) -> int:
        number = self._usual_numbers.setdefault(usual, len(self.usual))
        if number == len(self.usual):
            self.usual.append(usual)
        return number


class Facts(NamedTuple):
    """The properties of words as columns, one row per word."""

    usual: Numbers
    stem: Numbers
    sort: Numbers
    marks: Numbers
    capital: Numbers
    backchannel: Numbers


class _NumberByToken(dict[int, int]):
    def __init__(self, table: WordTable) -> None:
        self.table = table

    def __missing__(self, token: int) -> int:
        self[token] = number = self.table.add(token)
        return number


def _themes(usual: str) -> int:
    """Return the themes of a word as a bit mask, matched on the word, its first or its last letters (compounds)."""
    mask = _BY_WHOLE.get(usual, 0)
    for letters in range(2, min(len(usual), _LONGEST_PART) + 1):
        mask |= _BY_START.get(usual[:letters], 0) | _BY_END.get(usual[-letters:], 0)
    return mask


def _numbered(wanted: Callable[[str], bool]) -> dict[str, int]:
    """Return the word parts that pass `wanted`, each with the bit mask of its themes."""
    found: dict[str, int] = {}
    for number, parts in enumerate(headed_words("themes").values()):
        for part in filter(wanted, parts):
            found[part.strip("^")] = found.get(part.strip("^"), 0) | 1 << number
    return found


_BY_WHOLE = _numbered(lambda part: part[-1] == "^")

_BY_START = _numbered(lambda part: part[-1] != "^")

_BY_END = _numbered(lambda part: "^" not in part)

_LONGEST_PART = max(map(len, _BY_START))

_WORD = re.compile(r"\w+")

_NAME = re.compile(r"(?<=[\w,] )[A-ZÀ-Þ][a-zà-ÿ]\w*")

_MOST_WORDS = 400


def names_in(text: str) -> frozenset[str]:
    """Return the words with a capital in mid-sentence somewhere: names of people and places."""
    return frozenset(name for name in _NAME.findall(text) if look_up(name).sort == 0)


def themes_in(text: str) -> int:
    """Return the themes of the first words of a text as a bit mask."""
    marks = 0
    for word in _WORD.findall(text[: 10 * _MOST_WORDS])[:_MOST_WORDS]:
        marks |= look_up(word).marks
    return marks >> THEMES_AT
