"""One fragment from nearby: what is on its card, without reading the rest of its interview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, func, select, true

from pipeline.decisions.entries import known_coder
from pipeline.decisions.finding import interview_number, place_of
from pipeline.decisions.reading import fragments_where, suggestions_where
from pipeline.decisions.tables import fragments, scored, standing
from pipeline.decisions.views import StoredFragment, Suggestion, Verdict
from pipeline.decisions.weighing import weighed
from pipeline.errors import UnknownFragment
from pipeline.records import fragment_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Closeup:
    """A fragment as one coder left it, with its neighbours and how far this coder is in the interview.

    `shown` are the suggestions that may be on screen (also of a blind fragment: who draws it hides them); `scored`
    tells whether a model looked at it. `onward` is the next fragment that waits for this coder, from here on and then
    from the top; neighbours are ids, None where there are none.
    """

    stored: StoredFragment
    verdict: Verdict
    shown: tuple[Suggestion, ...]
    scored: bool
    number: int
    of: int
    done: int
    previous: str | None
    next: str | None
    onward: str | None


def closeup(connection: Connection, id_: str, coder: str) -> Closeup:
    """See `Store.closeup`."""
    interview, start, end = place_of(id_)
    order = _in_order(connection, interview_number(connection, interview), coder)
    at = next((nth for nth, row in enumerate(order) if (row.start, row.end) == (start, end)), None)
    if at is None:
        raise UnknownFragment(id_)
    here = fragments.c.number == order[at].number
    [stored] = fragments_where(connection, interview, here)
    [verdict] = weighed(connection, interview, coder, said=standing.c.fragment == order[at].number, on=here)
    looked_at = connection.execute(select(exists().where(scored.c.fragment == order[at].number))).scalar()

    def name(row: Row[Any] | None) -> str | None:
        return None if row is None else fragment_id(interview, row.start, row.end)

    return Closeup(
        stored=stored,
        verdict=verdict,
        shown=tuple(suggestions_where(connection, interview, here, only_shown=True)),
        scored=bool(looked_at),
        number=at + 1,
        of=len(order),
        done=sum(bool(row.reviewed) for row in order),
        previous=name(order[at - 1] if at else None),
        next=name(next(iter(order[at + 1 : at + 2]), None)),
        onward=name(next(_waiting(order, at), None)),
    )


def _in_order(connection: Connection, interview: int, coder: str) -> Sequence[Row[Any]]:
    """Every fragment's place, and whether this coder finished it."""
    columns = fragments.c
    mine = and_(standing.c.fragment == columns.number, standing.c.coder == known_coder(connection, coder))
    return connection.execute(
        select(columns.number, columns.start, columns.end, func.coalesce(standing.c.reviewed, False).label("reviewed"))
        .outerjoin(standing, mine)
        .where(columns.interview == interview, columns.live == true())
        .order_by(columns.start, columns.end)
    ).all()


def _waiting(order: Sequence[Row[Any]], at: int) -> Iterator[Row[Any]]:
    return (row for row in (*order[at + 1 :], *order[:at]) if not row.reviewed)
