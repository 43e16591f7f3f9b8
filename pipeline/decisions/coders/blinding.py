"""Whose codes a coder sees on a fragment: the own ones, and elsewhere those that count.

A coder who is at work on an interview does not see there what others said of fragments that he has not finished: what
is coded twice is coded twice without looking. While an interview waits for two coders, that goes for everybody.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, func, or_, select, true

from pipeline.decisions.coders.double_coding import waits_for_two
from pipeline.decisions.database.batching import batched
from pipeline.decisions.database.identifiers import NOBODY, interview_number, known_coder, parse_fragment_id
from pipeline.decisions.database.schema import (
    acts,
    adjudications,
    coder_fragments,
    fragments,
    interviews,
    progress,
    tallies,
)
from pipeline.decisions.ledger.acts import VERDICT
from pipeline.decisions.ledger.totals import EVERYBODY
from pipeline.records import fragment_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """One coder's way of seeing: `joined` fragments with what decides, `coder` whose codes show, `reviewed` whether."""

    joined: FromClause
    coder: ColumnElement[int]
    reviewed: ColumnElement[bool]


def visibility_for(connection: Connection, coder: str) -> Visibility:
    """How this coder sees fragments of the study as it is cut now."""
    who = known_coder(connection, coder) or NOBODY
    own, at_work = coder_fragments.alias("own"), progress.alias("at_work")
    joined = (
        fragments.join(interviews, and_(interviews.c.number == fragments.c.interview, fragments.c.live == true()))
        .outerjoin(own, and_(own.c.fragment == fragments.c.number, own.c.coder == who))
        .outerjoin(at_work, and_(at_work.c.interview == fragments.c.interview, at_work.c.coder == who))
    )
    finished = own.c.finished.is_not(None)
    elsewhere = and_(at_work.c.coder.is_(None), ~waits_for_two())
    return Visibility(
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


def tallies_of_own(connection: Connection, coder: str, begun: Collection[int]) -> ColumnElement[bool]:
    """The tallies that go for this coder: the own ones, and everybody's except in interviews that were begun."""
    who = known_coder(connection, coder) or NOBODY
    everybody = and_(tallies.c.coder == EVERYBODY, tallies.c.interview.not_in(begun) if begun else true())
    return or_(tallies.c.coder == who, everybody)


def hiding(connection: Connection, coder: str) -> set[str]:
    """The interviews where what others said is hidden from this coder, wherever he has not finished it himself."""
    who = known_coder(connection, coder) or NOBODY
    anew = (
        select(fragments.c.interview, func.count(adjudications.c.fragment.distinct()).label("times"))
        .join_from(adjudications, acts, acts.c.number == adjudications.c.act)
        .join(fragments, fragments.c.number == adjudications.c.fragment)
        .where(acts.c.kind == VERDICT, adjudications.c.coder == who)
        .group_by(fragments.c.interview)
        .subquery()
    )
    # Who only judged there, having seen what others said, has nothing left to judge without looking.
    at_work = and_(progress.c.coder.is_not(None), or_(anew.c.times.is_(None), progress.c.reviewed > anew.c.times))
    wanted = (
        select(interviews.c.id)
        .outerjoin(progress, and_(progress.c.interview == interviews.c.number, progress.c.coder == who))
        .outerjoin(anew, anew.c.interview == interviews.c.number)
        .where(interviews.c.forgotten_at.is_(None), or_(waits_for_two(), at_work))
        # Who finished all of it has seen what there is.
        .where(func.coalesce(progress.c.reviewed, 0) < interviews.c.fragments)
    )
    return set(connection.execute(wanted).scalars())


def finished_by(connection: Connection, interview: str, coder: str) -> set[str]:
    """The fragments of an interview that this coder finished; raises UnknownInterview."""
    rows = connection.execute(
        select(fragments.c.start, fragments.c.end)
        .join(coder_fragments, coder_fragments.c.fragment == fragments.c.number)
        .where(
            coder_fragments.c.interview == interview_number(connection, interview),
            coder_fragments.c.coder == (known_coder(connection, coder) or NOBODY),
            coder_fragments.c.finished.is_not(None),
            fragments.c.live == true(),
        )
    )
    return {fragment_id(interview, start, end) for start, end in rows}


def finished_among(connection: Connection, of: Collection[str], coder: str) -> set[str]:
    """Those of these fragments, of whichever interviews, that this coder finished."""
    places = [parse_fragment_id(each) for each in of]
    found: set[str] = set()
    for starts in batched(sorted({start for _, start, _ in places})):
        rows = connection.execute(
            select(interviews.c.id, fragments.c.start, fragments.c.end)
            .join_from(fragments, coder_fragments, coder_fragments.c.fragment == fragments.c.number)
            .join(interviews, interviews.c.number == fragments.c.interview)
            .where(
                interviews.c.id.in_({interview for interview, _, _ in places}),
                fragments.c.start.in_(starts),
                fragments.c.live == true(),
                coder_fragments.c.coder == (known_coder(connection, coder) or NOBODY),
                coder_fragments.c.finished.is_not(None),
            )
        )
        found |= {fragment_id(*row) for row in rows}
    return found & set(of)
