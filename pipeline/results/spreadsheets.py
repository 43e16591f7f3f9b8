"""Export published tables as CSV and XLSX, with text escaped so that a spreadsheet cannot run it as a formula.

A spreadsheet reads a cell that begins with =, +, - or @ as a formula, also from CSV; see OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font

from pipeline.errors import ContractBroken
from pipeline.messages import Message

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from pipeline.results.reader import TableParts

_FORMULA = re.compile(r"^[\s\x00]*[=+\-@\t\r\n|]")
_FORMULA_AFTER_A_BREAK = re.compile(r"([;\t\r\n][ \xa0\"]*)(?=[=+\-@|])")
"""Where text becomes a cell of its own if a spreadsheet divides the file at semicolons, as Excel in Belgium does."""
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML does not allow, in sheets and in projects of other programs."""
_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_575


def escape_formula(value: object) -> object:
    """Escape a value for a spreadsheet: text that could be a formula gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if _FORMULA.match(value) else value


def export_csv(tables: Mapping[str, TableParts], folder: Path) -> list[Path]:
    """Write each table as `<table>.csv`, all of them or none.

    UTF-8 with a byte order mark for Excel, times in ISO 8601, formulas escaped.
    """
    folder.mkdir(parents=True, exist_ok=True)
    partial = {folder / f"{name}.csv": folder / f"{name}.csv.partial" for name in tables}
    try:
        for table, path in zip(tables.values(), partial.values(), strict=True):
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows([_csv_cell(_plain(cell)) for cell in row] for row in _lines(table))
        return [written.replace(path) for path, written in partial.items()]
    finally:
        for path in partial.values():
            path.unlink(missing_ok=True)


def _csv_cell(value: object) -> object:
    """Escape a value also where a spreadsheet that divides at semicolons or line ends would begin a cell."""
    return _FORMULA_AFTER_A_BREAK.sub(r"\1'", str(escape_formula(value))) if isinstance(value, str) else value


def export_xlsx(tables: Mapping[str, TableParts], path: Path, *, made_at: datetime) -> Path:
    """Write one workbook with a sheet per table; numbers and dates stay such, text is never a formula.

    Raises:
        ContractBroken: a table has more rows than a sheet can hold; export CSV instead.
    """
    for name, table in tables.items():
        if table.rows > _MOST_ROWS:
            raise ContractBroken(
                Message(
                    "%(table)s has %(rows)s rows, a sheet holds %(most)s: export CSV instead.",
                    table=name,
                    rows=table.rows,
                    most=_MOST_ROWS,
                )
            )
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = made_at.replace(tzinfo=None)
    for name, table in tables.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number, row in enumerate(_lines(table)):
            sheet.append([_cell(sheet, _sheet_value(cell), bold=number == 0) for cell in row])
    partial = path.with_name(f"{path.name}.partial")
    book.save(partial)
    return partial.replace(path)


def _lines(table: TableParts) -> Iterator[Sequence[object]]:
    """Yield the names of the columns, then every row."""
    for number, part in enumerate(table.frames()):
        if number == 0:
            yield [str(column) for column in part.columns]
        yield from part.itertuples(index=False)


def _plain(cell: object) -> object:
    """Convert a cell to text, number or nothing."""
    if isinstance(cell, Mapping):
        return "; ".join(f"{key}: {value}" for key, value in sorted(cell.items()))
    if pd.isna(cell):  # type: ignore[call-overload]  # any scalar
        return None
    if isinstance(cell, datetime):
        return cell.isoformat()
    return cell.item() if hasattr(cell, "item") else cell


def _sheet_value(cell: object) -> object:
    """Convert a cell to text, number, date or nothing; times are in UTC, since a workbook holds no time zone."""
    if isinstance(cell, datetime) and not pd.isna(cell):
        return pd.Timestamp(cell).tz_convert("UTC").tz_localize(None).to_pydatetime() if cell.tzinfo else cell
    return _plain(cell)


def _cell(sheet: WriteOnlyWorksheet, value: object, *, bold: bool = False) -> Cell:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type]  # numbers, truth values and nothing
    cell = WriteOnlyCell(sheet, value=NOT_IN_XML.sub("\ufffd", value)[:_LONGEST_CELL])
    cell.data_type = "s"  # openpyxl would store a text that begins with = as a formula
    if _FORMULA.match(value):
        cell.style = "Normal"
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    return cell
