"""Validate cron lines when the settings are read, and compute their next times.

`cronsim` reads a line as Debian's cron does. Prefect, which runs the schedule, reads a few spellings differently:
those are refused here, with a spelling that both read alike.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from pipeline.messages import Message

Field = tuple[str, int, int, Sequence[str]]

FIELDS: Sequence[Field] = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day", 1, 31, ()),
    ("month", 1, 12, ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
    ("weekday", 0, 7, ("sun", "mon", "tue", "wed", "thu", "fri", "sat")),
)
"""Name, minimum, maximum, and the words for the numbers of each field."""

HINT = Message("weekdays at five is '0 5 * * 1-5'")

_PART = re.compile(r"(?:\*|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>\d+))?")

ANY_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
"""The start for evaluating a line; the days that it names do not depend on it."""

_ONE_HOUR_EARLIER = sys.version_info < (3, 13)
"""Prefect 3.8.8 has two rules for times that a clock change skips: an hour earlier before Python 3.13."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A time of a line in its own time zone; `written` is the clock time in the line."""

    at: datetime
    written: datetime

    @property
    def moved(self) -> bool:
        """Whether a clock change skips the clock time in the line, so that the run comes at another one."""
        return self.at.replace(tzinfo=None) != self.written


def refuse_nonsense(line: str) -> None:
    """Raise ValueError, with field and remedy, for a line that never comes or that Prefect reads differently."""
    fields = line.split()
    if len(fields) != len(FIELDS):
        raise ValueError(f"{line!r} is no cron line, which has five fields; {HINT}")
    for text, field in zip(fields, FIELDS, strict=True):
        _refuse_field(text, field, line)
    _refuse_mixed_days(fields[2], fields[4], line)
    _refuse_lost_days(fields[2], fields[3], line)


def explanation(line: str) -> str:
    """Explain a valid line that people often misread; empty for other lines."""
    _, _, day, _, weekday = line.split()
    if "*" in (day, weekday):
        return ""
    return f"{line!r} comes on day {day} of the month and also on weekday {weekday}, not only where both fit"


def coming(line: str, zone: str, *, after: datetime, count: int = 3) -> list[Coming]:
    """Compute the next times at which Prefect runs a valid line, in a time zone, after a moment."""
    there = ZoneInfo(zone)
    # A skipped clock time comes earlier than it is written, so a few more times are computed.
    found: dict[datetime, Coming] = {}
    enough: datetime | None = None
    for written in _written(line, after.astimezone(there).replace(tzinfo=None)):
        if enough is not None and written > enough:
            break
        each = _on_the_clock(written, there)
        if each.at.astimezone(UTC) >= after.astimezone(UTC):
            found.setdefault(each.at.astimezone(UTC), each)
        if enough is None and len(found) >= count:
            enough = written + timedelta(hours=2)
    return [found[moment] for moment in sorted(found)[:count]]


def _written(line: str, after: datetime) -> Iterator[datetime]:
    """Yield the clock times of the line, including one that has just begun."""
    return CronSim(line, after - timedelta(seconds=1))


def _on_the_clock(written: datetime, zone: ZoneInfo) -> Coming:
    at = written.replace(tzinfo=zone)
    if at.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != written:
        at = at.replace(fold=int(_ONE_HOUR_EARLIER)).astimezone(UTC).astimezone(zone)
    return Coming(at, written)


def _refuse_field(text: str, field: Field, line: str) -> None:
    name, lowest, highest, _ = field
    for part in text.split(","):
        found = _PART.fullmatch(part)
        if found is None or not _within(found, field):
            raise ValueError(f"{text!r} is no {name} ({lowest} to {highest}) in {line!r}; {HINT}")
        if part == "*" != text:
            raise ValueError(f"{text!r} in {line!r} holds a *, which is every {name} already; write * alone")
        _refuse_other_reading(found, field, line)


def _within(found: re.Match[str], field: Field) -> bool:
    _, lowest, highest, words = field
    step = found["step"]
    if step is not None and not 1 <= int(step) <= highest:
        return False
    if found["first"] is None:
        return True
    numbers = [_number(each, lowest, words) for each in (found["first"], found["last"]) if each is not None]
    return all(lowest <= each <= highest for each in numbers) and numbers == sorted(numbers)


def _number(text: str, lowest: int, words: Sequence[str]) -> int:
    """Parse a number or a word for it; -1 if it is neither."""
    if text.lower() in words:
        return words.index(text.lower()) + lowest
    return int(text) if text.isascii() and text.isdigit() else -1


def _refuse_other_reading(found: re.Match[str], field: Field, line: str) -> None:
    """Refuse a range of one number, and a step after a number, which Prefect counts from the start of the field."""
    name, lowest, highest, words = field
    first, last, step = found.groups()
    if first is None:
        return
    number = _number(first, lowest, words)
    if last is not None and number == _number(last, lowest, words):
        raise ValueError(f"{found[0]!r} in {line!r} is read as every {name} by Prefect; write {first} alone")
    if last is None and step is not None and (number == highest or name == "weekday"):
        why = f"is read otherwise by Prefect; write each {name} out, as in {first},…"
        raise ValueError(f"{found[0]!r} in {line!r}, a step after one number, {why}")


def _refuse_mixed_days(day: str, weekday: str, line: str) -> None:
    if "*" in (day, weekday):
        return
    read = CronSim(f"0 0 {day} * {weekday}", ANY_MOMENT)
    every = len(read.days) == 31 or {number % 7 for number in cast(set[int], read.weekdays)} == set(range(7))
    if every or day.startswith("*") or weekday.startswith("*"):
        why = "cron and Prefect differ on whether both must fit; leave day or weekday as *"
        raise ValueError(f"{line!r} sets day {day!r} and weekday {weekday!r}: {why}")


def _refuse_lost_days(day: str, month: str, line: str) -> None:
    """Refuse days that no month has, and days that Prefect 3.8.8 skips at the end of February."""
    try:
        alone = CronSim(f"0 0 {day} {month} *", ANY_MOMENT)
    except CronSimError:
        raise ValueError(f"{line!r} never comes on day {day}: no month in it is that long; {HINT}") from None
    if {2, 3} <= alone.months and any(_jumps_over(alone.days, last) for last in (28, 29)):
        why = "Prefect leaves out the first days of March when February is too short for the last days"
        raise ValueError(f"days {day!r} in {line!r} are not all kept: {why}; write days from 1 to 28 alone")


def _jumps_over(days: set[int], last: int) -> bool:
    """Whether Prefect, looking for the next day after the end of February, skips a day of March."""
    later = [day for day in days if day > last]
    return last not in days and bool(later) and min(days) < min(later) - last
