"""Word documents: paragraphs joined by newlines; a table with a speaker column is a turn per row."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError, PackageNotFoundError
from docx.table import Table

from pipeline.errors import UnreadableTranscript
from pipeline.transcripts.guards import refuse_bombs
from pipeline.transcripts.tables import sayings_in_rows
from pipeline.transcripts.turns import Reading, Saying


def read_word(path: Path, contents: bytes) -> Reading:
    """The document's paragraphs in order, and its tables row by row."""
    refuse_bombs(path, contents, "Word document").close()
    try:
        document = docx.Document(io.BytesIO(contents))
        blocks = list(_blocks(document))
    except (OpcError, PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
        raise UnreadableTranscript(path, "it is no Word document, or it is damaged") from error
    if any(saying.speaker for saying in blocks):
        return Reading(sayings=tuple(blocks))
    return Reading(text="\n".join(saying.words for saying in blocks))


def _blocks(document: Document) -> list[Saying]:
    blocks: list[Saying] = []
    for block in document.iter_inner_content():
        if not isinstance(block, Table):
            blocks.append(Saying(speaker=None, words=block.text))
            continue
        rows = [[cell.text for cell in row.cells] for row in block.rows]
        told = sayings_in_rows(rows)
        blocks += told or [Saying(speaker=None, words="\t".join(row)) for row in rows]
    return blocks
