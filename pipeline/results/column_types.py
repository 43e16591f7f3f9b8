"""What a published table promises: its columns, their types, and what each of them means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pyarrow as pa

KINDS: Mapping[str, pa.DataType] = MappingProxyType(
    {
        "text": pa.string(),
        "category": pa.string(),  # plain text in the file, so that every program reads it; categorical in `read`
        "integer": pa.int64(),
        "number": pa.float64(),
        "share": pa.float64(),  # a number from 0 to 1
        "flag": pa.bool_(),
        "time": pa.timestamp("us", tz="UTC"),
        "map": pa.map_(pa.string(), pa.string()),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: `optional` allows empty cells, `values` (if any) are all that may stand in it.

    `since` is the schema version that brought it; in older files it reads as empty.
    """

    name: str
    kind: str
    description: str
    optional: bool = False
    values: tuple[str, ...] = ()
    since: int = 1

    @property
    def type(self) -> pa.DataType:
        """The Arrow type of the column."""
        return KINDS[self.kind]

    @property
    def field(self) -> pa.Field:
        """The Arrow field, with the description in its metadata."""
        return pa.field(self.name, self.type, nullable=self.optional, metadata={"description": self.description})


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One published table: what a row of it is, and its columns in order.

    `spread` names a map column that is also published as one text column per key, called `meta_<key>`.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    spread: str | None = None

    @property
    def names(self) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]

    def schema(self, metadata: Mapping[str, str]) -> pa.Schema:
        """The Arrow schema, with the given words in the file's metadata."""
        return pa.schema([column.field for column in self.columns], metadata=dict(metadata))

    def spread_over(self, keys: list[str]) -> Table:
        """This table with a text column for each key of its map column."""
        extra = tuple(
            Column(name=spread_name(key), kind="text", optional=True, description=f"The interview's {key!r}.")
            for key in keys
        )
        return Table(name=self.name, row=self.row, columns=self.columns + extra, spread=self.spread)


def spread_name(key: str) -> str:
    """The column that holds this key of the interviews' metadata."""
    return f"meta_{key}"


def text(name: str, description: str, *, optional: bool = False) -> Column:
    """A column of text."""
    return Column(name=name, kind="text", description=description, optional=optional)


def category(name: str, description: str, *values: str, optional: bool = False, since: int = 1) -> Column:
    """A column of a few recurring words; with `values`, no others."""
    return Column(name=name, kind="category", description=description, values=values, optional=optional, since=since)


def integer(name: str, description: str, *, optional: bool = False) -> Column:
    """A column of whole numbers."""
    return Column(name=name, kind="integer", description=description, optional=optional)


def number(name: str, description: str, *, optional: bool = False) -> Column:
    """A column of numbers."""
    return Column(name=name, kind="number", description=description, optional=optional)


def share(name: str, description: str, *, optional: bool = False) -> Column:
    """A column of numbers from 0 to 1."""
    return Column(name=name, kind="share", description=description, optional=optional)


def flag(name: str, description: str, *, optional: bool = False, since: int = 1) -> Column:
    """A column of yes or no."""
    return Column(name=name, kind="flag", description=description, optional=optional, since=since)


def time(name: str, description: str) -> Column:
    """A column of moments, in UTC."""
    return Column(name=name, kind="time", description=description)
