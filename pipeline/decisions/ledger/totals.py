"""Counts that lists of interviews need at once, kept per fragment, interview and coder; always counted anew."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    select,
    true,
    update,
)

from pipeline.decisions.finality import coders_differ, final_coder
from pipeline.decisions.parts import in_parts
from pipeline.decisions.tables import fragments, holding, interviews, progress, standing, suggestions
from pipeline.decisions.tallying import tally, tally_final, tally_shown


def _sum(each: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(each), 0)


def fragment_counts() -> dict[str, ColumnElement[Any] | ScalarSelect[int]]:
    """What is kept of a fragment should be: coders who finished it, suggestions shown, those open to all, and so on."""
    finished = (
        select(func.count()).where(standing.c.fragment == fragments.c.number, standing.c.reviewed).scalar_subquery()
    )
    suggested = and_(suggestions.c.fragment == fragments.c.number, suggestions.c.suggested)
    answered = exists().where(
        holding.c.fragment == suggestions.c.fragment,
        holding.c.dimension == suggestions.c.dimension,
        holding.c.code == suggestions.c.code,
    )
    shown = select(func.count()).where(suggested).scalar_subquery()
    least_sure = select(func.max(1 - func.abs(2 * suggestions.c.probability - 1))).where(suggested).scalar_subquery()
    unanswered = select(func.count()).where(suggested, ~answered).scalar_subquery()
    return {
        "reviewed": finished,
        "shown": case((fragments.c.blind, 0), else_=shown),
        "open": case((fragments.c.blind | (finished > 0), 0), else_=unanswered),
        "final": final_coder(),
        # What is coded blind is never put in an order that tells what the model thinks.
        "doubt": case((fragments.c.blind, 0.0), else_=func.coalesce(least_sure, 0.0)),
        "differs": coders_differ(),
    }


# Built once: a verdict asks all of these, and building a question takes longer than answering it.
_COUNT = update(fragments).where(fragments.c.number.in_(bindparam("wanted", expanding=True))).values(fragment_counts())
_TOTALS = select(
    func.count().label("fragments"),
    _sum(case((fragments.c.reviewed > 0, 1), else_=0)).label("reviewed"),
    _sum(fragments.c.open).label("open"),
    _sum(fragments.c.shown).label("shown"),
).where(fragments.c.interview == bindparam("here"), fragments.c.live == true())
_PROGRESS = (
    select(
        func.count(standing.c.fragment),
        _sum(case((standing.c.reviewed == true(), 1), else_=0)),
        _sum(func.coalesce(standing.c.open, fragments.c.shown)),
    )
    .select_from(
        fragments.outerjoin(
            standing, and_(standing.c.fragment == fragments.c.number, standing.c.coder == bindparam("who"))
        )
    )
    .where(fragments.c.interview == bindparam("here"), fragments.c.live == true())
)


def count_fragments(connection: Connection, of: Collection[int]) -> None:
    """Keep the counts of these fragments."""
    for part in in_parts(of):
        connection.execute(_COUNT, {"wanted": part})


def interview_counts(connection: Connection, interview: int) -> dict[str, int]:
    """What the counts of an interview should be, from those of its fragments."""
    totals = connection.execute(_TOTALS, {"here": interview}).one()
    return dict(totals._mapping)


def count_interview(connection: Connection, interview: int, coders: Collection[int] | None = None) -> None:
    """Keep the interview's counts and how far these coders are (default: all who said something in it)."""
    counted = interview_counts(connection, interview)
    connection.execute(update(interviews).where(interviews.c.number == interview).values(counted))
    if coders is None:
        said = select(standing.c.coder).where(standing.c.interview == interview).distinct()
        coders = list(connection.execute(said).scalars())
        tally_shown(connection, interview)
    tally_final(connection, interview)
    for coder in coders:
        connection.execute(delete(progress).where(progress.c.interview == interview, progress.c.coder == coder))
        far = progress_counts(connection, interview, coder)
        if far:
            connection.execute(insert(progress).values(interview=interview, coder=coder, **far))
        tally(connection, interview, coder, at_work=bool(far))


def progress_counts(connection: Connection, interview: int, coder: int) -> dict[str, int]:
    """How far a coder should be in an interview; empty for one who said nothing in it."""
    touched, reviewed, waiting = connection.execute(_PROGRESS, {"here": interview, "who": coder}).one()
    return {"reviewed": reviewed, "open": waiting} if touched else {}
