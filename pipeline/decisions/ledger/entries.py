"""Write, strike and read rows of the ledger. The rules for verdicts are in `rules`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, exists, func, insert, select

from pipeline.decisions.database.batching import batched
from pipeline.decisions.database.conditions import is_live
from pipeline.decisions.database.identifiers import parse_fragment_id
from pipeline.decisions.database.schema import (
    coders,
    decisions,
    fragments,
    interviews,
    scored_fragments,
    undone_entries,
)
from pipeline.decisions.ledger.rules import Pair
from pipeline.decisions.records import Entry
from pipeline.errors import UnknownFragment
from pipeline.records import Action, Decision, fragment_id


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
            connection.execute(insert(undone_entries).values(number=number))
        else:
            connection.execute(delete(undone_entries).where(undone_entries.c.number == number))
        dead = not dead
        number = undoes
        undoes = connection.execute(select(decisions.c.undoes).where(decisions.c.number == number)).scalar()


def newest_entry(connection: Connection) -> int:
    """The number of the newest entry of the ledger; 0 before the first."""
    return connection.execute(select(func.max(decisions.c.number))).scalar() or 0


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
        informed=row.informed,
    )


def undo_rows(rows: Iterable[Any], act: int, *, at: datetime, informed: Collection[Pair]) -> list[dict[str, Any]]:
    """The ledger rows that undo these entries, the last said first; `informed` as `informed_pairs` returns them."""
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
            "informed": (row.fragment, row.coder) in informed,
        }
        for row in sorted(rows, key=lambda row: row.number, reverse=True)
    ]


def as_row(decision: Decision, pair: Pair, *, act: int, blind: bool, informed: bool | None) -> dict[str, Any]:
    """A decision as a row of the ledger."""
    return {
        "act": act,
        "fragment": pair[0],
        "coder": pair[1],
        "action": str(decision.action),
        "decided_at": decision.decided_at,
        "codebook": decision.codebook,
        "dimension": decision.dimension,
        "code": decision.code,
        "instead_of": decision.instead_of,
        "blind": blind,
        "probability": decision.probability,
        "rank": decision.rank,
        "model": decision.model,
        "seconds": decision.seconds,
        "judged": None,
        "informed": informed,
    }


def history(connection: Connection, fragment_id: str) -> list[Entry]:
    """Every ledger entry of a fragment, oldest first; raises UnknownFragment."""
    interview, start, end = parse_fragment_id(fragment_id)
    found = connection.execute(
        select(fragments.c.number, fragments.c.version)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .where(interviews.c.id == interview, fragments.c.start == start, fragments.c.end == end)
    ).all()
    if not found:
        raise UnknownFragment(fragment_id)
    # In an earlier text other words may have stood at this place.
    newest = max(row.version for row in found)
    numbers = [row.number for row in found if row.version == newest]
    return shown_entries(connection, decisions.c.fragment.in_(numbers))


def pairs_that_saw(connection: Connection, pairs: Collection[Pair]) -> set[Pair]:
    """Of these, the pairs where the coder was shown the suggestion once finished: taking that back unsees nothing."""
    seen: set[Pair] = set()
    columns, coders = decisions.c, {coder for _, coder in pairs}
    # Not by pairs: for more than one of them SQLite would read the whole ledger.
    for part in batched(sorted({fragment for fragment, _ in pairs})):
        rows = connection.execute(
            select(columns.fragment, columns.coder).where(
                columns.fragment.in_(part),
                columns.coder.in_(coders),
                columns.action == str(Action.REVIEWED),
                exists().where(scored_fragments.c.fragment == columns.fragment),
            )
        )
        seen.update((fragment, coder) for fragment, coder in rows)
    return seen.intersection(pairs)
