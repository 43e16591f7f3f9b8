"""Takes the rows about one interview out of a table that a person keeps; every other row stays as it is."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Sequence
from pathlib import Path

import openpyxl

from pipeline.errors import UnreadableTranscript
from pipeline.transcripts.encoding import decode
from pipeline.transcripts.formats.rows import separated
from pipeline.transcripts.limits import MOST_CELLS
from pipeline.transcripts.metadata import ID_COLUMNS


def strike(path: Path, interview: str) -> int:
    """Remove the rows that name the interview, or a file of its name, from a .csv or .xlsx; returns how many.

    A table without a column that names interviews or files, or one that cannot be read, is left as it is. A .csv keeps
    its separator and its encoding.
    """
    return _strike_workbook(path, interview) if path.suffix.lower() == ".xlsx" else _strike_csv(path, interview)


def _strike_csv(path: Path, interview: str) -> int:
    try:
        text, encoding = decode(path, path.read_bytes())
        told, separator = separated(text)
        rows = list(csv.reader(io.StringIO(told, newline=""), delimiter=separator))
    except (UnreadableTranscript, csv.Error):
        return 0
    about = _rows_about(rows, interview)
    if about:
        partial = path.with_name(f"{path.name}.partial")
        ending = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
        with partial.open("w", encoding=encoding, newline="") as lines:
            lines.write(text.removesuffix(told))
            kept = [row for number, row in enumerate(rows) if number not in about]
            csv.writer(lines, delimiter=separator, lineterminator=ending).writerows(kept)
        partial.replace(path)
    return len(about)


def _strike_workbook(path: Path, interview: str) -> int:
    struck = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl leaves out, nothing is a cell's text
        try:
            workbook = openpyxl.load_workbook(path)
        except (KeyError, ValueError, OSError):
            return 0
        for sheet in workbook.worksheets:
            if sheet.max_row * sheet.max_column > MOST_CELLS:
                continue  # cells so far apart are no table that a person keeps
            rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
            for number in sorted(_rows_about(rows, interview), reverse=True):
                sheet.delete_rows(number + 1)
                struck += 1
        if struck:
            partial = path.with_name(f"{path.name}.partial")
            workbook.save(partial)
            partial.replace(path)
    return struck


def _rows_about(rows: Sequence[Sequence[str]], interview: str) -> set[int]:
    called = [cell.strip().casefold() for cell in rows[0]] if rows else []
    at = [called.index(name) for name in ID_COLUMNS if name in called]
    return {
        number
        for number, row in enumerate(rows[1:], start=1)
        if any(place < len(row) and _names(row[place].strip(), interview) for place in at)
    }


def _names(cell: str, interview: str) -> bool:
    return cell == interview or Path(cell).stem == interview
