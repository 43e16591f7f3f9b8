"""The table beside a project: a row per coding, with all that the standard has no place for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.results.checking import BATCH
from pipeline.results.exchange.project import Project
from pipeline.results.schema import TABLES

_NUMBERS = ("start", "end")
_UNITS = tuple(f"{unit}_{side}" for unit in ("utf16", "utf8") for side in _NUMBERS)
_FEW_WORDS = pa.dictionary(pa.int32(), pa.string())

SCHEMA = pa.schema(
    [
        *((each.name, _FEW_WORDS if each.kind == "category" else each.type) for each in TABLES["codes"].columns),
        *((name, pa.int64()) for name in _NUMBERS),
        ("coding", pa.string()),
        ("text_sha256", pa.string()),
        *((name, pa.int64()) for name in _UNITS),
    ]
)


def write_codings(project: Project, path: Path) -> None:
    """Write the codings of all interviews; a bounded number of them is in memory at a time."""
    with pq.ParquetWriter(path, SCHEMA) as writer:
        for frame in _gathered(project):
            writer.write_table(pa.Table.from_pandas(frame, schema=SCHEMA, preserve_index=False))


def _gathered(project: Project) -> Iterator[pd.DataFrame]:
    """Some interviews together: a row group each would be many small ones."""
    waiting: list[pd.DataFrame] = []
    for _, codings in project.codings():
        waiting.append(codings)
        if sum(map(len, waiting)) >= BATCH:
            yield pd.concat(waiting, ignore_index=True)
            waiting = []
    if waiting:
        yield pd.concat(waiting, ignore_index=True)
