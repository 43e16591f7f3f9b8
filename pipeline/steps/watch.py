"""What `drempel watch` tells of itself: whether it is on, when it comes next, and the last lines of its journal."""

from __future__ import annotations

import json
import re
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pipeline.settings import Study

LINES = 12
"""How much of the journal is told: a night's run with its notices."""

_NEXT = re.compile(r"\S+ \S+  Next ([^:]+): (.*)\.$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """`next` holds what comes when, in the words of the journal; nothing while the watch is off."""

    on: bool
    next: dict[str, str]
    lines: tuple[str, ...]


def watch_status(study: Study) -> Watch:
    """How the watch of this study stands; one that was never on has no lines."""
    home = study.folder / ".prefect"
    journal = home / "watch.log"
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.is_file() else []
    on = _answers(home / "watch.json")
    coming = {found[1]: found[2] for line in lines if (found := _NEXT.match(line))} if on else {}
    told = [line for line in lines if not _NEXT.match(line)]
    return Watch(on=on, next=coming, lines=tuple(told[-LINES:]))


def in_facts(watch: Watch) -> dict[str, object]:
    """The same as plain facts."""
    return {**asdict(watch), "lines": list(watch.lines)}


def _answers(announced: Path) -> bool:
    """Whether something listens where the watch said that it does: after a power cut the file is still there."""
    try:
        parts = urlsplit(json.loads(announced.read_text(encoding="utf-8"))["url"])
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=0.5):
            return True
    except (OSError, ValueError, KeyError, TypeError):
        return False
