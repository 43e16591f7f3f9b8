"""What a stretch of a transcript tells as a whole: the names in it and the themes that it touches."""

from __future__ import annotations

import re

from pipeline.fragments.lexicon import THEMES_AT, look_up

_WORD = re.compile(r"\w+")
_NAME = re.compile(r"(?<=[\w,] )[A-ZÀ-Þ][a-zà-ÿ]\w*")
_MOST_WORDS = 400


def names_in(text: str) -> frozenset[str]:
    """The words that stand with a capital in mid-sentence somewhere: names of people and places."""
    return frozenset(name for name in _NAME.findall(text) if look_up(name).sort == 0)


def themes_in(text: str) -> int:
    """The themes that the first words touch, a bit each."""
    marks = 0
    for word in _WORD.findall(text[: 10 * _MOST_WORDS])[:_MOST_WORDS]:
        marks |= look_up(word).marks
    return marks >> THEMES_AT
