"""Exports for people: CSV and XLSX of the published tables, in which nothing that was said can run as a formula.

A spreadsheet takes a cell that begins with =, +, - or @ for a formula, also from CSV; see OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from pipeline.errors import ContractBroken

_FORMULA = re.compile(r"^[\s\x00]*[=+\-@\t\r\n|]")
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no XML document may hold: not a sheet, and not a project of another program."""
_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_575


def harmless(value: object) -> object:
    """The value as a spreadsheet may have it: text that could be a formula gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if _FORMULA.match(value) else value


def export_csv(tables: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Each table as `<table>.csv`: UTF-8 that Excel recognises, times as ISO 8601, formulas made harmless."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, frame in tables.items():
        path, partial = folder / f"{name}.csv", folder / f"{name}.csv.partial"
        with partial.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([harmless(str(column)) for column in frame.columns])
            writer.writerows([harmless(_plain(cell)) for cell in row] for row in frame.itertuples(index=False))
        written.append(partial.replace(path))
    return written


def export_xlsx(tables: Mapping[str, pd.DataFrame], path: Path, *, made_at: datetime) -> Path:
    """One workbook with a sheet per table; numbers stay numbers, text is text and never a formula.

    Raises:
        ContractBroken: a table has more rows than a sheet can hold; export CSV instead.
    """
    for name, frame in tables.items():
        if len(frame) > _MOST_ROWS:
            raise ContractBroken(f"{name} has {len(frame)} rows, a sheet holds {_MOST_ROWS}: export CSV instead.")
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = made_at.replace(tzinfo=None)
    for name, frame in tables.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        sheet.append([_cell(sheet, str(column), bold=True) for column in frame.columns])
        for row in frame.itertuples(index=False):
            sheet.append([_cell(sheet, _plain(cell)) for cell in row])
    partial = path.with_name(f"{path.name}.partial")
    book.save(partial)
    return partial.replace(path)


def _plain(cell: object) -> object:
    """The cell as text, number or nothing."""
    if isinstance(cell, Mapping):
        return "; ".join(f"{key}: {value}" for key, value in sorted(cell.items()))
    if pd.isna(cell):  # type: ignore[call-overload]  # any scalar
        return None
    if isinstance(cell, datetime):
        return cell.isoformat()
    return cell.item() if hasattr(cell, "item") else cell


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
