"""Rows beside the ledger that name codes: suggestions, memos, quotes, imported stretches. They follow each change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, delete, insert, or_, select, true, update

from pipeline.codebook import CodeKey
from pipeline.codebook.changes import Move
from pipeline.decisions.database.batching import batched
from pipeline.decisions.database.schema import imported_stretches, memos, quotes, suggestions


def move_notes(connection: Connection, moves: Sequence[Move]) -> None:
    """Let memos, quotes and imported stretches be about what their code became.

    Where two quotes of a fragment would be of one code, the newest stays.
    """
    became = {(dimension, old): new for dimension, old, new in moves}
    for table in (memos, imported_stretches):
        rows = connection.execute(select(table.c.number, table.c.dimension, table.c.code).where(_about(table, became)))
        for number, dimension, code in rows.all():
            later = {"code": became[dimension, code]}
            connection.execute(update(table).where(table.c.number == number).values(later))
    _move_quotes(connection, moves, became)


def _move_quotes(connection: Connection, moves: Sequence[Move], became: Mapping[CodeKey, str]) -> None:
    touched = {*became, *((dimension, new) for dimension, _, new in moves)}
    newest: dict[tuple[int, str, str], Row[Any]] = {}
    for row in connection.execute(select(quotes).where(_about(quotes, touched)).order_by(quotes.c.at)).all():
        newest[row.fragment, row.dimension, became.get((row.dimension, row.code), row.code)] = row
    connection.execute(delete(quotes).where(_about(quotes, touched)))
    if newest:
        connection.execute(insert(quotes), [{**row._mapping, "code": code} for (_, _, code), row in newest.items()])


def move_suggestions(connection: Connection, moves: Sequence[Move], single: Collection[str]) -> set[int]:
    """Let suggestions be of what their code became; returns the fragments that have any of them.

    Of codes that became one, the probabilities add up in a dimension with at most one value (`single`); else the
    highest counts.
    """
    became = {(dimension, old): new for dimension, old, new in moves}
    touched = {*became, *((dimension, new) for dimension, _, new in moves)}
    gathered: dict[tuple[int, str, str], list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(select(suggestions).where(_about(suggestions, touched))).all():
        gathered[row.fragment, row.dimension, became.get((row.dimension, row.code), row.code)].append(row)
    connection.execute(delete(suggestions).where(_about(suggestions, touched)))
    if gathered:
        connection.execute(insert(suggestions), [_united(key, rows, single) for key, rows in gathered.items()])
    return {fragment for fragment, _, _ in gathered}


def _united(key: tuple[int, str, str], rows: Sequence[Row[Any]], single: Collection[str]) -> dict[str, object]:
    fragment, dimension, code = key
    probabilities = [row.probability for row in rows]
    return {
        "fragment": fragment,
        "dimension": dimension,
        "code": code,
        "probability": min(sum(probabilities), 1.0) if dimension in single else max(probabilities),
        "rank": min(row.rank for row in rows),
        "suggested": any(row.suggested for row in rows),
    }


def hide_suggestions(connection: Connection, codes: Collection[CodeKey]) -> set[int]:
    """Show no suggestion of these codes any more; returns the fragments on which one was shown."""
    if not codes:
        return set()
    shown = and_(suggestions.c.suggested == true(), _about(suggestions, codes))
    found = set(connection.execute(select(suggestions.c.fragment).where(shown)).scalars())
    connection.execute(update(suggestions).where(shown).values(suggested=False))
    return found


def noted_codes(connection: Connection) -> set[CodeKey]:
    """The codes that a memo, a quote or an imported stretch is about."""
    found: set[CodeKey] = set()
    for table in (memos, quotes, imported_stretches):
        named = select(table.c.dimension, table.c.code).where(table.c.code.is_not(None)).distinct()
        found |= set(connection.execute(named).tuples())
    return found


def _about(table: Table, codes: Iterable[CodeKey]) -> ColumnElement[bool]:
    by_dimension: dict[str, list[str]] = defaultdict(list)
    for dimension, code in sorted(codes):
        by_dimension[dimension].append(code)
    parts = [
        and_(table.c.dimension == dimension, table.c.code.in_(part))
        for dimension, named in by_dimension.items()
        for part in batched(named)
    ]
    return or_(*parts)
