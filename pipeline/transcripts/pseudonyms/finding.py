"""Find what can identify a person in a text: numbers, the study's own names, places, persons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from simplemma import is_known

from pipeline.transcripts.pseudonyms.dutch import persons_and_places
from pipeline.transcripts.pseudonyms.patterns import PATTERNS
from pipeline.transcripts.speakers.roles import is_well_known, key

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_AFTER_A_STOP = re.compile(r"(?:^|[.!?…:\n\"“(\[–—-])\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Words in a text that can identify a person, with their kind and offsets."""

    kind: str
    text: str
    start: int
    end: int


class Seeker:
    """Finds names; counts words in all texts of the study to tell names from common words."""

    def __init__(self, texts: Iterable[str], own: Mapping[str, str] | None = None) -> None:
        self._small: Counter[str] = Counter()
        self._amid: Counter[str] = Counter()
        for text in texts:
            self._learn(text)
        own_names = dict(own or {})
        self._kinds = {**dict.fromkeys(_places(), "place"), **own_names}
        self._listed = _any_of(self._kinds)
        self._own = frozenset(own_names)

    def find(self, text: str, speakers: Iterable[str] = ()) -> list[Finding]:
        """Every finding in a text, in order of position; of overlapping findings the more certain one."""
        taken: list[Finding] = []
        for kind, start, end in self._candidates(text, speakers):
            if not any(start < each.end and each.start < end for each in taken):
                taken.append(Finding(kind=kind, text=text[start:end], start=start, end=end))
        return sorted(taken, key=lambda each: each.start)

    def _candidates(self, text: str, speakers: Iterable[str]) -> Iterator[tuple[str, int, int]]:
        for kind, spans in PATTERNS.items():
            yield from ((kind, start, end) for start, end in spans(text))
        listed = list(self._listed.finditer(text)) if self._listed else []
        yield from (
            (self._kinds[found[0]], *found.span())
            for found in sorted(listed, key=lambda found: found[0] not in self._own)
            if found[0] in self._own or self._is_name(text, found.start(), found[0])
        )
        yield from (("person", *span) for span in _spoken(text, speakers))
        for start, end, kind in persons_and_places(text):
            yield from ((kind, *span) for span in self._names_in(text, start, end))
        yield from (("name", *found.span()) for found in _WORD.finditer(text) if self._may_be_a_name(found[0]))

    def _names_in(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Split a name that deduce found at sentence ends, and drop common words at its beginning."""
        for part in re.finditer(r"(?:(?![.!?]\s)[^\n])+", text[start:end]):
            words = list(_WORD.finditer(part[0]))
            while words and not self._is_name(text, start + part.start() + words[0].start(), words[0][0]):
                words.pop(0)
            if words:
                at = start + part.start()
                yield at + words[0].start(), at + words[-1].end()

    def _may_be_a_name(self, word: str) -> bool:
        """Whether a word always has a capital in the study, and is inside a sentence or not in the Dutch dictionary."""
        plain = word.removesuffix("'s").removesuffix("’s").rstrip("'’")
        if not word[0].isupper() or plain in _no_names() or not any(mark.islower() for mark in plain):
            return False
        return self._small[word.casefold()] == 0 and (self._amid[word] > 0 or not _is_dutch(plain.casefold()))

    def _is_name(self, text: str, at: int, word: str) -> bool:
        """Whether a word has a capital for another reason than the beginning of a sentence."""
        if not word[0].isupper() or word in _no_names():
            return False
        if not _AFTER_A_STOP.search(text, max(0, at - 12), at):
            return True
        return self._small[word.casefold()] == 0 or self._amid[word] > self._small[word.casefold()]

    def _learn(self, text: str) -> None:
        for found in _WORD.finditer(text):
            word = found[0]
            if not word[0].isupper():
                self._small[word.casefold()] += 1
            elif not _AFTER_A_STOP.search(text, max(0, found.start() - 12), found.start()):
                self._amid[word] += 1


def _spoken(text: str, speakers: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where speakers are named, except common labels such as I and R."""
    for speaker in dict.fromkeys(speakers):
        if speaker and not is_well_known(key(speaker), 2):
            yield from (found.span() for found in whole(speaker).finditer(text))


def whole(words: str) -> re.Pattern[str]:
    """A pattern for these words as whole words."""
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted(filter(None, names), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?!\w)") if longest_first else None


@cache
def _is_dutch(word: str) -> bool:
    """Whether a word, or both parts of a compound, are in the Dutch dictionary."""
    parts = range(3, len(word) - 2)
    return is_known(word, lang="nl") or any(
        is_known(word[at:], lang="nl") and is_known(word[:at].removesuffix("s"), lang="nl") for at in parts
    )


@cache
def _places() -> tuple[str, ...]:
    return _listed("belgian_places")


@cache
def _no_names() -> frozenset[str]:
    return frozenset(_listed("no_names"))


def _listed(name: str) -> tuple[str, ...]:
    lines = (files("pipeline.transcripts") / "words" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))
