"""Read published tables, whole or in parts, with a selection of rows and columns applied while reading."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.depot import opened
from pipeline.errors import NothingPublished, UnknownTable, UnreadableResults
from pipeline.messages import Message
from pipeline.results.publication import READY
from pipeline.results.schema import SCHEMA_VERSION, TABLES
from pipeline.results.validation import spread, validated_batches

if TYPE_CHECKING:
    from pipeline.results.column_types import Column, Table


@dataclass(frozen=True, kw_only=True)
class Selection:
    """All columns except `without`; the rows with these values, by column (default: every row)."""

    without: Collection[str] = ()
    only: Mapping[str, Collection[str]] = field(default_factory=dict)

    def of(self, file: pq.ParquetFile) -> pa.Table:
        """Read the selection from a file."""
        parts = list(self.parts_of(file)) if self.only else [file.read(columns=self._columns(file))]
        return pa.concat_tables(parts) if parts else self.nothing_of(file)

    def parts_of(self, file: pq.ParquetFile) -> Iterator[pa.Table]:
        """Read the selection in parts, one row group in memory at a time; row groups without such rows are skipped."""
        for at in range(file.num_row_groups):
            if not self.only or self._may_be_in(file.metadata.row_group(at)):
                yield self._chosen(file.read_row_group(at, columns=self._columns(file)))

    def nothing_of(self, file: pq.ParquetFile) -> pa.Table:
        """Return no rows, with the columns and their metadata."""
        return file.schema_arrow.empty_table().select(self._columns(file))

    def _columns(self, file: pq.ParquetFile) -> list[str]:
        return [name for name in file.schema_arrow.names if name not in self.without]

    @cached_property
    def _values(self) -> dict[str, list[str]]:
        return {name: sorted(values) for name, values in self.only.items()}

    def _may_be_in(self, group: pq.RowGroupMetaData) -> bool:
        """Whether the statistics of a row group allow such rows: tables are sorted by interview, so that few do."""
        columns = (group.column(at) for at in range(group.num_columns))
        statistics = {each.path_in_schema: each.statistics for each in columns if each.path_in_schema in self.only}
        return all(_overlap(self._values[name], each) for name, each in statistics.items() if each and each.has_min_max)

    def _chosen(self, rows: pa.Table) -> pa.Table:
        for name, values in self._values.items():
            rows = rows.filter(pc.is_in(rows[name], pa.array(values, pa.string())))
        return rows


def _overlap(values: list[str], statistics: pq.Statistics) -> bool:
    return bisect_left(values, statistics.min) < bisect_right(values, statistics.max)


RESULTS = Path("data", "results")

Source: TypeAlias = IO[bytes] | pa.NativeFile


def read(
    workspace: Path | str,
    table: str,
    *,
    without: Collection[str] = (),
    only: Mapping[str, Collection[str]] | None = None,
) -> pd.DataFrame:
    """Read a published table of the workspace (or from a folder with the files, or from their remote address).

    `without` names columns to leave out, `only` the values that a column may have. Tables of earlier schema versions
    get the missing columns, empty. `attrs` of the frame has the metadata of the file: schema version, study, codebook.

    Raises:
        UnknownTable: no table of that name is ever published.
        NothingPublished: the table has not been published yet.
        UnreadableResults: the file was written by a newer drempel, or is damaged.
    """
    with published(workspace, table) as file:
        return frame_of(Selection(without=without, only=only or {}).of(file), table, without)


@contextmanager
def published(workspace: Path | str, table: str) -> Iterator[pq.ParquetFile]:
    """Open the file of a published table; raises as `read` does, also for errors while it is read."""
    if table not in TABLES:
        raise UnknownTable(table, tuple(TABLES))
    source, place = _open(workspace, table)
    try:
        with source, pq.ParquetFile(source) as file:
            _refuse_newer(place, file.schema_arrow.metadata or {})
            yield file
    except (pa.ArrowException, OSError) as error:  # Arrow may raise either for a damaged file
        raise UnreadableResults(
            place, Message("it is damaged or no Parquet file. Publish again: `drempel publish`")
        ) from error


def frame_of(contents: pa.Table, table: str, without: Collection[str] = ()) -> pd.DataFrame:
    """Convert Arrow contents of a table to the frame that `read` returns."""
    conformed = conform(contents, TABLES[table])
    return as_frame(conformed.drop_columns([name for name in without if name in conformed.column_names]))


def frames(rows: Mapping[str, Iterable[Mapping[str, object]]]) -> dict[str, pd.DataFrame]:
    """Convert rows of tables to the frames that `read` would return after publication.

    Raises:
        ContractBroken: a row does not fit its table.
    """
    return {name: _framed(TABLES[name], each) for name, each in rows.items()}


def _framed(table: Table, rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    table, rows = spread(table, rows)
    schema = table.schema({"schema_version": str(SCHEMA_VERSION), "table": table.name})
    return as_frame(pa.Table.from_batches(validated_batches(table, rows, schema), schema))


def conform(contents: pa.Table, table: Table) -> pa.Table:
    """Add the columns of later schema versions to the contents, empty."""
    for position, column in enumerate(table.columns):
        if column.name not in contents.column_names:
            contents = contents.add_column(position, column.field, pa.nulls(len(contents), column.type))
    return contents


def as_frame(contents: pa.Table) -> pd.DataFrame:
    """Convert the contents to a frame, typed by the table's columns; other columns are text."""
    metadata = {key.decode(): value.decode() for key, value in (contents.schema.metadata or {}).items()}
    known = {column.name: column for column in TABLES[metadata["table"]].columns}
    series = {name: _series(contents[name], known.get(name)) for name in contents.column_names}
    frame = pd.DataFrame(series)
    frame.attrs = {name: value for name, value in metadata.items() if name not in ("pandas", "ARROW:schema")}
    return frame


def as_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Convert a frame to rows of plain values; empty cells are None."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def _series(values: pa.ChunkedArray, column: Column | None) -> pd.Series[Any]:
    kind = column.kind if column else "text"
    if kind == "map":
        return pd.Series([dict(pairs or ()) for pairs in values.to_pylist()], dtype=object)
    mapper = {pa.int64(): pd.Int64Dtype()}.get if column and column.optional else None
    series: pd.Series[Any] = values.to_pandas(types_mapper=mapper)
    if kind == "category":
        known = column.values if column and column.values else sorted(series.dropna().unique())
        series = series.astype(pd.CategoricalDtype(list(known)))
    return series


def _folder_of(workspace: Path, table: str) -> Path:
    within = workspace / RESULTS
    return workspace if not within.is_dir() and (workspace / f"{table}.parquet").exists() else within


def _open(workspace: Path | str, table: str) -> tuple[Source, Path | str]:
    """Return the file of a table, and its name for messages."""
    if "://" not in str(workspace):
        return _standing_in(_folder_of(Path(workspace), table), table)
    file = opened(str(workspace), f"{table}.parquet")
    if file is None:
        raise NothingPublished(workspace, table)
    return file, f"{table}.parquet"


def _standing_in(folder: Path, table: str) -> tuple[Source, Path]:
    # A committed publication may still be in `.ready` and may be moved meanwhile, hence the order.
    for path in (folder / READY / f"{table}.parquet", folder / f"{table}.parquet"):
        with suppress(FileNotFoundError):
            return pa.OSFile(str(path)), path
    raise NothingPublished(folder, table)


def _refuse_newer(place: Path | str, metadata: dict[bytes, bytes]) -> None:
    version = metadata.get(b"schema_version", b"").decode()
    if not version.isdigit():
        raise UnreadableResults(place, Message("it tells no schema version, so drempel did not write it"))
    if int(version) > SCHEMA_VERSION:
        why = Message(
            "its schema version is %(version)s, this drempel knows up to %(known)s. Update drempel",
            version=version,
            known=SCHEMA_VERSION,
        )
        raise UnreadableResults(place, why)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableParts:
    """A table in parts that can be iterated repeatedly; `rows` is the total number of rows."""

    rows: int
    frames: Callable[[], Iterable[pd.DataFrame]]

    @classmethod
    def of(cls, workspace: Path | str, table: str) -> TableParts:
        """Return the parts of a published table; raises as `read` does."""
        with published(workspace, table) as file:
            rows: int = file.metadata.num_rows
        return cls(rows=rows, frames=partial(in_parts, workspace, table))


def in_parts(workspace: Path | str, table: str, *, without: Collection[str] = ()) -> Iterator[pd.DataFrame]:
    """Read a table in parts; there is at least one, which may have no rows.

    Raises as `read` does, also in the middle of a table that is damaged there.
    """
    wanted = Selection(without=without)
    with published(workspace, table) as file:
        for part in wanted.parts_of(file) if file.num_row_groups else [wanted.nothing_of(file)]:
            yield frame_of(part, table, without)
