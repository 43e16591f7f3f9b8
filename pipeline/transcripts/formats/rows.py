"""Transcripts with a turn per row: comma- and tab-separated values, and Excel workbooks."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Figure, Message
from pipeline.transcripts.encoding import decode
from pipeline.transcripts.limits import MOST_CELLS, refuse_bombs
from pipeline.transcripts.turns import Reading

SEPARATORS = ",;\t|"

_TOLD = re.compile(r"\ufeff?[\"']?sep=(.)[\"']?[ \t]*(?:\r\n|[\n\r]|\Z)", re.IGNORECASE)
_FIRST_YEARS = 1901
"""Excel counts hours from 1900: a moment in that year is a length of time over a day."""

Row = tuple[str, ...]


def read_csv(path: Path, contents: bytes) -> Reading:
    """Read the rows of a table, whatever separates its columns."""
    text, encoding = decode(path, contents)
    told, separator = separated(text)
    try:
        rows = tuple(tuple(row) for row in csv.reader(io.StringIO(told, newline=""), delimiter=separator) if any(row))
    except csv.Error as error:
        raise UnreadableTranscript(
            path, Message("its rows cannot be told apart"), Message("Save it as .xlsx.")
        ) from error
    return Reading(rows=rows, encoding=encoding)


def read_tsv(path: Path, contents: bytes) -> Reading:
    """Read the rows of a table with tabs, as Whisper writes it: quotes are words like others."""
    text, encoding = decode(path, contents)
    rows = tuple(tuple(line.split("\t")) for line in text.splitlines() if line.strip())
    if not any(len(row) > 1 for row in rows):
        raise UnreadableTranscript(
            path, Message("there are no tabs between columns in it"), Message("Save it as .csv or .xlsx.")
        )
    return Reading(rows=rows, encoding=encoding)


def separated(text: str) -> tuple[str, str]:
    """The rows of a table as text, and what separates its columns: told by Excel's `sep=;`, else what is most usual."""
    told = _TOLD.match(text)
    if told:
        return text[told.end() :], told[1]
    header = text.lstrip().partition("\n")[0]
    return text, max(SEPARATORS, key=header.count)


def read_workbook(path: Path, contents: bytes) -> Reading:
    """Read the rows of the first sheet that is not empty.

    Raises:
        UnreadableTranscript: it is no workbook, or its cells are so far apart that there are too many between them.
    """
    refuse_bombs(path, contents, "Excel workbook").close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl leaves out, nothing is a cell's text
        try:
            workbook = openpyxl.load_workbook(io.BytesIO(contents), read_only=True, data_only=True)
        except (KeyError, ValueError, OSError) as error:
            raise UnreadableTranscript(path, Message("it is no Excel workbook, or it is damaged")) from error
        for sheet in workbook.worksheets:
            rows = tuple(_rows(path, sheet))
            if rows:
                return Reading(rows=rows)
    return Reading()


def _rows(path: Path, sheet: Any) -> Iterator[Row]:  # noqa: ANN401  # a chart sheet has no cells
    sheet.reset_dimensions()  # what the sheet says of its size may be far more than what it holds
    cells = 0
    for row in sheet.iter_rows(values_only=True):
        cells += len(row) + 1
        if cells > MOST_CELLS:
            why = Message(
                "its sheet %(sheet)s spreads over more than %(most)s cells",
                sheet=repr(sheet.title),
                most=Figure(MOST_CELLS),
            )
            raise UnreadableTranscript(
                path, why, Message("Remove cells far to the right or far below, or save it as .csv.")
            )
        told = tuple(map(_as_text, row))
        if any(told):
            yield told


def _as_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, timedelta):
        return str(cell.total_seconds())
    if isinstance(cell, datetime):
        return _moment(cell)
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _moment(cell: datetime) -> str:
    if cell.year < _FIRST_YEARS:
        length = cell - datetime(1899, 12, 31)  # noqa: DTZ001  # no time zone: a length of time
        hours, rest = divmod(round(length.total_seconds()), 3600)
        return f"{hours:02}:{rest // 60:02}:{rest % 60:02}"
    return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
