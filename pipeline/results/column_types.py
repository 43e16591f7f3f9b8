"""Define the columns of published tables: name, type, description, allowed values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pyarrow as pa

KINDS: Mapping[str, pa.DataType] = MappingProxyType(
    {
        "text": pa.string(),
        "category": pa.string(),  # plain text in the file, readable by every program; categorical in `read`
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
    """One column: `optional` allows empty cells; `values`, if any, are the only allowed ones.

    `since` is the schema version that introduced the column; in older files it is read as empty.
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
    """One published table: the meaning of a row, and the columns in order.

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
        """Build the Arrow schema, with this metadata for the file."""
        return pa.schema([column.field for column in self.columns], metadata=dict(metadata))

    def spread_over(self, keys: list[str]) -> Table:
        """Return this table with a text column for each key of its map column."""
        extra = tuple(
            Column(name=spread_name(key), kind="text", optional=True, description=f"The interview's {key!r}.")
            for key in keys
        )
        return Table(name=self.name, row=self.row, columns=self.columns + extra, spread=self.spread)


def spread_name(key: str) -> str:
    """Return the name of the column for this key of the interviews' metadata."""
    return f"meta_{key}"


def text(name: str, description: str, *, optional: bool = False) -> Column:
    """Define a text column."""
    return Column(name=name, kind="text", description=description, optional=optional)


def category(name: str, description: str, *values: str, optional: bool = False, since: int = 1) -> Column:
    """Define a column of a few recurring words; with `values`, only those are allowed."""
    return Column(name=name, kind="category", description=description, values=values, optional=optional, since=since)


def integer(name: str, description: str, *, optional: bool = False, since: int = 1) -> Column:
    """Define a column of whole numbers."""
    return Column(name=name, kind="integer", description=description, optional=optional, since=since)


def number(name: str, description: str, *, optional: bool = False) -> Column:
    """Define a column of numbers."""
    return Column(name=name, kind="number", description=description, optional=optional)


def share(name: str, description: str, *, optional: bool = False) -> Column:
    """Define a column of numbers from 0 to 1."""
    return Column(name=name, kind="share", description=description, optional=optional)


def flag(name: str, description: str, *, optional: bool = False, since: int = 1) -> Column:
    """Define a boolean column."""
    return Column(name=name, kind="flag", description=description, optional=optional, since=since)


def time(name: str, description: str) -> Column:
    """Define a column of times, in UTC."""
    return Column(name=name, kind="time", description=description)
