"""Lines of the journal of a watch, divided into parts that the desk shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from babel.dates import get_day_names, get_month_names

from pipeline.messages import Message
from pipeline.review.language import Language

_STAMPED = re.compile(r"(?P<when>\d{4}-\d\d-\d\d \d\d:\d\d):\d\d  (?P<marked>! )?(?P<told>.*)")
_DAY = re.compile(r"(?P<day>\w+) (?P<date>\d\d?) (?P<month>\w+)(?P<rest>,.*)")


def parts_of(line: str, message: Message | None = None) -> tuple[str, str, bool]:
    """When it was, what is told, and whether that asks for somebody's attention.

    The `message` that was kept with the line can be translated; without it the line is shown as it is.
    """
    found = _STAMPED.fullmatch(line)
    if found is None:
        return "", line, False
    marked = bool(found["marked"])
    notice = message.values.get("notice") if marked and message is not None else message
    return found["when"], notice if isinstance(notice, Message) else found["told"], marked


def day_in(language: Language, told: str) -> str:
    """A moment to come, as the journal tells it, with its day and month in this language."""
    found = _DAY.fullmatch(told)
    if found is None:
        return told
    days, months = _names(get_day_names, language), _names(get_month_names, language)
    day, month = days.get(found["day"], found["day"]), months.get(found["month"], found["month"])
    return f"{day} {int(found['date'])} {month}{found['rest']}"


def _names(named: Callable[..., Mapping[int, str]], language: Language) -> dict[str, str]:
    """The names of days or months in English, each with that in another language."""
    english, theirs = named("wide", locale="en"), named("wide", locale=language)
    return {name: theirs[number] for number, name in english.items()}
