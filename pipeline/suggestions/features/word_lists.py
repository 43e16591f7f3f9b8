"""Word lists: count the words and phrases of each list in a text.

A term is a word or a phrase. `*` at an end stands for any letters there (`huur*`, `*woning`); a word without it is
also found by its lemma and its diminutive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from pipeline.suggestions.features.lemmas import spelling_variants, words_of
from pipeline.suggestions.learning.labels import Matrix

_LETTERS = 2
_REMEMBERED = 100_000
_PHRASE = 1.5  # a phrase says more than a word
Rest = tuple[tuple[str, ...], int]
Begun = Mapping[str, Sequence[Rest]]


class WordLists:
    """Word lists by name, ready to be heard in many texts; every different word is looked up once."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.names = tuple(lists)
        self._words: dict[str, set[int]] = {}
        self._starts: dict[str, set[int]] = {}
        self._ends: dict[str, set[int]] = {}
        # By the first word, then by the second (or how it begins): few phrases are left to compare.
        self._phrases: dict[str, dict[str, list[Rest]]] = {}
        self._known: dict[str, tuple[tuple[int, ...], Begun]] = {}
        for at, terms in enumerate(lists.values()):
            for term in terms:
                self._learn(term.lower(), at)

    def counts(self, texts: Sequence[str]) -> Matrix:
        """How often each list (column) is heard in each text (row)."""
        return np.array([self._count(words_of(text)) for text in texts]).reshape(len(texts), len(self.names))

    def _count(self, words: Sequence[str]) -> list[float]:
        found = [0.0] * len(self.names)
        for place, word in enumerate(words):
            lists, begun = self._known.get(word) or self._look_up(word)
            for at in lists:
                found[at] += 1.0
            if begun and place + 1 < len(words):
                for at in _followed(begun, words, place + 1):
                    found[at] += _PHRASE
        return found

    def _learn(self, term: str, at: int) -> None:
        words = _words_with_stars(term)
        if len(words) > 1:
            begun = self._phrases.setdefault(words[0].strip("*"), {})
            begun.setdefault(_key(words[1]), []).append((tuple(words[1:]), at))
        elif words:
            self._learn_word(words[0], at)

    def _learn_word(self, word: str, at: int) -> None:
        tables = [self._starts] * word.endswith("*") + [self._ends] * word.startswith("*") or [self._words]
        for table in tables:
            table.setdefault(word.strip("*"), set()).add(at)

    def _look_up(self, word: str) -> tuple[tuple[int, ...], Begun]:
        lists: set[int] = set()
        begun: dict[str, list[Rest]] = {}
        for form in spelling_variants(word):
            lists |= self._lists_of(form)
            for letters, rests in self._phrases.get(form, {}).items():
                begun.setdefault(letters, []).extend(rests)
        if len(self._known) >= _REMEMBERED:
            self._known.clear()  # in a long run there are always new names and slips: memory stays flat
        self._known[word] = tuple(sorted(lists)), begun
        return self._known[word]

    def _lists_of(self, form: str) -> set[int]:
        found = set(self._words.get(form, ()))
        for cut in range(1, len(form) + 1):
            found |= self._starts.get(form[:cut], set())
            found |= self._ends.get(form[-cut:], set())
        return found


def _words_with_stars(term: str) -> list[str]:
    """The words of a term, in the spelling in which texts are heard; stars stay where they stand."""
    words = list(words_of(term.replace("*", " ")))
    if words and term.startswith("*"):
        words[0] = f"*{words[0]}"
    if words and term.endswith("*"):
        words[-1] = f"{words[-1]}*"
    return words


def _key(term: str) -> str:
    """Under what a phrase's second word is filed: itself, or a star and the two letters that it begins with."""
    return f"*{term[:_LETTERS]}" if term.endswith("*") else term


def _followed(begun: Begun, words: Sequence[str], place: int) -> list[int]:
    second = words[place]
    found: list[int] = []
    for key in (*spelling_variants(second), f"*{second[:_LETTERS]}"):
        for rest, at in begun.get(key, ()):
            if at not in found and _follows(rest, words, place):
                found.append(at)
    return found


def _follows(rest: Sequence[str], words: Sequence[str], place: int) -> bool:
    if place + len(rest) > len(words):
        return False
    return all(_same(term, words[place + at]) for at, term in enumerate(rest))


def _same(term: str, word: str) -> bool:
    if term.endswith("*"):
        return word.startswith(term[:-1])
    return term == word or term in spelling_variants(word)
