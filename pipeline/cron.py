"""A cron line that can be meant: five fields, each within its range; checked before anything is started."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.messages import Message

FIELDS: Sequence[tuple[str, int, int, tuple[str, ...]]] = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day", 1, 31, ()),
    ("month", 1, 12, ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
    ("weekday", 0, 7, ("sun", "mon", "tue", "wed", "thu", "fri", "sat")),
)
"""Name, lowest, highest, and the words for its numbers."""

HINT = Message("weekdays at five is '0 5 * * 1-5'")

_PART = re.compile(r"(?:\*|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>\d+))?")


def refuse_nonsense(line: str) -> None:
    """Raises ValueError, with the field that cannot be meant, unless the line is a cron line."""
    fields = line.split()
    if len(fields) != len(FIELDS):
        raise ValueError(f"{line!r} is no cron line, which has five fields; {HINT}")
    for told, (name, lowest, highest, words) in zip(fields, FIELDS, strict=True):
        for part in told.split(","):
            found = _PART.fullmatch(part)
            if found is None or not _within(found, lowest, highest, words):
                raise ValueError(f"{told!r} is no {name} ({lowest} to {highest}) in {line!r}; {HINT}")


def _within(found: re.Match[str], lowest: int, highest: int, words: Sequence[str]) -> bool:
    step = found["step"]
    if step is not None and not 1 <= int(step) <= highest:
        return False
    if found["first"] is None:
        return True
    numbers = [_number(each, lowest, words) for each in (found["first"], found["last"]) if each is not None]
    return all(lowest <= each <= highest for each in numbers) and numbers == sorted(numbers)


def _number(told: str, lowest: int, words: Sequence[str]) -> int:
    """The number that is written, or -1."""
    if told.lower() in words:
        return words.index(told.lower()) + lowest
    return int(told) if told.isascii() and told.isdigit() else -1
