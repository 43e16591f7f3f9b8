"""Orphans: fragments with verdicts whose words the current version of the transcript no longer holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, false, select, true

from pipeline.decisions.database.batching import batched
from pipeline.decisions.database.schema import (
    boundary_changes,
    coder_fragments,
    coders,
    decisions,
    fragments,
    interviews,
    versions,
)
from pipeline.decisions.ledger.entries import shown_entries
from pipeline.decisions.records import Entry, Orphan
from pipeline.records import fragment_id


def orphans(connection: Connection, interview: str | None = None) -> list[Orphan]:
    """Fragments with verdicts whose words a newer text does not hold; of one interview, or of all."""
    rows = _rows(connection, interview)
    numbers = [row.number for row in rows]
    said, finished = _said(connection, numbers), _finished(connection, numbers)
    return [
        Orphan(
            fragment_id=fragment_id(row.id, row.start, row.end),
            interview=row.id,
            text=row.text,
            replaced_at=row.taken_in_at,
            entries=tuple(said[row.number]),
            finished_by=frozenset(finished[row.number]),
        )
        for row in rows
    ]


def how_many(connection: Connection, interview: str | None = None) -> int:
    """How many there are, of one interview or of all."""
    return len(_rows(connection, interview))


def _rows(connection: Connection, interview: str | None) -> list[Row[Any]]:
    wanted = true() if interview is None else interviews.c.id == interview
    column = fragments.c
    # What was cut anew by hand lives on in other fragments; it has lost nothing.
    cut_anew = exists().where(boundary_changes.c.fragment == column.number, ~boundary_changes.c.made)
    judged = exists().where(coder_fragments.c.fragment == column.number)
    newer = and_(versions.c.interview == column.interview, versions.c.version == column.version + 1)
    return list(
        connection.execute(
            select(column.number, column.start, column.end, column.text, interviews.c.id, versions.c.taken_in_at)
            .join(interviews, interviews.c.number == column.interview)
            .join(versions, newer)
            .where(column.live == false(), judged, ~cut_anew, interviews.c.forgotten_at.is_(None), wanted)
            .order_by(interviews.c.id, column.version, column.start)
        )
    )


def _said(connection: Connection, numbers: Iterable[int]) -> dict[int, list[Entry]]:
    said: dict[int, list[Entry]] = defaultdict(list)
    for part in batched(numbers):
        of = connection.execute(
            select(decisions.c.number, decisions.c.fragment).where(decisions.c.fragment.in_(part))
        ).all()
        fragment_of = {row.number: row.fragment for row in of}
        for entry in shown_entries(connection, decisions.c.fragment.in_(part)):
            said[fragment_of[entry.number]].append(entry)
    return said


def _finished(connection: Connection, numbers: Iterable[int]) -> dict[int, set[str]]:
    finished: dict[int, set[str]] = defaultdict(set)
    for part in batched(numbers):
        for row in connection.execute(
            select(coder_fragments.c.fragment, coders.c.name)
            .join(coders, coders.c.number == coder_fragments.c.coder)
            .where(coder_fragments.c.fragment.in_(part), coder_fragments.c.finished.is_not(None))
        ):
            finished[row.fragment].add(row.name)
    return finished
