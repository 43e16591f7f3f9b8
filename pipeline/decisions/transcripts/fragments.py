"""Insert fragments, and retire those that others replace."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, insert, update

from pipeline.decisions.database.batching import batched
from pipeline.decisions.database.deletions import delete_suggestions
from pipeline.decisions.database.schema import fragments
from pipeline.records import Fragment


def add_fragments(
    connection: Connection, interview: int, version: int, cut: Iterable[tuple[Fragment, bool, float, str]]
) -> None:
    """Store fragments, each with whether it is blind, with what probability, and who cut it."""
    rows = [
        {
            "interview": interview,
            "version": version,
            "turn": fragment.turn,
            "start": fragment.start,
            "end": fragment.end,
            "words": len(fragment.text.split()),
            "boundary": fragment.boundary,
            "cut_by": cut_by,
            "blind": blind,
            "sampling_probability": probability,
            "live": True,
            "text": fragment.text,
        }
        for fragment, blind, probability, cut_by in cut
    ]
    if rows:
        connection.execute(insert(fragments), rows)


def retire(connection: Connection, numbers: Collection[int]) -> None:
    """Set fragments aside: they are no longer part of the study, what was said of them stays in the ledger."""
    for part in batched(numbers):
        aside = update(fragments).where(fragments.c.number.in_(part))
        connection.execute(aside.values(live=False, shown=0, doubt=0.0))
    delete_suggestions(connection, numbers)
