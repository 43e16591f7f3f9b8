"""What a sentence shows of who says it: its words, its first words, its length and its question marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

SHAPES = 6
"""Numbers that tell the shape of a sentence: its length, and whether it asks."""

AROUND = (-2, -1, 0, 1, 2)
"""The sentences whose shape counts, seen from one."""

BESIDE = 0.5
"""What a word of the sentence before or after counts, against one of the sentence itself."""

SCALE = 3.0

_TOKEN = re.compile(r"[\w'’]+|\?")
_NO_WORD = re.compile(r"[^\w\s'’-]")
_FIRST = 2


def without_punctuation(sentence: str) -> str:
    """The sentence as a recogniser without punctuation writes it: lower case, words alone."""
    return " ".join(_NO_WORD.sub(" ", sentence.lower()).split())


def terms(sentence: str) -> set[str]:
    """Its words, its pairs of words, and its first words as such."""
    tokens = _TOKEN.findall(sentence.lower())
    words = [token for token in tokens if token != "?"]
    pairs = {f"{one} {two}" for one, two in pairwise(tokens)}
    return {*tokens, *pairs, *(f"^{at}{word}" for at, word in enumerate(words[:_FIRST]))}


def shapes(sentences: Sequence[str]) -> Matrix:
    """The shape of each sentence, a row each."""
    lengths = np.array([len(sentence.split()) for sentence in sentences])
    ends = [sentence.endswith("?") for sentence in sentences]
    asks = ["?" in sentence for sentence in sentences]
    return np.column_stack([np.log1p(lengths), lengths <= 3, lengths <= 6, lengths > 20, ends, asks]).astype(float)


def moved(rows: Matrix, by: int) -> Matrix:
    """Each row replaced by the one `by` further on; zeros beyond the first and the last."""
    found = np.zeros_like(rows)
    if by == 0:
        return rows
    if by > 0:
        found[:-by] = rows[by:]
    else:
        found[-by:] = rows[:by]
    return found
