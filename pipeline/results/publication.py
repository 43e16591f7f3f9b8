"""Publish all tables or none, atomically, even if the process is killed.

The tables are written into `.partial/`. Renaming that folder to `.ready/` commits the publication: before it, the old
tables are read; after it, the next `read` sees the new ones and the next `publish` finishes moving them to their
place.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import ContractBroken
from pipeline.messages import Message
from pipeline.results.schema import CORE, SCHEMA_VERSION, TABLES
from pipeline.results.validation import Row, spread, validated_batches

if TYPE_CHECKING:
    from pipeline.results.column_types import Table

Rows = Mapping[str, Iterable[Mapping[str, object]]]

PARTIAL, READY, LEFT_OUT = ".partial", ".ready", "left-out"


def publish(
    rows: Rows, folder: Path, *, stamp: Mapping[str, str], figures: Callable[[Path], Rows] | None = None
) -> dict[str, int]:
    """Write all tables to `folder/<table>.parquet`, or change nothing; returns the number of rows of each.

    Rows are streamed. The same rows and stamp give the same bytes. A table of an earlier publication that is not in
    `rows` is removed: the folder always has one publication. `stamp` (study, codebook) is written to the files'
    metadata. `figures` is called with the folder of the new tables and returns the rows of tables derived from them.

    Raises:
        ContractBroken: a table is unknown or missing, or a row does not fit its columns; nothing was changed.
    """
    _refuse_other_tables(rows)
    folder.mkdir(parents=True, exist_ok=True)
    complete_publication(folder)
    partial = folder / PARTIAL
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        counts = _write_all(rows, partial, stamp)
        if figures is not None:
            counts |= _write_all(figures(partial), partial, stamp)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    (partial / LEFT_OUT).write_text("\n".join(name for name in TABLES if name not in counts), encoding="utf-8")
    _make_durable(partial)
    partial.rename(folder / READY)
    complete_publication(folder)
    return counts


def complete_publication(folder: Path) -> None:
    """Finish moving a committed publication to its place; does nothing if there is none."""
    ready = folder / READY
    if not ready.is_dir():
        return
    for file in sorted(ready.glob("*.parquet")):
        file.replace(folder / file.name)
    for name in _left_out(ready):
        (folder / f"{name}.parquet").unlink(missing_ok=True)
    _make_durable(folder)
    shutil.rmtree(ready)


def _left_out(ready: Path) -> list[str]:
    """Return the published tables that the committed publication does not have."""
    listed = ready / LEFT_OUT
    return listed.read_text(encoding="utf-8").split() if listed.exists() else []


def _refuse_other_tables(rows: Mapping[str, object]) -> None:
    unknown = sorted(set(rows) - set(TABLES))
    missing = [table.name for table in CORE if table.name not in rows]
    if unknown or missing:
        raise ContractBroken(
            Message(
                "Nothing was published: unknown tables %(unknown)s, missing tables %(missing)s.",
                unknown=str(unknown),
                missing=str(missing),
            )
        )


def _write_all(rows: Rows, folder: Path, stamp: Mapping[str, str]) -> dict[str, int]:
    return {name: _write(table, rows[name], folder, stamp) for name, table in TABLES.items() if name in rows}


def _write(table: Table, rows: Iterable[Row], folder: Path, stamp: Mapping[str, str]) -> int:
    table, rows = spread(table, rows)
    schema = table.schema({"schema_version": str(SCHEMA_VERSION), "table": table.name, **stamp})
    count = 0
    with pq.ParquetWriter(folder / f"{table.name}.parquet", schema, compression="zstd") as writer:
        for batch in validated_batches(table, rows, schema):
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def _make_durable(folder: Path) -> None:
    """Flush to disk, so that a power cut cannot undo the order of the renames."""
    for path in [*sorted(folder.glob("*.parquet")), folder]:
        try:
            # Windows can only flush files that are open for writing.
            descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        except PermissionError:  # Windows cannot open folders
            continue
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def row_counts_if_current(folder: Path, stamp: Mapping[str, str]) -> dict[str, int] | None:
    """Return the number of rows of each table if the folder has a whole publication with this stamp, else None."""
    complete_publication(folder)
    wanted = {"schema_version": str(SCHEMA_VERSION), **stamp}.items()
    counts: dict[str, int] = {}
    for name in TABLES:
        rows, metadata = _size_and_metadata(folder / f"{name}.parquet")
        if not wanted <= metadata.items():
            return None
        counts[name] = rows
    return counts


def _size_and_metadata(path: Path) -> tuple[int, dict[str, str]]:
    """Return the number of rows and the metadata of a file; nothing if the file is not whole."""
    try:
        with pq.ParquetFile(path) as file:
            metadata = {key.decode(): value.decode() for key, value in (file.schema_arrow.metadata or {}).items()}
            return file.metadata.num_rows, metadata
    except (FileNotFoundError, pa.ArrowException):
        return 0, {}
