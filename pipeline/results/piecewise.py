"""Published tables in parts that follow each other: a table of millions of rows is never in memory as a whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from pipeline.results.choosing import Wanted
from pipeline.results.reading import frame_of, published


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A table in parts; `rows` is how many it has in all. It can be gone through more than once."""

    rows: int
    frames: Callable[[], Iterable[pd.DataFrame]]

    @classmethod
    def of(cls, workspace: Path | str, table: str) -> Parts:
        """A published table; raises as `read` does."""
        with published(workspace, table) as file:
            rows: int = file.metadata.num_rows
        return cls(rows=rows, frames=partial(in_parts, workspace, table))


def in_parts(workspace: Path | str, table: str, *, without: Collection[str] = ()) -> Iterator[pd.DataFrame]:
    """What `read` returns, in parts; there is at least one, which may be without rows.

    Raises as `read` does, also in the middle of a table that is damaged there.
    """
    wanted = Wanted(without=without)
    with published(workspace, table) as file:
        for part in wanted.parts_of(file) if file.num_row_groups else [wanted.nothing_of(file)]:
            yield frame_of(part, table, without)
