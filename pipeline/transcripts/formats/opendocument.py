"""OpenDocument text (LibreOffice): paragraphs and tables, without comments, notes and struck-out words."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from odf.opendocument import load

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.documents import Block, Rows, as_reading
from pipeline.transcripts.guards import refuse_bombs
from pipeline.transcripts.turns import Reading

PARAGRAPHS = frozenset(("p", "h"))
MARKS = {"tab": "\t", "line-break": "\n"}
LEFT_OUT = frozenset(("tracked-changes", "annotation", "note", "sequence-decls", "forms"))


def read_opendocument(path: Path, contents: bytes) -> Reading:
    """The document's paragraphs in order, and its tables row by row."""
    archive = refuse_bombs(path, contents, "OpenDocument text")
    with archive:
        if "content.xml" not in archive.namelist():
            raise UnreadableTranscript(path, Message("it is no OpenDocument text"))
    document = load(io.BytesIO(contents))
    if getattr(document, "text", None) is None:
        raise UnreadableTranscript(
            path, Message("it is an OpenDocument file of another kind"), Message("Save it as .odt or .docx.")
        )
    return as_reading(list(_blocks(document.text)))


def _kind(element: Any) -> str:  # noqa: ANN401  # odfpy has no types
    return str(element.qname[1]) if hasattr(element, "qname") else ""


def _blocks(holder: Any) -> Iterator[Block]:  # noqa: ANN401
    for element in holder.childNodes:
        kind = _kind(element)
        if kind in PARAGRAPHS:
            yield _text_of(element)
        elif kind == "table":
            yield _rows_of(element)
        elif kind and kind not in LEFT_OUT:
            yield from _blocks(element)


def _rows_of(table: Any) -> Rows:  # noqa: ANN401
    return [[_cell_of(cell) for cell in _within(row, "table-cell")] for row in _within(table, "table-row")]


def _within(holder: Any, kind: str) -> Iterator[Any]:  # noqa: ANN401
    for element in holder.childNodes:
        if _kind(element) == kind:
            yield element
        elif _kind(element) not in {"", "table"}:
            yield from _within(element, kind)


def _cell_of(cell: Any) -> str:  # noqa: ANN401
    return "\n".join(block for block in _blocks(cell) if isinstance(block, str))


def _text_of(paragraph: Any) -> str:  # noqa: ANN401
    return "".join(_pieces(paragraph))


def _pieces(holder: Any) -> Iterator[str]:  # noqa: ANN401
    for element in holder.childNodes:
        kind = _kind(element)
        if not kind:
            yield str(element.data)
        elif kind == "s":
            yield " " * int(element.getAttribute("c") or 1)
        elif kind in MARKS:
            yield MARKS[kind]
        elif kind not in LEFT_OUT:
            yield from _pieces(element)
