"""What a turn is: one speaker's words until another speaks, with the label left outside.

Readers hand over a `Reading`: a text in which labels are still to be found, or sayings of which the file itself tells
the speaker. Either becomes one text with stretches in it, and the stretches become turns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from pipeline.records import Role, Turn

NAMELESS = "R"
"""The speaker of words that nobody is named for."""

PAUSE = 2.0
"""Seconds of silence that part nameless captions, and words that a recogniser gave no full stops."""


class Saying(NamedTuple):
    """Words that a file gives apart: a caption, a row, a segment.

    `speaker` is empty where the file does not tell, and None for words that nobody says, such as a heading.
    """

    words: str
    speaker: str | None = ""
    begins_at: float | None = None
    ends_at: float | None = None


_STOPS = re.compile(r"[.?!…](?:\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader got out of a file: one of a `text` with labels in it, `sayings`, or `rows` of a table.

    `notices` tell what of the file was not read, without quoting what people said.
    """

    text: str = ""
    sayings: tuple[Saying, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    encoding: str = "utf-8"
    metadata: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


class Stretch(NamedTuple):
    """A part of a text that one speaker says; `speaker` is empty where nobody is named."""

    speaker: str
    start: int
    end: int
    begins_at: float | None = None
    ends_at: float | None = None


class Composed(NamedTuple):
    """One text with a line `Speaker: words` per turn, where the words stand in it, and the places of unspoken lines."""

    text: str
    stretches: list[Stretch]
    unsaid: list[tuple[int, int]]


def compose(sayings: Sequence[Saying]) -> Composed:
    """Make one text of sayings; those that follow each other from one speaker are one turn."""
    lines: list[str] = []
    stretches: list[Stretch] = []
    unsaid: list[tuple[int, int]] = []
    at = 0
    for words, speaker, begins_at, ends_at in merged(sayings):
        label = f"{speaker}: " if speaker else ""
        lines.append(f"{label}{words}\n")
        start, after = at + len(label), at + len(lines[-1])
        if speaker is None:
            unsaid.append((at, after))
        else:
            stretches.append(Stretch(speaker, start, after - 1, begins_at, ends_at))
        at = after
    return Composed("".join(lines), stretches, unsaid)


def merged(sayings: Sequence[Saying]) -> list[Saying]:
    """The sayings that hold words, those of one speaker in a row made one.

    Where there are no full stops to go by, a pause becomes a new line.
    """
    unpunctuated = _is_unpunctuated(sayings)
    together: list[list[Saying]] = []
    for saying in sayings:
        words = saying.words
        if not words or words.isspace():
            continue
        if together and _goes_on(together[-1][-1], saying):
            together[-1].append(saying)
        else:
            together.append([saying])
    return [_joined(group, unpunctuated) for group in together]


def _goes_on(before: Saying, after: Saying) -> bool:
    if before.speaker != after.speaker or before.speaker is None:
        return False
    if before.speaker:
        return True
    return before.ends_at is not None and not _is_pause(before, after)


def _joined(group: Sequence[Saying], unpunctuated: bool) -> Saying:
    words = group[0].words.strip()
    if not unpunctuated:
        return group[0]._replace(words=" ".join([each.words.strip() for each in group]), ends_at=group[-1].ends_at)
    rest = []
    for before, after in pairwise(group):
        rest.append("\n" if _is_pause(before, after) else " ")
        rest.append(after.words.strip())
    return group[0]._replace(words=words + "".join(rest), ends_at=group[-1].ends_at)


def _is_pause(before: Saying, after: Saying) -> bool:
    if before.ends_at is None or after.begins_at is None:
        return False
    return after.begins_at - before.ends_at >= PAUSE


def _is_unpunctuated(sayings: Iterable[Saying]) -> bool:
    """Fewer than one full stop in sixty words, over at least sixty words: no person writes so."""
    told = "\n".join([saying.words for saying in sayings])
    words = len(told.split())
    return words >= 60 and len(_STOPS.findall(told)) * 60 < words


def as_turns(text: str, stretches: Sequence[Stretch], roles: Mapping[str, Role]) -> tuple[Turn, ...]:
    """The stretches that hold words, trimmed of white space, as numbered turns."""
    turns: list[Turn] = []
    for stretch in stretches:
        start, end = trimmed(text, stretch.start, stretch.end)
        if not text[start : start + 1].isalnum() and not any(map(str.isalnum, text[start:end])):
            continue
        turn = Turn(
            index=len(turns),
            speaker=stretch.speaker or NAMELESS,
            role=roles[stretch.speaker],
            start=start,
            end=end,
            begins_at=stretch.begins_at,
            ends_at=stretch.ends_at,
        )
        turns.append(turn)
    return tuple(turns)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without the white space at either side."""
    words = text[start:end]
    left = words.lstrip()
    start += len(words) - len(left)
    return start, start + len(left.rstrip())
