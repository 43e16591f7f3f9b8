"""Queues across interviews: count and order the fragments that wait for a coder, and find the next one."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, literal_column, or_, select, true

from pipeline.decisions.coders.blinding import queue_totals, sees_only_own
from pipeline.decisions.database.conditions import is_live, waits_for_two
from pipeline.decisions.database.identifiers import NOBODY, known_coder, parse_fragment_id
from pipeline.decisions.database.schema import (
    acts,
    coder_fragments,
    decisions,
    fragments,
    interviews,
    progress,
    suggestions,
    tallies,
)
from pipeline.decisions.ledger.acts import ADJUDICATION, DOUBLE_CODING
from pipeline.decisions.ledger.rules import CodeKey
from pipeline.records import Action, fragment_id

RECENT = 500
"""Acts that are looked at for a pace."""
FEWEST = 5
"""Gaps between verdicts below which nothing is said of a pace."""
DRAWN = 200
"""Numbers drawn together when a fragment is chosen at random."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueTotals:
    """How many fragments wait for a coder: in all, with a suggestion to answer, per code, and where coders differ."""

    unfinished: int
    doubted: int
    by_code: Mapping[CodeKey, int]
    differing: int


# Written out: with a value bound later, SQLite cannot know that the index of what is in doubt will do.
_IN_DOUBT = fragments.c.doubt > literal_column("0")


def waiting(connection: Connection, coder: str) -> QueueTotals:
    """How much waits for this coder, per queue."""
    who = known_coder(connection, coder) or NOBODY
    every = select(func.coalesce(func.sum(interviews.c.fragments), 0)).where(interviews.c.forgotten_at.is_(None))
    done = select(func.coalesce(func.sum(progress.c.reviewed), 0)).where(progress.c.coder == who)
    rows = connection.execute(
        select(tallies.c.dimension, tallies.c.code, func.sum(tallies.c.fragments))
        .where(queue_totals(who))
        .group_by(tallies.c.dimension, tallies.c.code)
    )
    by_code = {(dimension, code): int(count) for dimension, code, count in rows}
    differing = (
        select(func.count())
        .select_from(fragments.join(interviews, interviews.c.number == fragments.c.interview))
        .where(*_differing(who))
    )
    return QueueTotals(
        unfinished=int(connection.execute(every).scalar_one() - connection.execute(done).scalar_one()),
        doubted=by_code.pop(("", ""), 0),
        by_code={code: count for code, count in by_code.items() if count},
        differing=connection.execute(differing).scalar_one(),
    )


def next_in(
    connection: Connection, queue: str, coder: str, *, code: CodeKey | None = None, after: str | None = None
) -> str | None:
    """The fragment that comes next in a queue for this coder, other than the one on screen; None at its end.

    Queues are `uncertain` (what the model is least sure of), `code` (that code suggested, the most probable
    first), `differing` (coders differ and nobody judged) and `random`.
    """
    who = known_coder(connection, coder) or NOBODY
    wanted = _LISTED[queue](connection, coder, who, code) if queue in _LISTED else None
    if wanted is None:
        return _at_random(connection, coder, who, after)
    onward = _further if queue == "differing" else _not_here
    row = connection.execute(wanted.where(onward(after)).limit(1)).first()
    return None if row is None else _id(row)


def median_seconds_per_fragment(connection: Connection, coder: str, *, since: datetime) -> float | None:
    """The median number of seconds between the fragments that this coder finished since; None if too few."""
    who = known_coder(connection, coder) or NOBODY
    recent = (
        select(acts.c.number, acts.c.at)
        .where(acts.c.coder == who, acts.c.at >= since)
        .order_by(acts.c.number.desc())
        .limit(RECENT)
        .subquery()
    )
    # What was finished in one act was finished at one moment, were it a thousand fragments.
    finishes = exists().where(decisions.c.act == recent.c.number, decisions.c.action == str(Action.REVIEWED), is_live())
    finished = connection.execute(select(recent.c.at).where(finishes).order_by(recent.c.at)).scalars()
    moments = list(dict.fromkeys(finished))
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    return median(gaps) if len(gaps) >= FEWEST else None


def newest_act(connection: Connection) -> int:
    """The number of the last act by which anybody coded or cut; it grows with every one."""
    # A choice between coders, or of who codes, changes nothing of what coders said.
    coding = (
        select(acts.c.number)
        .where(acts.c.kind.not_in((ADJUDICATION, DOUBLE_CODING)))
        .order_by(acts.c.number.desc())
        .limit(1)
    )
    return connection.execute(coding).scalar() or 0


def _places() -> Select[Any]:
    return (
        select(interviews.c.id, fragments.c.number, fragments.c.start, fragments.c.end)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .where(fragments.c.live == true())
    )


def _id(row: Row[Any]) -> str:
    return fragment_id(row.id, row.start, row.end)


def _unfinished(who: int) -> ColumnElement[bool]:
    return ~exists().where(
        coder_fragments.c.fragment == fragments.c.number,
        coder_fragments.c.coder == who,
        coder_fragments.c.finished.is_not(None),
    )


def _not_here(after: str | None) -> ColumnElement[bool]:
    """Not the fragment that is on screen: it comes last of all, and only once everything else is done."""
    if after is None:
        return true()
    interview, start, end = parse_fragment_id(after)
    return or_(interviews.c.id != interview, fragments.c.start != start, fragments.c.end != end)


def _further(after: str | None) -> ColumnElement[bool]:
    """Beyond the fragment that is on screen: looking at it does not take it out of the queue."""
    if after is None:
        return true()
    interview, start, _ = parse_fragment_id(after)
    return or_(interviews.c.id > interview, and_(interviews.c.id == interview, fragments.c.start > start))


def _doubtful(connection: Connection, coder: str, who: int, code: CodeKey | None) -> Select[Any]:
    return _places().where(_IN_DOUBT, _unfinished(who)).order_by(fragments.c.doubt.desc())


def _with_code(connection: Connection, coder: str, who: int, code: CodeKey | None) -> Select[Any]:
    dimension, named = code or ("", "")
    shown = suggestions.c
    return (
        _places()
        .join(suggestions, shown.fragment == fragments.c.number)
        .where(
            shown.dimension == dimension, shown.code == named, shown.suggested == true(), fragments.c.blind != true()
        )
        .where(_unfinished(who))
        .order_by(shown.probability.desc())
    )


def _disputed(connection: Connection, coder: str, who: int, code: CodeKey | None) -> Select[Any]:
    return _places().where(*_differing(who)).order_by(interviews.c.id, fragments.c.start)


def _differing(who: int) -> Sequence[ColumnElement[bool]]:
    """The conditions on fragments and interviews that coders differ, and that this coder may see so."""
    hidden = or_(waits_for_two(), and_(sees_only_own(who), _unfinished(who)))
    return fragments.c.differs == true(), fragments.c.live == true(), ~hidden


_LISTED: Mapping[str, Callable[[Connection, str, int, CodeKey | None], Select[Any]]] = {
    "uncertain": _doubtful,
    "code": _with_code,
    "differing": _disputed,
}


def _at_random(connection: Connection, coder: str, who: int, after: str | None) -> str | None:
    """One of what waits, each as likely; the same again for the same coder until something more is finished."""
    done = connection.execute(select(func.sum(progress.c.reviewed)).where(progress.c.coder == who)).scalar()
    top = connection.execute(select(func.max(fragments.c.number))).scalar() or 0
    chance = random.Random(f"{coder}:{done or 0}")
    waits = _places().where(_unfinished(who), _not_here(after))
    drawn = [chance.randint(1, top) for _ in range(DRAWN)] if top else []
    hits = {row.number: row for row in connection.execute(waits.where(fragments.c.number.in_(drawn)))}
    found = next((hits[number] for number in drawn if number in hits), None)
    if found is None:
        # Hardly anything waits: then it is quickly listed.
        rest = connection.execute(waits.order_by(fragments.c.number)).all()
        found = chance.choice(rest) if rest else None
    return None if found is None else _id(found)
