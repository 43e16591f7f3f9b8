"""SQL conditions and joins that several folders use."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, func, select, true

from pipeline.decisions.database.schema import (
    decisions,
    fragments,
    interviews,
    progress,
    turns,
    undone_entries,
    versions,
)

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


CODERS_NEEDED = 2
"""How many coders an interview asks for that is coded twice."""


def waits_for_two() -> ColumnElement[bool]:
    """The condition on `interviews` that one asks for two coders and fewer have finished all of it."""
    done = progress.alias("done")
    finished = (
        select(func.count())
        .select_from(done)
        .where(done.c.interview == interviews.c.number, done.c.reviewed >= interviews.c.fragments)
        .correlate(interviews)
        .scalar_subquery()
    )
    return and_(interviews.c.coded_twice.is_not(None), interviews.c.coded_twice == true(), finished < CODERS_NEEDED)
