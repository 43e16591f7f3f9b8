"""The status of `drempel watch`: whether it is on, its next runs, and the last lines of its journal."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.messages import Message, as_facts, from_facts

if TYPE_CHECKING:
    from pipeline.settings import Study

MESSAGES = ".jsonl"
"""The suffix of the file beside the journal with message templates and values."""

LINES = 12
"""The number of journal lines to show: a night's run with its notices."""

_NEXT = re.compile(r"\S+ \S+  Next ([^:]+): (.*)\.$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """`next` lists the next runs in the words of the journal; empty while the watch is off."""

    on: bool
    next: dict[str, str]
    lines: tuple[str, ...]
    messages: Mapping[str, Message] = field(default_factory=dict)


def watch_status(study: Study) -> Watch:
    """Read the status of the watch of this study; one that was never on has no lines."""
    home = study.folder / ".prefect"
    journal = home / "watch.log"
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.is_file() else []
    on = _answers(home / "watch.json")
    coming = {found[1]: found[2] for line in lines if (found := _NEXT.match(line))} if on else {}
    events = [line for line in lines if not _NEXT.match(line)]
    shown = events[-LINES:]
    messages = dict(_messages(journal.with_suffix(MESSAGES), set(shown)))
    return Watch(on=on, next=coming, lines=tuple(shown), messages=messages)


def in_facts(watch: Watch) -> dict[str, object]:
    """Return the status as plain values."""
    return {"on": watch.on, "next": watch.next, "lines": list(watch.lines)}


def append_to_journal(journal: Path, line: str, message: str) -> None:
    """Append a line to the journal, and its message to the file beside it, for readers in other languages."""
    if isinstance(message, Message):
        # First, so that no line of the journal is ever without its message.
        kept = json.dumps({"line": line.rstrip("\n"), "message": as_facts(message)}, ensure_ascii=False)
        with journal.with_suffix(MESSAGES).open("a", encoding="utf-8") as messages:
            messages.write(f"{kept}\n")
    with journal.open("a", encoding="utf-8") as lines:
        lines.write(line)


def _messages(path: Path, lines: set[str]) -> Iterator[tuple[str, Message]]:
    """Yield the messages behind these lines of the journal; lines of an earlier drempel have none."""
    for kept in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        try:
            facts = json.loads(kept)
            message = from_facts(facts["message"])
        except (ValueError, KeyError, TypeError):  # incomplete after a power cut
            continue
        if facts["line"] in lines and isinstance(message, Message):
            yield facts["line"], message


def _answers(announced: Path) -> bool:
    """Whether the announced address answers: after a power cut the file is still there."""
    try:
        parts = urlsplit(json.loads(announced.read_text(encoding="utf-8"))["url"])
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=0.5):
            return True
    except (OSError, ValueError, KeyError, TypeError):
        return False
