"""Apply confirmed replacements to a transcript and shift the offsets of its turns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.records import Transcript

Shift = tuple[int, int, int]
"""Start and end of a replaced name in the original text, and the total shift of the text after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A transcript with names replaced, and the shifts of its offsets."""

    transcript: Transcript
    shifts: Sequence[Shift]

    @property
    def times(self) -> int:
        """The number of replacements in the text."""
        return len(self.shifts)

    def place(self, offset: int) -> int:
        """The offset in the new text of an offset in the original."""
        return _moved(offset, self.shifts)


def covered(transcript: Transcript, replacements: Mapping[str, str]) -> Covered:
    """Replace every occurrence, the longest names first.

    Speaker labels, speakers and interview columns are replaced too. Offsets are code points in the new text.
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
    """A pattern for any of the words as whole words; any white space except line ends matches a space."""
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
    """The offset in the new text. Labels and turns end at word boundaries, so no offset is inside a replacement."""
    index = bisect_right(shifts, offset, key=lambda shift: shift[1]) - 1
    return offset + shifts[index][2] if index >= 0 else offset
