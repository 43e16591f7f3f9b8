"""Takes the rows about one interview out of a table that a person keeps; every other row stays as it is."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell

from pipeline.errors import UnreadableTranscript
from pipeline.transcripts.encoding import decode
from pipeline.transcripts.formats.rows import separated
from pipeline.transcripts.limits import MOST_CELLS
from pipeline.transcripts.metadata import ID_COLUMNS, interview_column, interview_in


def strike(path: Path, interview: str) -> int:
    """Remove the rows that name the interview, or a file of its name, from a .csv or .xlsx; returns how many.

    The column is the one that `read_metadata` reads, or any other that names interviews or files. A table that cannot
    be read, or a workbook of which parts would be lost, is left as it is. Where formulas, tables or merged cells name
    cells by their place, rows are cleared, not cut. A .csv keeps its separator and its encoding.
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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl leaves out, nothing is a cell's text
        try:
            workbook = openpyxl.load_workbook(path)
        except (KeyError, ValueError, OSError, zipfile.BadZipFile):
            return 0
        if _loses_parts(path):
            return 0
        keeps_places = bool(workbook.defined_names) or any(map(_counts_on_places, workbook.worksheets))
        struck = sum(_strike_sheet(sheet, interview, keeps_places=keeps_places) for sheet in workbook.worksheets)
        if struck:
            partial = path.with_name(f"{path.name}.partial")
            workbook.save(partial)
            partial.replace(path)
    return struck


def _strike_sheet(sheet: Any, interview: str, *, keeps_places: bool) -> int:  # noqa: ANN401  # openpyxl has no types
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        return 0  # cells so far apart are no table that a person keeps
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    about = sorted(_rows_about(rows, interview), reverse=True)
    for number in about:
        if keeps_places:
            _clear(sheet, number + 1)
        else:
            sheet.delete_rows(number + 1)
    return len(about)


def _loses_parts(path: Path) -> bool:
    """Whether the workbook holds charts, pictures, pivot tables or macros, which would be lost on writing it."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    return any(part in name for name in names for part in ("drawings/drawing", "pivot", "vbaProject", "externalLink"))


def _counts_on_places(sheet: Any) -> bool:  # noqa: ANN401  # openpyxl has no types
    """Whether something in the sheet names cells by their place, so that a row that is cut would shift it."""
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        return True
    formulas = any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    return formulas or bool(
        sheet.merged_cells.ranges
        or sheet.tables
        or sheet.conditional_formatting
        or sheet.data_validations.dataValidation
    )


def _clear(sheet: Any, number: int) -> None:  # noqa: ANN401  # openpyxl has no types
    for cell in sheet[number]:
        if not isinstance(cell, MergedCell):
            cell.value = cell.comment = cell.hyperlink = None


def _rows_about(rows: Sequence[Sequence[str]], interview: str) -> set[int]:
    """The rows below the header that name the interview where `read_metadata` looks, or in a column of ids or files."""
    header = rows[0] if rows else []
    called = [cell.strip().casefold() for cell in header]
    at = {interview_column(header), *(called.index(name) for name in ID_COLUMNS if name in called)}
    return {
        number
        for number, row in enumerate(rows[1:], start=1)
        if any(place < len(row) and _names(row[place].strip(), interview) for place in at)
    }


def _names(cell: str, interview: str) -> bool:
    return interview in (cell, interview_in(cell), Path(cell).stem)
