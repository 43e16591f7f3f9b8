"""The Parquet table beside an exported project: a row per coding, with the fields that the standard lacks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.results.schema import TABLES
from pipeline.results.validation import BATCH

if TYPE_CHECKING:
    from pipeline.results.exchange.project import Project

_NUMBERS = ("start", "end")
_UNITS = tuple(f"{unit}_{side}" for unit in ("utf16", "utf8") for side in _NUMBERS)

# Plain strings, no dictionaries: with an empty cell in a dictionary, DuckDB 2.0 answers max() with an unused value.
SCHEMA = pa.schema(
    [
        *((each.name, each.type) for each in TABLES["codes"].columns),
        *((name, pa.int64()) for name in _NUMBERS),
        ("coding", pa.string()),
        ("text_sha256", pa.string()),
        *((f"file_{name}", pa.int64()) for name in _NUMBERS),
        *((name, pa.int64()) for name in _UNITS),
    ]
)


def write_codings(project: Project, path: Path) -> None:
    """Write the codings of all interviews, with a bounded number in memory at a time."""
    parts = (pa.Table.from_pandas(each, schema=SCHEMA, preserve_index=False) for each in _gathered(project))
    first = next(parts, SCHEMA.empty_table())
    # The pandas metadata says which columns pandas reads as whole numbers.
    with pq.ParquetWriter(path, first.schema) as writer:
        for part in chain([first], parts):
            writer.write_table(part)


def _gathered(project: Project) -> Iterator[pd.DataFrame]:
    """Group the rows of several interviews, to avoid many small row groups."""
    waiting: list[pd.DataFrame] = []
    for _, codings in project.codings():
        waiting.append(codings)
        if sum(map(len, waiting)) >= BATCH:
            yield pd.concat(waiting, ignore_index=True)
            waiting = []
    if waiting:
        yield pd.concat(waiting, ignore_index=True)
