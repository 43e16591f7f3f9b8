"""Validate rows against the schema and convert them to Arrow batches.

Errors name table, row and column, never the value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice

import pyarrow as pa

from pipeline.errors import ContractBroken
from pipeline.messages import Message
from pipeline.results.column_types import Column, Table, spread_name

Row = Mapping[str, object]
BATCH = 8192
"""Rows per batch and row group; fixed, so that the same rows always give the same bytes."""


def _within(low: float, high: float) -> Callable[[object], bool]:
    return lambda value: isinstance(value, int | float) and low <= value <= high


# Arrow would silently read a time without zone as UTC, and True as 1.
_FITS: Mapping[str, Callable[[object], bool]] = {
    "text": lambda value: isinstance(value, str),
    "category": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "share": _within(0.0, 1.0),
    "flag": lambda value: isinstance(value, bool),
    "time": lambda value: isinstance(value, datetime) and value.tzinfo is not None,
    "map": lambda value: isinstance(value, Mapping),
}

_PLAIN: Mapping[str, set[type]] = {
    "text": {str},
    "category": {str},
    "integer": {int},
    "number": {int, float},
    "flag": {bool},
}

_EXPECTED: Mapping[str, str] = {
    "share": Message("a number from 0 to 1"),
    "time": Message("a time with a time zone"),
    "flag": Message("true or false"),
    "map": Message("a mapping of text to text"),
}


def validated_batches(table: Table, rows: Iterable[Row], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Validate rows and yield them as batches of the schema, with a bounded number in memory.

    Raises:
        ContractBroken: a row has missing or extra columns, or a value that its column does not allow.
    """
    known, first, source = set(table.names), 1, iter(rows)
    while block := list(islice(source, BATCH)):
        _refuse_other_columns(table, known, block, first)
        arrays = [_array(table, column, block, first) for column in table.columns]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)
        first += len(block)


def spread(table: Table, rows: Iterable[Row]) -> tuple[Table, Iterable[Row]]:
    """Return the table and its rows with a column per key of the map column; other tables are passed through."""
    if table.spread is None:
        return table, rows
    held = [{name: value for name, value in row.items() if name in table.names} for row in rows]
    maps = [_mapping(row.get(table.spread)) for row in held]
    keys = sorted({key for each in maps for key in each})
    for row, each in zip(held, maps, strict=True):
        row.update({spread_name(key): each.get(key) for key in keys})
    return table.spread_over(keys), held


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _refuse_other_columns(table: Table, known: set[str], block: list[Row], first: int) -> None:
    for position, row in enumerate(block):
        if row.keys() != known:
            missing, other = sorted(known - row.keys()), sorted(row.keys() - known)
            raise ContractBroken(
                Message(
                    "%(table)s, row %(row)s: missing %(columns)s, not in the contract %(others)s.",
                    table=table.name,
                    row=first + position,
                    columns=str(missing),
                    others=str(other),
                )
            )


def _array(table: Table, column: Column, block: list[Row], first: int) -> pa.Array:
    values = [row[column.name] for row in block]
    for position, value in enumerate([] if _all_plain(column, values) else values):
        why = _breach(column, value)
        if why:
            raise ContractBroken(
                Message(
                    "%(table)s, row %(row)s, column %(column)s: %(why)s.",
                    table=table.name,
                    row=first + position,
                    column=repr(column.name),
                    why=why,
                )
            )
    plain = [sorted(value.items()) if isinstance(value, Mapping) else value for value in values]
    try:
        return pa.array(plain, type=column.type)
    except (ValueError, TypeError, OverflowError) as error:
        # Arrow's message would quote the value, which may be what somebody said.
        last = first + len(block) - 1
        raise ContractBroken(
            Message(
                "%(table)s, rows %(first)s-%(last)s, column %(column)s: no %(kind)s.",
                table=table.name,
                first=first,
                last=last,
                column=repr(column.name),
                kind=column.kind,
            )
        ) from error


def _all_plain(column: Column, values: list[object]) -> bool:
    """Whether the types alone show that every value fits: a fast path for most of millions of rows."""
    types = set(map(type, values)) - ({type(None)} if column.optional else set())
    return types <= _PLAIN.get(column.kind, set()) and (not column.values or set(values) <= {*column.values, None})


def _breach(column: Column, value: object) -> str | None:
    if value is None:
        return None if column.optional else Message("is empty, and may not be")
    if not _FITS[column.kind](value):
        return Message(
            "is not %(wanted)s but of type %(kind)s",
            wanted=_EXPECTED.get(column.kind, column.kind),
            kind=type(value).__name__,
        )
    if column.values and value not in column.values:
        return Message("is none of %(known)s", known=", ".join(column.values))
    return None
