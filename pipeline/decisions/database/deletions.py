"""Deletions that several folders use."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete

from pipeline.decisions.database.batching import batched
from pipeline.decisions.database.schema import scored_fragments, suggestions


def delete_suggestions(connection: Connection, numbers: Iterable[int]) -> None:
    """Delete the suggestions of these fragments; the totals are not counted anew."""
    for part in batched(numbers):
        for table in (suggestions, scored_fragments):
            connection.execute(delete(table).where(table.c.fragment.in_(part)))
