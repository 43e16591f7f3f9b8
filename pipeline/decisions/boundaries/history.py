"""History of boundary changes: who cut which fragments when, and what they became."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from pipeline.decisions.database.identifiers import parse_fragment_id
from pipeline.decisions.database.schema import acts, boundary_changes, coders, fragments, interviews
from pipeline.decisions.ledger.acts import UNDO
from pipeline.records import fragment_id as id_of

RECUT = "recut"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryChange:
    """An act that set the fragments `gone` aside for those `made`; `undone` once they were cut back.

    `kind` is `split`, `merge` or `move`. A cut that was redone is not undone.
    """

    act: int
    kind: str
    coder: str
    at: datetime
    gone: tuple[str, ...]
    made: tuple[str, ...]
    undone: bool


def cuts_of(connection: Connection, fragment_id: str) -> list[BoundaryChange]:
    """The acts that made this fragment out of others, or others out of it, oldest first; none for unknown ones."""
    interview, start, end = parse_fragment_id(fragment_id)
    here = (
        select(boundary_changes.c.act)
        .join(fragments, fragments.c.number == boundary_changes.c.fragment)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .where(interviews.c.id == interview, fragments.c.start == start, fragments.c.end == end)
    )
    return _cuts(connection, connection.execute(here).scalars().all())


def cut_of(connection: Connection, act: int) -> BoundaryChange | None:
    """What an act cut anew; None when it did nothing of the kind."""
    return next(iter(_cuts(connection, [act])), None)


def _cuts(connection: Connection, numbers: Collection[int]) -> list[BoundaryChange]:
    found = connection.execute(
        select(acts, coders.c.name)
        .join(coders, coders.c.number == acts.c.coder)
        .where(acts.c.number.in_(numbers), acts.c.kind == RECUT)
        .order_by(acts.c.number)
    ).all()
    later = connection.execute(
        select(acts.c.about, acts.c.kind).where(acts.c.about.in_([row.number for row in found])).order_by(acts.c.number)
    )
    last = {row.about: row.kind for row in later}
    return [_cut(connection, row, last.get(row.number) == UNDO) for row in found]


def _cut(connection: Connection, act: Row[Any], undone: bool) -> BoundaryChange:
    touched = connection.execute(
        select(boundary_changes.c.made, interviews.c.id, fragments.c.start, fragments.c.end)
        .join(fragments, fragments.c.number == boundary_changes.c.fragment)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .where(boundary_changes.c.act == act.number)
        .order_by(fragments.c.start)
    ).all()
    ids: dict[bool, list[str]] = {True: [], False: []}
    for made, interview, start, end in touched:
        ids[made].append(id_of(interview, start, end))
    return BoundaryChange(
        act=act.number,
        kind=str(act.source).partition(":")[0],
        coder=act.name,
        at=act.at,
        gone=tuple(ids[False]),
        made=tuple(ids[True]),
        undone=undone,
    )
