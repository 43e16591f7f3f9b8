"""Word documents: the text as it stands after accepting changes, without comments, notes and headers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.documents import Block, Rows, as_reading
from pipeline.transcripts.guards import refuse_bombs
from pipeline.transcripts.turns import Reading

PARAGRAPH, TABLE, ROW, CELL, TEXT = map(qn, ("w:p", "w:tbl", "w:tr", "w:tc", "w:t"))
MARKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
LEFT_OUT = frozenset(
    (*map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:tblPr", "w:sdtPr")),
     "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
)  # fmt: skip
"""What is struck out, what says how things look, and the second copy that Word keeps for older versions."""

PROPERTIES = ("title", "subject", "category", "keywords", "created")
"""What the document says of itself; never who wrote it."""


def read_word(path: Path, contents: bytes) -> Reading:
    """The document's paragraphs in order, and its tables row by row."""
    refuse_bombs(path, contents, "Word document").close()
    try:
        document = docx.Document(io.BytesIO(contents))
    except (KeyError, ValueError, SyntaxError) as error:
        raise UnreadableTranscript(path, Message("it is no Word document, or it is damaged")) from error
    told = {name: getattr(document.core_properties, name) for name in PROPERTIES}
    metadata = {f"document_{name}": str(value) for name, value in told.items() if value}
    return as_reading(list(_blocks(document.element.body)), metadata)


def _blocks(holder: Any) -> Iterator[Block]:  # noqa: ANN401  # lxml elements have no types
    for element in holder:
        if element.tag == PARAGRAPH:
            yield _text_of(element)
        elif element.tag == TABLE:
            yield _rows_of(element)
        elif element.tag not in LEFT_OUT:
            yield from _blocks(element)


def _rows_of(table: Any) -> Rows:  # noqa: ANN401
    rows = [row for row in table.iter(ROW) if next(row.iterancestors(TABLE)) is table]
    return [[_cell_of(cell) for cell in row.iter(CELL) if next(cell.iterancestors(ROW)) is row] for row in rows]


def _cell_of(cell: Any) -> str:  # noqa: ANN401
    return "\n".join(_text_of(paragraph) for paragraph in cell.iter(PARAGRAPH))


def _text_of(paragraph: Any) -> str:  # noqa: ANN401
    return "".join(_pieces(paragraph))


def _pieces(holder: Any) -> Iterator[str]:  # noqa: ANN401
    for element in holder:
        if element.tag == TEXT:
            yield element.text or ""
        elif element.tag in MARKS:
            yield MARKS[element.tag]
        elif element.tag not in LEFT_OUT:
            yield from _pieces(element)
