"""Transcripts with a turn per row: comma-separated values and Excel workbooks."""

from __future__ import annotations

import csv
import io
import warnings
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.decoding import decode
from pipeline.transcripts.guards import refuse_bombs
from pipeline.transcripts.turns import Reading

SEPARATORS = ",;\t|"


def read_csv(path: Path, contents: bytes) -> Reading:
    """The rows of a table, whatever separates its columns."""
    text, encoding = decode(path, contents)
    header = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=header.count)
    try:
        rows = tuple(tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if any(row))
    except csv.Error as error:
        raise UnreadableTranscript(
            path, Message("its rows cannot be told apart"), Message("Save it as .xlsx.")
        ) from error
    return Reading(rows=rows, encoding=encoding)


def read_workbook(path: Path, contents: bytes) -> Reading:
    """The rows of the first sheet that is not empty."""
    refuse_bombs(path, contents, "Excel workbook").close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl leaves out, nothing is a cell's text
        try:
            workbook = openpyxl.load_workbook(io.BytesIO(contents), read_only=True, data_only=True)
        except (KeyError, ValueError, OSError) as error:
            raise UnreadableTranscript(path, Message("it is no Excel workbook, or it is damaged")) from error
        for sheet in workbook.worksheets:
            rows = tuple(tuple(map(_as_text, row)) for row in sheet.iter_rows(values_only=True) if any(row))
            if rows:
                return Reading(rows=rows)
    return Reading()


def _as_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, timedelta):
        return str(cell.total_seconds())
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
