"""Lines of the journal of a watch, divided into parts that the desk shows."""

from __future__ import annotations

import re

from pipeline.messages import Message

_STAMPED = re.compile(r"(?P<when>\d{4}-\d\d-\d\d \d\d:\d\d):\d\d  (?P<marked>! )?(?P<told>.*)")


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
