"""Cells of a table of hand codes: CSV in the dialects that spreadsheets write, and Excel workbooks."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.errors import InvalidCodes

Row = tuple[int, list[str]]
"""The number of a row as a spreadsheet shows it, and its cells."""

DELIMITERS = (",", ";", "\t")
_TOLD = re.compile(r"\A\"?sep=(.)\"?\r?\n", re.IGNORECASE)
"""The first line by which Excel is told how columns are separated; it shows it as no row."""

# A quote is as long as a fragment; the limit only keeps a stray quotation mark from swallowing the file.
csv.field_size_limit(1_000_000)


def rows_of(path: Path) -> Iterator[Row]:
    """Yield the rows that have cells, of a CSV file or of the first sheet of a workbook that has any.

    Columns of a CSV file are separated by commas, semicolons or tabs, as `sep=;` or the header tells. Its text is
    UTF-8, UTF-16 with its mark, or else Windows-1252, which Excel writes in Western Europe.

    Raises:
        InvalidCodes: the file cannot be read.
    """
    try:
        contents = path.read_bytes()
    except OSError as error:
        raise InvalidCodes(path.name, [f"the file cannot be opened ({error.strerror})"]) from error
    rows = _sheet(path, contents) if contents.startswith(b"PK") else _lines(path, _decoded(path, contents))
    return _trimmed(rows)


def _decoded(path: Path, contents: bytes) -> str:
    wide = contents.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return contents.decode(encoding)
        except UnicodeDecodeError as error:
            line = contents[: error.start].count(b"\n") + 1
    raise InvalidCodes(path.name, [f"line {line}: the file is not in UTF-8; save it as `CSV UTF-8` and try again"])


def _lines(path: Path, text: str) -> Iterator[Row]:
    told = _TOLD.match(text)
    text = text[told.end() :] if told else text
    header = text.partition("\n")[0]
    delimiter = told[1] if told else max(DELIMITERS, key=header.count)
    number = 0
    try:
        lines = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
        for number, cells in enumerate(lines, start=1):
            yield number, cells
    except csv.Error as error:
        raise InvalidCodes(
            path.name, [f"row {number + 1}: this is no CSV ({error}); look for a quotation mark without a partner"]
        ) from error


def _sheet(path: Path, contents: bytes) -> Iterator[Row]:
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(contents), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = [(number, [_as_text(cell) for cell in cells]) for number, cells in enumerate(sheet.values, start=1)]
            if any(any(cells) for _, cells in rows):
                return iter(rows)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise InvalidCodes(path.name, ["the file is no workbook, or it is damaged; save it as .xlsx or CSV"]) from error
    return iter(())


def _as_text(cell: object) -> str:
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _trimmed(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows without those that are empty, and without empty cells beyond the last column that has a name."""
    width: int | None = None
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if width is None:
            cells = _without_tail([cell.strip() for cell in cells], 0)
            width = len(cells)
        yield number, _without_tail(cells, width)


def _without_tail(cells: Sequence[str], least: int) -> list[str]:
    end = len(cells)
    while end > least and not cells[end - 1].strip():
        end -= 1
    return list(cells[:end])
