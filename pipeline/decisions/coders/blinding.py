"""Where a coder may not see yet what others said, and which fragments there he has finished himself."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, and_, func, or_, select, true

from pipeline.decisions.entries import VERDICT, known_coder
from pipeline.decisions.finding import interview_number, place_of
from pipeline.decisions.parts import in_parts
from pipeline.decisions.seen import NOBODY
from pipeline.decisions.tables import acts, finals, fragments, interviews, progress, standing
from pipeline.decisions.twice import waits_for_two
from pipeline.records import fragment_id


def hiding(connection: Connection, coder: str) -> set[str]:
    """See `Store.hiding`."""
    who = known_coder(connection, coder) or NOBODY
    anew = (
        select(fragments.c.interview, func.count(finals.c.fragment.distinct()).label("times"))
        .join_from(finals, acts, acts.c.number == finals.c.act)
        .join(fragments, fragments.c.number == finals.c.fragment)
        .where(acts.c.kind == VERDICT, finals.c.coder == who)
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
    """See `Store.finished_by`."""
    rows = connection.execute(
        select(fragments.c.start, fragments.c.end)
        .join(standing, standing.c.fragment == fragments.c.number)
        .where(
            standing.c.interview == interview_number(connection, interview),
            standing.c.coder == (known_coder(connection, coder) or NOBODY),
            standing.c.reviewed == true(),
            fragments.c.live == true(),
        )
    )
    return {fragment_id(interview, start, end) for start, end in rows}


def finished_among(connection: Connection, of: Collection[str], coder: str) -> set[str]:
    """See `Store.finished_among`."""
    places = [place_of(each) for each in of]
    found: set[str] = set()
    for starts in in_parts(sorted({start for _, start, _ in places})):
        rows = connection.execute(
            select(interviews.c.id, fragments.c.start, fragments.c.end)
            .join_from(fragments, standing, standing.c.fragment == fragments.c.number)
            .join(interviews, interviews.c.number == fragments.c.interview)
            .where(
                interviews.c.id.in_({interview for interview, _, _ in places}),
                fragments.c.start.in_(starts),
                fragments.c.live == true(),
                standing.c.coder == (known_coder(connection, coder) or NOBODY),
                standing.c.reviewed == true(),
            )
        )
        found |= {fragment_id(*row) for row in rows}
    return found & set(of)
