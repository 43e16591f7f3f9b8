"""Whose codes a coder sees on a fragment: the own ones, and elsewhere those that count.

A coder who is at work on an interview does not see there what others said of fragments that he has not finished: what
is coded twice is coded twice without looking. While an interview waits for two coders, that goes for everybody.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, or_, select, true

from pipeline.decisions.entries import known_coder
from pipeline.decisions.tables import fragments, interviews, progress, standing
from pipeline.decisions.twice import waits_for_two

NOBODY = -1
"""The number of a coder who never said anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Eyes:
    """One coder's way of seeing: `joined` fragments with what decides, `coder` whose codes show, `reviewed` whether."""

    joined: FromClause
    coder: ColumnElement[int]
    reviewed: ColumnElement[bool]


def eyes_of(connection: Connection, coder: str) -> Eyes:
    """How this coder sees fragments of the study as it is cut now."""
    who = known_coder(connection, coder) or NOBODY
    own, at_work = standing.alias("own"), progress.alias("at_work")
    joined = (
        fragments.join(interviews, and_(interviews.c.number == fragments.c.interview, fragments.c.live == true()))
        .outerjoin(own, and_(own.c.fragment == fragments.c.number, own.c.coder == who))
        .outerjoin(at_work, and_(at_work.c.interview == fragments.c.interview, at_work.c.coder == who))
    )
    finished = own.c.reviewed == true()
    elsewhere = and_(at_work.c.coder.is_(None), ~waits_for_two())
    return Eyes(
        joined=joined,
        coder=case((finished, who), (elsewhere, fragments.c.final), else_=None),
        reviewed=or_(finished, and_(elsewhere, fragments.c.final.is_not(None))),
    )


def at_work_on(connection: Connection, coder: str) -> set[int]:
    """The numbers of the interviews that a coder has begun, or that still wait for two coders."""
    return begun_by(connection, coder) | set(
        connection.execute(select(interviews.c.number).where(waits_for_two())).scalars()
    )


def begun_by(connection: Connection, coder: str) -> set[int]:
    """The numbers of the interviews that a coder has begun."""
    who = known_coder(connection, coder)
    return set(connection.execute(select(progress.c.interview).where(progress.c.coder == who)).scalars())
