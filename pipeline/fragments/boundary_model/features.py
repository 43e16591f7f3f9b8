"""Features of the boundary model: traits of the gaps between sentences, traits of candidate units, and word keys.

A trait is an array of small integers: for gaps one per sentence, for the gap after it (undefined after the last
sentence of a turn); for units one per candidate unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.fragments.boundary_model.conversation import Conversation
from pipeline.fragments.words.properties import SORTS, Numbers, stem_of

_SORT = {sort: 1 << number for number, sort in enumerate(SORTS)}

_K = len(SORTS)


def _next(row: Numbers, step: int = 1) -> Numbers:
    """Shift the row so that each sentence sees the value `step` sentences later; positions beyond the end are 0."""
    moved = np.zeros_like(row)
    if step > 0:
        moved[:-step] = row[step:]
    else:
        moved[-step:] = row[:step]
    return moved


def has(row: Numbers, *sorts: str) -> Numbers:
    """Return 1 for sentences that contain a word of one of these word classes, else 0."""
    return (row & sum(_SORT[sort] for sort in sorts) > 0).astype(np.int64)


_FINE = np.array([2, 4, 6, 8, 11, 14, 18, 23, 30])

COARSE = np.array([4, 7, 11, 16, 22])


def step(row: Numbers, steps: NDArray[np.int64]) -> Numbers:
    """Bin the numbers by these steps."""
    return np.searchsorted(steps, row, side="right").astype(np.int64)


def gap_traits(talk: Conversation) -> dict[str, Numbers]:
    """Compute the traits of the gap after every sentence (undefined after the last one of a turn)."""
    c = talk
    after2, before1 = (c.left >= 2).astype(np.int64), (c.place >= 1).astype(np.int64)
    n1, n2, n3 = _next(c.first), _next(c.second), _next(c.third)
    m1 = np.where(after2, _next(c.first, 2) + 1, 0)
    m2 = np.where(after2, _next(c.second, 2) + 1, 0)
    t, tn = c.themes, _next(c.themes)
    tp, tm = np.where(before1, _next(c.themes, -1), 0), np.where(after2, _next(c.themes, 2), 0)
    they, they_n = has(c.sorts, "they"), has(_next(c.sorts), "they")
    some, some_n = has(c.early, "some"), has(_next(c.early), "some")
    named_n = _next(c.named)
    verb, verb_n = has(c.sorts, "verb"), has(_next(c.sorts), "verb")
    small = step(c.lengths, COARSE)
    return {
        "first": n1,
        "first two": n1 * _K + n2,
        "first three": (n1 * _K + n2) * _K + n3,
        "first here and next": c.first * _K + n1,
        "first next and beyond": n1 * (_K + 1) + m1,
        "first two beyond": m1 * (_K + 1) + m2,
        "names": c.named * 4 + named_n * 2 + np.minimum(c.shared_names, 1),
        "new name": named_n + _next(c.new_name),
        "new name beyond": np.where(after2, _next(c.new_name, 2), 0),
        "they": they * 4 + they_n * 2 + named_n,
        "they and some": they_n * 4 + some_n * 2 + some,
        "me": has(c.sorts, "me") * 2 + has(_next(c.sorts), "me"),
        "you": has(c.sorts, "you") * 2 + has(_next(c.sorts), "you"),
        "pointing": has(_next(c.early), "pointing"),
        "themes": (t > 0) * 4 + (tn > 0) * 2 + ((t & tn) > 0),
        "themes wide": ((t | tp) > 0) * 4 + ((tn | tm) > 0) * 2 + (((t | tp) & (tn | tm)) > 0),
        "new themes": np.minimum(2, np.bitwise_count(tn & ~t & ~tp).astype(np.int64)),
        "themes beyond": (tn > 0) * 4 + (tm > 0) * 2 + ((tn & tm) > 0),
        "theme asked": ((tn & c.themes_asked) > 0).astype(np.int64),
        "tenses": c.tenses * 4 + _next(c.tenses),
        "verbs": verb * 2 + verb_n,
        "length here": step(c.lengths, _FINE),
        "length next": step(_next(c.lengths), _FINE),
        "length beyond": np.where(after2, step(_next(c.lengths, 2), _FINE) + 1, 0),
        "lengths": small * 6 + _next(small),
        "quote open": c.open_quote,
        "quotes": c.quotes * 2 + _next(c.quotes),
        "colons": c.colon * 2 + _next(c.colon),
        "endings": c.ending * 5 + _next(c.ending),
        "shared": np.minimum(3, c.shared),
        "shared wide": np.minimum(3, np.where(before1 * after2, c.wide, 0)),
        "shared beyond": np.where(after2, np.minimum(3, _next(c.shared)) + 1, 0),
        "shared before": np.where(before1, np.minimum(3, _next(c.shared, -1)) + 1, 0),
        "place": np.minimum(2, c.place),
        "left": np.minimum(3, c.left),
    }


LONGEST = 6
"""The maximum number of sentences in one meaning unit."""


class Units(NamedTuple):
    """All candidate units (stretches of up to LONGEST sentences in one turn), as indices of first and last sentence."""

    start: Numbers
    end: Numbers


def possible_units(talk: Conversation) -> Units:
    """List every candidate unit, ordered by start and then by length."""
    sizes = np.minimum(LONGEST, talk.left + 1)
    start = np.repeat(np.arange(len(sizes)), sizes)
    ahead = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return Units(start, start + ahead)


_WORDS_FINE = np.array([4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 43, 46, 50, 55, 60])

_WORDS = np.array([6, 10, 14, 18, 22, 26, 30, 35, 40, 46, 54])

_WORDS_AT_EDGE = np.array([5, 8, 11, 14, 17, 20, 25, 30, 36, 42, 50, 60])


def unit_traits(talk: Conversation, units: Units) -> dict[str, Numbers]:
    """Compute the traits of every candidate unit."""
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


PLACES = ("here", "next", "beyond", "before", "begin 1", "begin 2", "begin 3", "finish 1", "finish 2", "finish 3")
"""The positions of a key: around a gap, or in the first or last sentence of a unit of 1, 2, or 3 and more sentences."""

AROUND_GAP = 4
"""The number of positions around a gap."""

_FAMILY = 4  # number of first letters that identify a word family


class Evidence(NamedTuple):
    """The features of a conversation: candidate units, traits of gaps, and traits of units."""

    talk: Conversation
    units: Units
    gaps: Mapping[str, Numbers]
    wholes: Mapping[str, Numbers]


def extract_features(talk: Conversation) -> Evidence:
    """Extract the features of a conversation."""
    units = possible_units(talk)
    return Evidence(talk, units, gap_traits(talk), unit_traits(talk, units))


def keys_of(spoken: list[str]) -> list[str]:
    """Return the word keys of a sentence.

    Its words and their pairs (`geen_opvang`, and `geen__meer` with a word between), the first letters of content words
    (`~crèc`), its opening (`^een`, `^een dag`, `^een dag later`) and its last word (`thuis$`).
    """
    if not spoken:
        return ["^"]
    return [
        *spoken,
        *[family for word in spoken if (family := family_of(word))],
        *[f"{first}_{second}" for first, second in pairwise(spoken)],
        *[f"{first}__{second}" for first, second in zip(spoken, spoken[2:], strict=False)],
        *["^" + " ".join(spoken[:count]) for count in range(1, min(3, len(spoken)) + 1)],
        spoken[-1] + "$",
    ]


def family_of(word: str) -> str:
    """Return the key of a word's family, empty for a function word."""
    stem = stem_of(word)
    return "~" + stem[:_FAMILY] if stem else ""


def neighbours(talk: Conversation) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Return for the gap after each sentence the sentences here, next, beyond and before.

    -1 where the turn has none.
    """
    here = np.arange(len(talk.left))
    return (
        np.where(talk.left >= 1, here, -1),
        np.where(talk.left >= 1, here + 1, -1),
        np.where(talk.left >= 2, here + 2, -1),
        np.where((talk.place >= 1) & (talk.left >= 1), here - 1, -1),
    )


def allowed_at(key: str, place: int) -> bool:
    """Whether a key is used at a position: far from the gap only openings, in units only their first word."""
    if place < 2:
        return True
    opening = key[0] == "^" and key.count(" ") < (2 if place == 2 else 1)
    return opening
