"""What the sentences of a conversation sound like: the facts that tell where one subject ends and another begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.fragments.lexicon import TENSES_AT, THEMES_AT, Lexicon, look_up

_WORD = re.compile(r"\w+")
_NAME = re.compile(r"(?<=[\w,] )[A-ZÀ-Þ][a-zà-ÿ]\w*")
_SORTS = (1 << TENSES_AT) - 1
_QUOTES = '"“”„'
_MOST_WORDS = 400  # what stands beyond is no sentence and tells nothing of its ends

Span = tuple[int, int]


class Heard(NamedTuple):
    """One sentence: its words in their usual spelling and what they tell."""

    spoken: tuple[str, ...]  # the words in order
    opening: tuple[int, int, int]  # the sorts of the first three words
    sorts: int  # which sorts occur, a bit each
    early: int  # which of them among the first four words
    themes: int
    tenses: int
    stems: frozenset[str]
    names: frozenset[str]
    ending: str
    colon: bool
    quotes: int


def names_in(text: str) -> frozenset[str]:
    """The words that stand with a capital in mid-sentence somewhere: names of people and places."""
    return frozenset(name for name in _NAME.findall(text) if look_up(name).sort == 0)


def hear(text: str, sentence: Span, tokens: Sequence[int], names: frozenset[str], lexicon: Lexicon) -> Heard:
    """The facts of one sentence; `tokens` are the numbers by which the lexicon knows its words."""
    start, end = sentence
    entries = [entry for entry in map(lexicon.__getitem__, tokens[:_MOST_WORDS]) if entry is not None]
    first = [entry.sort for entry in entries[:4]]
    opening = (*first[:3], 0, 0, 0)[:3]
    marks = early = 0
    for entry in entries:
        marks |= entry.marks
    for sort in first:
        early |= 1 << sort
    piece = text[start:end]
    return Heard(
        spoken=tuple([entry.usual for entry in entries]),
        opening=(opening[0], opening[1], opening[2]),
        sorts=marks & _SORTS,
        early=early,
        themes=marks >> THEMES_AT,
        tenses=marks >> TENSES_AT & 3,
        stems=frozenset([entry.stem for entry in entries if entry.stem]),
        names=names.intersection([entry.written for entry in entries if entry.capital]),
        ending=piece[-1],
        colon=":" in piece,
        quotes=sum(map(piece.count, _QUOTES)),
    )


def themes_in(text: str) -> int:
    """The themes that some words touch, a bit each."""
    marks = 0
    for word in _WORD.findall(text)[:_MOST_WORDS]:
        marks |= look_up(word).marks
    return marks >> THEMES_AT
