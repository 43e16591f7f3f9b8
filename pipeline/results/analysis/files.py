"""Write a labelled table as XLSX, CSV, Parquet, SPSS (.sav) or Stata (.dta)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.messages import Message
from pipeline.results.analysis.table import plain
from pipeline.results.reader import TableParts
from pipeline.results.spreadsheets import export_csv, export_xlsx

if TYPE_CHECKING:
    from pipeline.results.analysis.table import LabelledTable

_SPSS_WORDS = frozenset(["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"])
_STATA_RESERVED = (
    "aggregate array boolean break byte case catch class colvector complex const continue default delegate delete do "
    "double else eltypedef end enum explicit export external float for friend function global goto if in inline int "
    "local long mata matrix namespace new null numeric pointer polymorphic pragma private protected quad real return "
    "rowvector scalar short static strL string struct super switch template this throw transmorphic try typedef "
    "typename using vector version virtual void while with _all _b _coef _cons _n _N _pi _pred _rc _skip"
)
_LONGEST_TEXT = {"sav": 32_767, "dta": 2_000_000}
"""Bytes of text in a cell: of a string variable of SPSS, and of a long string of Stata that is still handled well."""

Notes = list[str]


def write_table(table: LabelledTable, path: Path, kind: str, *, made_at: datetime) -> Notes:
    """Write a table in the format `kind`, whole or not at all; returns what was changed to fit the format."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return FILES[kind](table, path, made_at)


def _xlsx(table: LabelledTable, path: Path, made_at: datetime) -> Notes:
    sheets = {**table.more, table.name: table.frame}
    export_xlsx({name: _parts(frame) for name, frame in sheets.items()}, path, made_at=made_at)
    return []


def _csv(table: LabelledTable, path: Path, made_at: datetime) -> Notes:
    [written] = export_csv({path.stem: _parts(table.frame)}, path.parent)
    written.replace(path)
    return []


def _parquet(table: LabelledTable, path: Path, made_at: datetime) -> Notes:
    partial = path.with_name(f"{path.name}.partial")
    plain(table.frame).to_parquet(partial, index=False, compression="zstd")
    partial.replace(path)
    return []


def _parts(frame: pd.DataFrame) -> TableParts:
    return TableParts(rows=len(frame), frames=lambda: iter([frame]))


def _sav(table: LabelledTable, path: Path, made_at: datetime) -> Notes:
    import pyreadstat

    return _labelled(table, path, "sav", pyreadstat.write_sav)


def _dta(table: LabelledTable, path: Path, made_at: datetime) -> Notes:
    import pyreadstat

    return _labelled(table, path, "dta", pyreadstat.write_dta)


def _labelled(table: LabelledTable, path: Path, kind: str, writer: Callable[..., None]) -> Notes:
    names = renamed([str(name) for name in table.frame.columns], *NAMES[kind])
    frame, notes = _fitting(table.frame, _LONGEST_TEXT[kind])
    notes += [
        Message("column %(name)s is called %(short)s in the file", name=name, short=short)
        for name, short in names.items()
        if name != short
    ]
    labels = {names[str(name)]: _label(table.labels.get(str(name), str(name))) for name in table.frame.columns}
    values = {names[name]: dict(each) for name, each in table.values.items() if name in names}
    partial = path.with_name(f"{path.stem}.partial.{kind}")
    writer(frame.rename(columns=names), str(partial), column_labels=labels, variable_value_labels=values)
    partial.replace(path)
    return notes


def _label(text: str) -> str:
    """Cut a label to what Stata holds."""
    return text[:80]


def _fitting(frame: pd.DataFrame, most: int) -> tuple[pd.DataFrame, Notes]:
    """Convert to what the formats hold: numbers, dates, and text of at most so many bytes of UTF-8."""
    notes: Notes = []
    found: dict[str, pd.Series[Any]] = {}
    for name, column in plain(frame).items():
        if str(column.dtype) == "bool":
            column = column.astype("int64")
        elif str(column.dtype) in ("Int64", "boolean"):
            column = column.astype("float64")
        elif str(column.dtype) in ("str", "object") and not _has_dates(column):
            column = column.map(lambda value: "" if pd.isna(value) else str(value)).astype(object)
            cut = column.map(lambda value: _cut(value, most))
            if (shorter := int((cut != column).sum())) > 0:
                notes.append(
                    Message("column %(name)s: %(count)s texts are too long and were cut", name=name, count=shorter)
                )
            column = cut
        found[str(name)] = column
    return pd.DataFrame(found), notes


def _has_dates(column: pd.Series[Any]) -> bool:
    known = column.dropna()
    return bool(len(known)) and not any(isinstance(value, str) for value in known)


def _cut(text: str, most: int) -> str:
    return text.encode("utf-8", "replace")[:most].decode("utf-8", "ignore")


def renamed(names: Iterable[str], rule: Callable[[str], str], longest: int) -> dict[str, str]:
    """Return a name that the format can hold for each name; no two are equal, whatever their case."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for name in names:
        found[name] = _unique(rule(name), longest, taken)
        taken.add(found[name].casefold())
    return found


def _unique(name: str, longest: int, taken: Collection[str]) -> str:
    tried, number = name, 1
    while tried.casefold() in taken:
        number += 1
        tried = f"{_cut(name, longest - len(f'_{number}'))}_{number}"
    return tried


def spss_name(name: str) -> str:
    """Return a variable name that SPSS accepts: at most 64 bytes, a letter first, no reserved word."""
    letters = re.sub(r"[^\w.@#$]", "_", name)
    letters = letters if letters[:1].isalpha() else f"v{letters}"
    letters = _cut(letters, 64).rstrip(".")
    return f"{letters}_v" if letters.upper() in _SPSS_WORDS else letters


def stata_name(name: str) -> str:
    """Return a variable name that Stata accepts: at most 32 letters, digits and underscores, no reserved word."""
    letters = re.sub(r"[^A-Za-z0-9_]", "_", name)
    letters = letters if re.match(r"[A-Za-z_]", letters) else f"v{letters}"
    letters = letters[:32]
    reserved = letters in _STATA_RESERVED.split() or re.fullmatch(r"str\d+", letters)
    return f"{letters[:30]}_v" if reserved else letters


NAMES: Mapping[str, tuple[Callable[[str], str], int]] = {"sav": (spss_name, 64), "dta": (stata_name, 32)}
"""The rule for names of variables, and their greatest length in bytes."""

FILES: Mapping[str, Callable[[LabelledTable, Path, datetime], Notes]] = {
    "xlsx": _xlsx, "csv": _csv, "parquet": _parquet, "sav": _sav, "dta": _dta,
}  # fmt: skip
"""The formats, by the suffix of their files."""
