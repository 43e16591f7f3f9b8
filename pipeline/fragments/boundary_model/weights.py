"""Lookup tables for the weights of word keys, so that all words of a conversation are scored in a few NumPy calls.

A pair or opening is encoded as one integer, computed from the numbers of its words in these tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.fragments.boundary_model.conversation import Conversation, Words
from pipeline.fragments.boundary_model.features import PLACES, family_of
from pipeline.fragments.words.properties import Numbers

Scores = NDArray[np.float64]
_NEAR = 2  # pairs and single words are used only at the positions here and next
_NOTHING = (0.0, 0.0)


class _Table(NamedTuple):
    """Weights sorted by their key number."""

    numbers: Numbers
    weights: Scores

    def of(self, numbers: Numbers) -> Scores:
        """Look up the weights of the numbers, 0 for a number that is not in the table."""
        at = np.searchsorted(self.numbers, numbers)
        at[self.numbers[at] != numbers] = len(self.numbers) - 1
        found: Scores = self.weights[at]
        return found


class Weights:
    """The weights of a model's keys, indexed by the spellings of one word table."""

    def __init__(self, keys: Mapping[str, Sequence[float]]) -> None:
        self._keys = keys
        self._near = {key: (row[0], row[1] if len(row) > 1 else 0.0) for key, row in keys.items() if row}
        spelled = {word for key in keys for word in _words_of(key)}
        self._number = {word: number for number, word in enumerate(sorted(spelled), start=1)}
        self._base = len(spelled) + 1
        self._pairs, self._skips = self._table("_"), self._table("__")
        self._openings = self._table("^")
        self._silent = _padded(keys.get("^", ()))
        self._by_usual = np.zeros((0, 1 + 2 * _NEAR))

    def of(self, talk: Conversation) -> Scores:
        """Return the sum of the weights of each sentence's keys, by position."""
        words = talk.words
        self._extend(talk.word_table.usual)
        known = self._by_usual[words.usual]
        number = known[:, 0].astype(np.int64)
        near = known[:, 1 : 1 + _NEAR]
        near[:-1] += self._paired(self._pairs, number, words, 1)
        near[:-2] += self._paired(self._skips, number, words, 2)
        summed = self._opened(number, words)
        for place in range(_NEAR):
            summed[:, place] += np.bincount(words.sentence, weights=near[:, place], minlength=len(summed))
        last = words.begin + words.length - 1
        spoken = words.length > 0
        summed[spoken, :_NEAR] += known[last[spoken], 1 + _NEAR :]
        summed[~spoken] = self._silent
        return summed

    def _extend(self, spelled: Sequence[str]) -> None:
        """Add rows for new spellings of the word table: number, weights as a word, weights as the last word."""
        new = spelled[len(self._by_usual) :]
        if new:
            self._by_usual = np.concatenate([self._by_usual, [self._row(word) for word in new]])

    def _row(self, word: str) -> list[float]:
        family, near = family_of(word), self._near.get
        here, after = near(word, _NOTHING)
        here_too, after_too = near(family, _NOTHING) if family else _NOTHING
        return [self._number.get(word, 0), here + here_too, after + after_too, *near(word + "$", _NOTHING)]

    def _paired(self, table: _Table, number: Numbers, words: Words, apart: int) -> Scores:
        together = words.sentence[:-apart] == words.sentence[apart:]
        return table.of(np.where(together, number[:-apart] * self._base + number[apart:], -1))[:, :_NEAR]

    def _opened(self, number: Numbers, words: Words) -> Scores:
        """Sum the weights of the first word, the first two and the first three."""
        padded = np.append(number, [0, 0, 0])
        opening = np.zeros_like(words.begin)
        summed = np.zeros((len(words.begin), len(PLACES)))
        for place in range(3):
            word = np.where(words.length > place, padded[np.minimum(words.begin + place, len(number))], 0)
            opening = np.where((word > 0) & (opening >= 0), opening * self._base + word, -1)
            summed += self._openings.of(opening)
        return summed

    def _table(self, sign: str) -> _Table:
        """Build the table of all keys of one kind, closed by a number that no key has, with weight 0."""
        rows = {self._written(key): _padded(row) for key, row in self._keys.items() if _sign_of(key) == sign}
        numbers = np.array([*sorted(rows), np.iinfo(np.int64).max], dtype=np.int64)
        weights = [rows[number] for number in sorted(rows)]
        return _Table(numbers, np.array([*weights, np.zeros(len(PLACES))]))

    def _written(self, key: str) -> int:
        number = 0
        for word in _words_of(key):
            number = number * self._base + self._number[word]
        return number


def _sign_of(key: str) -> str:
    if key[0] == "^":
        return "^" if len(key) > 1 else ""
    return next((sign for sign in ("__", "_") if sign in key), "")


def _words_of(key: str) -> list[str]:
    sign = _sign_of(key)
    if sign == "^":
        return key[1:].split(" ")
    return key.split(sign) if sign else []


def _padded(row: Sequence[float]) -> Scores:
    padded = np.zeros(len(PLACES))
    padded[: len(row)] = row
    return padded
