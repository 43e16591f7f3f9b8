"""What a turn is: one speaker's words until another speaks, with the label left outside.

Readers hand over a `Reading`: a text in which labels are still to be found, or sayings of which the file itself tells
the speaker. Either becomes one text with stretches in it, and the stretches become turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.records import Role, Turn

NAMELESS = "R"
"""The speaker of words that nobody is named for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """Words that a file gives apart: a caption, a row, a segment.

    `speaker` is empty where the file does not tell, and None for words that nobody says, such as a heading.
    """

    words: str
    speaker: str | None = ""
    begins_at: float | None = None
    ends_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader got out of a file: `sayings`, or where there are none, a `text` with labels in it."""

    text: str = ""
    sayings: tuple[Saying, ...] = ()
    encoding: str = "utf-8"
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a text that one speaker says; `speaker` is empty where nobody is named."""

    speaker: str
    start: int
    end: int
    begins_at: float | None = None
    ends_at: float | None = None


def compose(sayings: Iterable[Saying]) -> tuple[str, list[Stretch]]:
    """One text with a line `Speaker: words` per turn, and where the words stand in it.

    Sayings that follow each other from one named speaker are one turn.
    """
    lines: list[str] = []
    stretches: list[Stretch] = []
    at = 0
    for saying in merged(sayings):
        label = f"{saying.speaker}: " if saying.speaker else ""
        start = at + len(label)
        lines.append(f"{label}{saying.words}\n")
        at += len(lines[-1])
        if saying.speaker is not None:
            stretches.append(
                Stretch(
                    speaker=saying.speaker,
                    start=start,
                    end=start + len(saying.words),
                    begins_at=saying.begins_at,
                    ends_at=saying.ends_at,
                )
            )
    return "".join(lines), stretches


def merged(sayings: Iterable[Saying]) -> list[Saying]:
    """The sayings without empty ones, those of one named speaker in a row made one."""
    together: list[Saying] = []
    for saying in sayings:
        words = saying.words.strip()
        if not words:
            continue
        last = together[-1] if together else None
        if last is not None and saying.speaker and last.speaker == saying.speaker:
            together[-1] = replace(last, words=f"{last.words} {words}", ends_at=saying.ends_at)
        else:
            together.append(replace(saying, words=words))
    return together


def as_turns(text: str, stretches: Sequence[Stretch], roles: Mapping[str, Role]) -> tuple[Turn, ...]:
    """The stretches that hold words, trimmed of white space, as numbered turns."""
    turns: list[Turn] = []
    for stretch in stretches:
        start, end = trimmed(text, stretch.start, stretch.end)
        if any(mark.isalnum() for mark in text[start:end]):
            turns.append(
                Turn(
                    index=len(turns),
                    speaker=stretch.speaker or NAMELESS,
                    role=roles[stretch.speaker],
                    start=start,
                    end=end,
                    begins_at=stretch.begins_at,
                    ends_at=stretch.ends_at,
                )
            )
    return tuple(turns)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without the white space at either side."""
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    return start + left, max(start + left, end - (len(words) - len(words.rstrip())))
