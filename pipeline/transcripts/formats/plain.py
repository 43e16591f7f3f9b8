"""Plain text and Markdown: the text of the file is the transcript, unchanged."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.transcripts.encoding import decode
from pipeline.transcripts.speakers.tables import sayings_in_rows
from pipeline.transcripts.turns import Reading

_RULE = re.compile(r"[\s|:+=-]+")
_BAR = re.compile(r"(?<!\\)\|")


def read_plain(path: Path, contents: bytes) -> Reading:
    """Read the decoded file: newlines as they are, without a byte order mark."""
    text, encoding = decode(path, contents)
    return Reading(text=text, encoding=encoding)


def read_markdown(path: Path, contents: bytes) -> Reading:
    """Read the decoded file as it is; where a table with speakers holds most of it, its rows."""
    reading = read_plain(path, contents)
    rows = _rows(reading.text)
    said = sum(len(saying.words) for saying in sayings_in_rows(rows) if saying.speaker) if len(rows) > 1 else 0
    return Reading(rows=rows, encoding=reading.encoding) if 2 * said > len(reading.text) else reading


def _rows(text: str) -> tuple[tuple[str, ...], ...]:
    """The lines between bars as cells, without the rule below the header."""
    lines = (line.strip() for line in text.splitlines())
    barred = [line for line in lines if line.startswith("|") and line.endswith("|") and not _RULE.fullmatch(line)]
    return tuple(tuple(cell.strip().replace("\\|", "|") for cell in _BAR.split(line[1:-1])) for line in barred)
