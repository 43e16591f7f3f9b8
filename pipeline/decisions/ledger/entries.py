"""The ledger's rows: how they are written, struck and shown. Nothing here decides what may be said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.decisions.settling import is_live
from pipeline.decisions.tables import acts, coders, decisions, fragments, interviews, struck
from pipeline.decisions.views import Entry
from pipeline.records import Action, fragment_id

VERDICT, UNDO, REDO = "verdict", "undo", "redo"
"""Kinds of acts; others have their names where they are done."""

_INSERTS: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def known_coder(connection: Connection, name: str) -> int | None:
    """The number of the coder of this name, if there is one."""
    return connection.execute(select(coders.c.number).where(coders.c.name == name)).scalar()


def coder_number(connection: Connection, name: str) -> int:
    """The number of the coder of this name, who is made known where needed."""
    if known_coder(connection, name) is None:
        added = _INSERTS[connection.dialect.name](coders).values(name=name).on_conflict_do_nothing()
        connection.execute(added)
    return int(connection.execute(select(coders.c.number).where(coders.c.name == name)).scalar_one())


def begin_act(connection: Connection, coder: int, kind: str, *, at: datetime, source: str | None = None) -> int:
    """A new act of a coder; what it says is added under its number."""
    added = connection.execute(
        insert(acts).returning(acts.c.number), {"coder": coder, "kind": kind, "at": at, "source": source}
    )
    return int(added.scalar_one())


def add_entries(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Add rows at the end of the ledger, in this order; returns their numbers."""
    if not rows:
        return []
    adding = insert(decisions).returning(decisions.c.number, sort_by_parameter_order=True)
    return [int(number) for number in connection.execute(adding, list(rows)).scalars()]


def strike(connection: Connection, entry: Row[Any]) -> None:
    """Keep that this entry is no longer live: what it undid is live again, what that undid is not, and so on."""
    number, undoes, dead = entry.number, entry.undoes, True
    while number is not None:
        if dead:
            connection.execute(insert(struck).values(number=number))
        else:
            connection.execute(delete(struck).where(struck.c.number == number))
        dead = not dead
        number = undoes
        undoes = connection.execute(select(decisions.c.undoes).where(decisions.c.number == number)).scalar()


def shown_entries(connection: Connection, condition: ColumnElement[bool]) -> list[Entry]:
    """The entries that meet a condition on `decisions`, oldest first."""
    return [as_entry(row) for row in connection.execute(entries_with_names().where(condition))]


def entries_with_names() -> Select[Any]:
    """The ledger with the names that people know, oldest first."""
    return (
        select(
            decisions,
            interviews.c.id.label("interview"),
            fragments.c.start,
            fragments.c.end,
            fragments.c.live.label("stands"),
            coders.c.name,
            is_live().label("live"),
        )
        .join_from(decisions, fragments, fragments.c.number == decisions.c.fragment)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .join(coders, coders.c.number == decisions.c.coder)
        .order_by(decisions.c.number)
    )


def as_entry(row: Row[Any]) -> Entry:
    """A row of the ledger as people see it."""
    return Entry(
        number=row.number,
        act=row.act,
        fragment_id=fragment_id(row.interview, row.start, row.end),
        interview=row.interview,
        coder=row.name,
        action=Action(row.action),
        decided_at=row.decided_at,
        codebook=row.codebook,
        dimension=row.dimension,
        code=row.code,
        instead_of=row.instead_of,
        blind=row.blind,
        probability=row.probability,
        rank=row.rank,
        model=row.model,
        seconds=row.seconds,
        undoes=row.undoes,
        live=bool(row.live),
    )


def undoing(rows: Iterable[Any], act: int, *, at: datetime) -> list[dict[str, Any]]:
    """The ledger rows that undo these entries, the last said first."""
    return [
        {
            "act": act,
            "fragment": row.fragment,
            "coder": row.coder,
            "action": str(Action.UNDONE),
            "decided_at": at,
            "codebook": row.codebook,
            "blind": row.blind,
            "undoes": row.number,
        }
        for row in sorted(rows, key=lambda row: row.number, reverse=True)
    ]
