"""Chooses rows and columns of a published table while it is read: most of a large one never comes into memory."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """All columns but those in `without`; the rows with these values, by column (default: every row)."""

    without: Collection[str] = ()
    only: Mapping[str, Collection[str]] = field(default_factory=dict)

    def of(self, file: pq.ParquetFile) -> pa.Table:
        """What is wanted of a file."""
        parts = list(self.parts_of(file)) if self.only else [file.read(columns=self._columns(file))]
        return pa.concat_tables(parts) if parts else self.nothing_of(file)

    def parts_of(self, file: pq.ParquetFile) -> Iterator[pa.Table]:
        """The same in parts, a row group in memory at a time; no part where no row group can hold such rows."""
        for at in range(file.num_row_groups):
            if not self.only or self._may_be_in(file.metadata.row_group(at)):
                yield self._chosen(file.read_row_group(at, columns=self._columns(file)))

    def nothing_of(self, file: pq.ParquetFile) -> pa.Table:
        """No row at all, which still has its columns and their metadata."""
        return file.schema_arrow.empty_table().select(self._columns(file))

    def _columns(self, file: pq.ParquetFile) -> list[str]:
        return [name for name in file.schema_arrow.names if name not in self.without]

    @cached_property
    def _values(self) -> dict[str, list[str]]:
        return {name: sorted(values) for name, values in self.only.items()}

    def _may_be_in(self, group: pq.RowGroupMetaData) -> bool:
        """Whether a row group may hold such rows: tables are in the order of interviews, so that few do."""
        columns = (group.column(at) for at in range(group.num_columns))
        told = {each.path_in_schema: each.statistics for each in columns if each.path_in_schema in self.only}
        return all(_overlap(self._values[name], each) for name, each in told.items() if each and each.has_min_max)

    def _chosen(self, rows: pa.Table) -> pa.Table:
        for name, values in self._values.items():
            rows = rows.filter(pc.is_in(rows[name], pa.array(values, pa.string())))
        return rows


def _overlap(values: list[str], told: pq.Statistics) -> bool:
    return bisect_left(values, told.min) < bisect_right(values, told.max)
