"""Confirmed replacements go into a transcript before anything of it is stored; its turns move along."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.records import Transcript

Shift = tuple[int, int, int]
"""Where words stood, from and to, and by how much what comes after them has moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A transcript with names replaced, and how many there were."""

    transcript: Transcript
    shifts: Sequence[Shift]

    @property
    def times(self) -> int:
        """How many names were replaced in its text."""
        return len(self.shifts)

    def place(self, offset: int) -> int:
        """Where this offset of the original is now."""
        return _moved(offset, self.shifts)


def covered(transcript: Transcript, replacements: Mapping[str, str]) -> Covered:
    """The transcript with every occurrence replaced, longest first.

    Labels, speakers and columns are covered too. Offsets are code points over the new text.
    """
    if not replacements:
        return Covered(transcript=transcript, shifts=())
    pattern = any_of(replacements)
    text, shifts = _replaced(transcript.text, pattern, replacements)
    turns = tuple(
        replace(
            turn,
            start=_moved(turn.start, shifts),
            end=_moved(turn.end, shifts),
            speaker=_said(turn.speaker, pattern, replacements),
        )
        for turn in transcript.turns
    )
    metadata = {name: _said(value, pattern, replacements) for name, value in transcript.metadata.items()}
    return Covered(transcript=replace(transcript, text=text, turns=turns, metadata=metadata), shifts=shifts)


def any_of(words: Mapping[str, str]) -> re.Pattern[str]:
    """Any of the words, whole; spaces in them may be of any kind, but not line ends."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){_spaced(each)}(?!\w)" for each in longest_first))


def _spaced(words: str) -> str:
    return r"[^\S\r\n]+".join(map(re.escape, words.split()))


def _said(words: str, pattern: re.Pattern[str], replacements: Mapping[str, str]) -> str:
    return _replaced(words, pattern, replacements)[0]


def _replaced(text: str, pattern: re.Pattern[str], replacements: Mapping[str, str]) -> tuple[str, list[Shift]]:
    plain = {" ".join(found.split()): replacement for found, replacement in replacements.items()}
    parts, shifts, at, moved = [], [], 0, 0
    for found in pattern.finditer(text):
        replacement = plain[" ".join(found[0].split())]
        parts += [text[at : found.start()], replacement]
        at = found.end()
        moved += len(replacement) - len(found[0])
        shifts.append((found.start(), found.end(), moved))
    return "".join([*parts, text[at:]]), shifts


def _moved(offset: int, shifts: Sequence[Shift]) -> int:
    """An offset in the new text. Labels and turns end at words' edges, so none lies inside a replacement."""
    index = bisect_right(shifts, offset, key=lambda shift: shift[1]) - 1
    return offset + shifts[index][2] if index >= 0 else offset
