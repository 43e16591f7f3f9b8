"""SQL conditions and joins that several folders use."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists

from pipeline.decisions.database.schema import decisions, fragments, interviews, turns, undone_entries, versions

FRAGMENT_TURN = and_(
    turns.c.interview == fragments.c.interview,
    turns.c.version == fragments.c.version,
    turns.c.position == fragments.c.turn,
)
"""Joins a fragment with the turn in which it was said."""

CURRENT_TEXT = and_(versions.c.interview == interviews.c.number, versions.c.version == interviews.c.version)
"""Joins an interview with its current text."""


def is_live() -> ColumnElement[bool]:
    """The condition that an entry of the ledger is live: not undone."""
    return ~exists().where(undone_entries.c.number == decisions.c.number)
