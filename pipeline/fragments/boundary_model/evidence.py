"""What a boundary model weighs: the words around a gap and the traits of gaps and units, by name."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pipeline.fragments.conversation import Conversation
from pipeline.fragments.gap_traits import gap_traits
from pipeline.fragments.lexicon import Numbers, stem_of
from pipeline.fragments.unit_traits import Units, possible_units, unit_traits

PLACES = ("here", "next", "beyond", "before", "begin 1", "begin 2", "begin 3", "finish 1", "finish 2", "finish 3")
"""Where a key can stand: around a gap, or in the first or last sentence of a unit of 1, 2, or 3 and more."""

AROUND_GAP = 4
"""How many of the places are around a gap."""

_FAMILY = 4  # first letters that stand for a family of words


class Evidence(NamedTuple):
    """A conversation as a boundary model sees it."""

    talk: Conversation
    units: Units
    gaps: Mapping[str, Numbers]
    wholes: Mapping[str, Numbers]


def gather(talk: Conversation) -> Evidence:
    """The evidence in a conversation."""
    units = possible_units(talk)
    return Evidence(talk, units, gap_traits(talk), unit_traits(talk, units))


def keys_of(spoken: list[str]) -> list[str]:
    """What a sentence is known by, as text.

    Its words and their pairs (`geen_opvang`, and `geen__meer` with a word between), the first letters of those that
    tell of the subject (`~crèc`), its opening (`^een`, `^een dag`, `^een dag later`) and its last word (`thuis$`).
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
    """The key of a word's family, empty for a word that tells nothing of the subject."""
    stem = stem_of(word)
    return "~" + stem[:_FAMILY] if stem else ""


def neighbours(talk: Conversation) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """For the gap after each sentence: the sentences here, next, beyond and before, -1 where the turn holds none."""
    here = np.arange(len(talk.left))
    return (
        np.where(talk.left >= 1, here, -1),
        np.where(talk.left >= 1, here + 1, -1),
        np.where(talk.left >= 2, here + 2, -1),
        np.where((talk.place >= 1) & (talk.left >= 1), here - 1, -1),
    )


def allowed_at(key: str, place: int) -> bool:
    """Whether a key is looked at in a place: far from the gap only openings are, of units only their first word."""
    if place < 2:
        return True
    opening = key[0] == "^" and key.count(" ") < (2 if place == 2 else 1)
    return opening
