"""Traits of possible meaning units, as small whole numbers: what a boundary model weighs beside the gaps."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pipeline.fragments.conversation import Conversation
from pipeline.fragments.gap_traits import COARSE, has, step
from pipeline.fragments.lexicon import SORTS, Numbers

LONGEST = 6
"""The most sentences that one meaning unit holds."""

_K = len(SORTS)


class Units(NamedTuple):
    """All stretches of up to LONGEST sentences inside one turn: `start` and `end` are numbers of sentences."""

    start: Numbers
    end: Numbers


def possible_units(talk: Conversation) -> Units:
    """Every possible unit, by start and then by length."""
    sizes = np.minimum(LONGEST, talk.left + 1)
    start = np.repeat(np.arange(len(sizes)), sizes)
    ahead = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return Units(start, start + ahead)


_WORDS_FINE = np.array([4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 43, 46, 50, 55, 60])
_WORDS = np.array([6, 10, 14, 18, 22, 26, 30, 35, 40, 46, 54])
_WORDS_AT_EDGE = np.array([5, 8, 11, 14, 17, 20, 25, 30, 36, 42, 50, 60])


def unit_traits(talk: Conversation, units: Units) -> dict[str, Numbers]:
    """The traits of every possible unit."""
    c, (start, end) = talk, units
    count = end - start + 1
    until = np.concatenate([[0], np.cumsum(c.lengths)])
    spoken = until[end + 1] - until[start]
    small = np.minimum(3, count - 1)
    last, opens = c.left[end] == 0, c.place[start] == 0
    edge = step(spoken, _WORDS_AT_EDGE)
    coarse = step(c.lengths, COARSE)
    names = np.concatenate([[0], np.cumsum(c.new_name)])
    several = count > 1
    verbs = np.concatenate([[0], np.cumsum(has(c.sorts, "verb"))])
    shared = np.concatenate([[0], np.cumsum(np.minimum(2, c.shared))])
    themes = _themes_within(c, units)
    return {
        "sentences": count,
        "words": step(spoken, _WORDS_FINE),
        "sentences and words": np.minimum(5, count) * 12 + step(spoken, _WORDS),
        "sentences at the end": np.where(last, count, 0),
        "words at the end": np.where(last, edge + 1, 0),
        "sentences at the start": np.where(opens, count, 0),
        "words at the start": np.where(opens, edge + 1, 0),
        "whole turn": np.where(last & opens, count, 0),
        "length of the first": np.where(several, small * 6 + coarse[start] + 1, 0),
        "length of the last": np.where(several, small * 6 + coarse[end] + 1, 0),
        "names within": np.where(several, small * 4 + np.minimum(3, names[end + 1] - names[start]), 0),
        "themes within": np.where(several, small * 5 + np.minimum(4, themes), 0),
        "shared within": np.minimum(4, shared[end] - shared[start]),
        "verbs within": small * 5 + np.minimum(4, verbs[end + 1] - verbs[start]),
        "first word": small * _K + c.first[start],
        "first and last": np.where(several, c.first[start] * _K + c.first[end] + 1, 0),
    }


def _themes_within(talk: Conversation, units: Units) -> Numbers:
    masks = talk.themes[units.start].copy()
    for ahead in range(1, LONGEST):
        reached = units.start + ahead <= units.end
        masks[reached] |= talk.themes[units.start[reached] + ahead]
    return np.bitwise_count(masks).astype(np.int64)
