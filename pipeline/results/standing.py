"""Whether what is to be published stands there already."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.results.publishing import finish
from pipeline.results.schema import SCHEMA_VERSION, TABLES


def standing(folder: Path, stamp: Mapping[str, str]) -> dict[str, int] | None:
    """How many rows each table has, if the folder holds a whole publication with this stamp; else None."""
    finish(folder)
    wanted = {"schema_version": str(SCHEMA_VERSION), **stamp}.items()
    counts: dict[str, int] = {}
    for name in TABLES:
        rows, tells = _told(folder / f"{name}.parquet")
        if not wanted <= tells.items():
            return None
        counts[name] = rows
    return counts


def _told(path: Path) -> tuple[int, dict[str, str]]:
    """The rows of a file and what its metadata tell; nothing where there is no whole file."""
    try:
        with pq.ParquetFile(path) as file:
            tells = {key.decode(): value.decode() for key, value in (file.schema_arrow.metadata or {}).items()}
            return file.metadata.num_rows, tells
    except (FileNotFoundError, pa.ArrowException):
        return 0, {}
