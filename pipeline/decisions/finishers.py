"""Who finished which fragment, in one look at an interview."""

from __future__ import annotations

from sqlalchemy import Connection, select, true

from pipeline.decisions.finding import interview_number
from pipeline.decisions.tables import coders, fragments, standing
from pipeline.records import fragment_id


def finishers(connection: Connection, interview: str) -> dict[str, frozenset[str]]:
    """See `Store.finishers`."""
    found: dict[str, set[str]] = {}
    rows = connection.execute(
        select(fragments.c.start, fragments.c.end, coders.c.name)
        .join_from(standing, fragments, fragments.c.number == standing.c.fragment)
        .join(coders, coders.c.number == standing.c.coder)
        .where(
            standing.c.interview == interview_number(connection, interview),
            standing.c.reviewed == true(),
            fragments.c.live == true(),
        )
    )
    for start, end, name in rows:
        found.setdefault(fragment_id(interview, start, end), set()).add(name)
    return {fragment: frozenset(names) for fragment, names in found.items()}
