"""Plain text: the text of the file is the transcript, unchanged."""

from __future__ import annotations

from pathlib import Path

from pipeline.transcripts.encoding import decode
from pipeline.transcripts.turns import Reading


def read_plain(path: Path, contents: bytes) -> Reading:
    """The decoded file: newlines as they are, without a byte order mark."""
    text, encoding = decode(path, contents)
    return Reading(text=text, encoding=encoding)
