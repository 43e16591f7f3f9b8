"""Rich text (.rtf), as WordPad, TextEdit and older transcription programs write it."""

from __future__ import annotations

import re
from pathlib import Path

from striprtf.striprtf import rtf_to_text

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.documents import Block, as_reading
from pipeline.transcripts.turns import Reading

# striprtf gives a table as lines with a bar after every cell.
_ROW = re.compile(r"[^|\n]{0,60}(?:\|[^|\n]*)+\|")


def read_richtext(path: Path, contents: bytes) -> Reading:
    """The document's text, and its tables row by row."""
    if not contents.startswith(b"{\\rtf"):
        raise UnreadableTranscript(path, Message("it is no rich text"))
    text = rtf_to_text(contents.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]
    # Rich text counts in UTF-16: what is beyond it comes in two halves.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    blocks: list[Block] = []
    for line in text.split("\n"):
        if not _ROW.fullmatch(line):
            blocks.append(line)
        elif blocks and isinstance(blocks[-1], list):
            blocks[-1].append(line[:-1].split("|"))
        else:
            blocks.append([line[:-1].split("|")])
    return as_reading(blocks)
