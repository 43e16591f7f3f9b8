"""Downloads of results for one coder: without the interviews of which he may not know yet what others said."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import results
from pipeline.settings import Study

if TYPE_CHECKING:
    import pandas as pd

INTERVIEW = "interview"
"""The column by which rows are left out."""

HARMLESS = frozenset({"codebook"})
"""Tables without that column that hold nothing of what coders said; other tables without it are left out whole."""


CODEBOOKS = frozenset({"codebook.xlsx", "codebook.qdc"})
"""Exports that hold nothing of what coders said."""

PROJECTS = ("*.qdpx", "*.codings.parquet", "*.sqlite3")
"""Exports of everything that coders said, which cannot be divided by interview."""


def downloadable(study: Study, withheld: Collection[str]) -> list[Path]:
    """The published tables that a coder may download who may not know yet of these interviews."""
    tables = sorted(study.results.glob("*.parquet"))
    return [path for path in tables if not withheld or _may_be_divided(path.stem)]


def downloadable_exports(study: Study, withheld: Collection[str]) -> list[Path]:
    """The files that were made for other programs, as far as this coder may download them."""
    folder = study.folder / "data" / "exports"
    listed = (each for pattern in ("*.xlsx", "csv/*.csv", "*.qdc", *PROJECTS) for each in folder.glob(pattern))
    found = sorted(each for each in listed if each.is_file())
    workbook = f"{study.folder.name}.xlsx"  # of the published tables; the others cannot be divided by interview
    divisible = [
        path
        for path in found
        if path.name == workbook or path.name in CODEBOOKS or (path.suffix == ".csv" and _may_be_divided(path.stem))
    ]
    return divisible if withheld else found


def parquet_without(study: Study, table: str, withheld: Collection[str]) -> bytes:
    """A published table as Parquet, without the rows about these interviews."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    written = io.BytesIO()
    with pq.ParquetFile(study.results / f"{table}.parquet") as file:
        schema = file.schema_arrow
        with pq.ParquetWriter(written, schema) as target:
            for group in range(file.num_row_groups):
                rows = file.read_row_group(group)
                if INTERVIEW in rows.column_names:
                    keep = [value not in withheld for value in rows.column(INTERVIEW).to_pylist()]
                    rows = rows.filter(pa.array(keep))
                target.write_table(rows.cast(schema))
    return written.getvalue()


def export_without(study: Study, export: Path, withheld: Collection[str], *, made_at: datetime) -> bytes:
    """A workbook or CSV file of the published tables, made without the rows about these interviews."""
    from pipeline.results.spreadsheets import export_csv, export_xlsx

    wanted = [path.stem for path in downloadable(study, withheld)]
    with tempfile.TemporaryDirectory() as folder:
        if export.suffix == ".csv":
            [written] = export_csv({export.stem: _parts_without(study, export.stem, withheld)}, Path(folder))
        else:
            tables = {name: _parts_without(study, name, withheld) for name in results.TABLES if name in wanted}
            written = export_xlsx(tables, Path(folder) / export.name, made_at=made_at)
        return written.read_bytes()


def _may_be_divided(table: str) -> bool:
    known = results.TABLES.get(table)
    return table in HARMLESS or (known is not None and INTERVIEW in {column.name for column in known.columns})


def _parts_without(study: Study, table: str, withheld: Collection[str]) -> results.TableParts:
    whole = results.TableParts.of(study.folder, table)

    def frames() -> Iterator[pd.DataFrame]:
        for frame in whole.frames():
            yield frame[~frame[INTERVIEW].isin(list(withheld))] if INTERVIEW in frame.columns else frame

    return results.TableParts(rows=whole.rows, frames=frames)
