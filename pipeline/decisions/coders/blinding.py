"""Visibility rule for blind coding: whose verdicts a coder sees, in SQL.

A coder always sees his own verdicts. Of others:

- While an interview waits for two coders (`waits_for_two`), nobody sees the verdicts of another in it, not even on
  fragments that he finished himself.
- A coder who codes in an interview does not see there what others said of fragments that he has not finished. Whoever
  only adjudicated there, having seen what others said, does not count as coding in it.
- Elsewhere everybody sees the verdict that counts.

Search, frequencies, queues, orphans, memos, quotes and adjudication all use this rule.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, exists, func, or_, select, true

from pipeline.decisions.database.batching import batched
from pipeline.decisions.database.conditions import waits_for_two
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
    """What one coder sees of fragments.

    `joined` are the fragments of the study with what the columns need. `coder` is the coder whose codes show;
    `reviewed` tells whether the fragment shows as reviewed.
    """

    joined: FromClause
    coder: ColumnElement[int]
    reviewed: ColumnElement[bool]


def visibility_for(connection: Connection, coder: str) -> Visibility:
    """What this coder sees of the fragments of the study."""
    who = known_coder(connection, coder) or NOBODY
    own = coder_fragments.alias("own")
    joined = fragments.join(
        interviews, and_(interviews.c.number == fragments.c.interview, fragments.c.live == true())
    ).outerjoin(own, and_(own.c.fragment == fragments.c.number, own.c.coder == who))
    finished, elsewhere = own.c.finished.is_not(None), ~sees_only_own(who)
    return Visibility(
        joined=joined,
        coder=case((finished, who), (elsewhere, fragments.c.final), else_=None),
        reviewed=or_(finished, and_(elsewhere, fragments.c.final.is_not(None))),
    )


def sees_only_own(coder: int) -> ColumnElement[bool]:
    """The condition on `interviews` that this coder sees only his own verdicts there."""
    return or_(waits_for_two(), codes_in(coder))


def codes_in(coder: int) -> ColumnElement[bool]:
    """The condition on `interviews` that this coder said something there other than as an adjudicator."""
    said, place = coder_fragments.alias("said"), fragments.alias("place")
    adjudicated = exists().where(
        adjudications.c.fragment == said.c.fragment,
        adjudications.c.coder == coder,
        acts.c.number == adjudications.c.act,
        acts.c.kind == VERDICT,
    )
    return (
        select(said.c.fragment)
        .join(place, place.c.number == said.c.fragment)
        .where(said.c.interview == interviews.c.number, said.c.coder == coder, place.c.live == true(), ~adjudicated)
        .correlate(interviews)
        .exists()
    )


def held_totals(coder: int) -> ColumnElement[bool]:
    """The condition on `tallies` and `interviews` that a total of codes is what this coder sees."""
    own = case((sees_only_own(coder), coder), else_=EVERYBODY)
    return and_(tallies.c.interview == interviews.c.number, tallies.c.kind == "held", tallies.c.coder == own)


def queue_totals(coder: int) -> ColumnElement[bool]:
    """The condition on `tallies` that a total is of what waits for this coder."""
    begun = select(progress.c.interview).where(progress.c.coder == coder)
    everybody = and_(tallies.c.coder == EVERYBODY, tallies.c.interview.not_in(begun))
    return and_(tallies.c.kind.in_(("waits", "doubted")), or_(tallies.c.coder == coder, everybody))


def hidden_interviews(connection: Connection, coder: str) -> set[str]:
    """The interviews where this coder does not see all verdicts of others."""
    who = known_coder(connection, coder) or NOBODY
    # Whoever finished all of an interview sees what there is, unless it waits for two coders.
    at_work = and_(codes_in(who), func.coalesce(progress.c.reviewed, 0) < interviews.c.fragments)
    wanted = (
        select(interviews.c.id)
        .outerjoin(progress, and_(progress.c.interview == interviews.c.number, progress.c.coder == who))
        .where(interviews.c.forgotten_at.is_(None), or_(waits_for_two(), at_work))
    )
    return set(connection.execute(wanted).scalars())


def interviews_waiting_for_two(connection: Connection) -> set[str]:
    """The interviews where nobody sees the verdicts of another, because two coders have not both finished yet."""
    waiting = select(interviews.c.id).where(interviews.c.forgotten_at.is_(None), waits_for_two())
    return set(connection.execute(waiting).scalars())


def withheld_interviews(connection: Connection, coder: str) -> set[str]:
    """The interviews that are left out of what this coder downloads.

    Those that wait for two coders, and those where he still codes while others said something there.
    """
    who = known_coder(connection, coder) or NOBODY
    others = exists().where(coder_fragments.c.interview == interviews.c.number, coder_fragments.c.coder != who)
    shared = set(connection.execute(select(interviews.c.id).where(others)).scalars())
    return interviews_waiting_for_two(connection) | (hidden_interviews(connection, coder) & shared)


def visible_in(connection: Connection, interview: str, coder: str) -> set[str]:
    """The fragments of a hidden interview on which this coder sees the verdicts of others; raises UnknownInterview."""
    number = interview_number(connection, interview)
    rows = connection.execute(
        select(fragments.c.start, fragments.c.end)
        .join(coder_fragments, coder_fragments.c.fragment == fragments.c.number)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .where(
            coder_fragments.c.interview == number,
            coder_fragments.c.coder == (known_coder(connection, coder) or NOBODY),
            coder_fragments.c.finished.is_not(None),
            fragments.c.live == true(),
            ~waits_for_two(),
        )
    )
    return {fragment_id(interview, start, end) for start, end in rows}


def visible_among(connection: Connection, of: Collection[str], coder: str) -> set[str]:
    """Those of these fragments of hidden interviews on which this coder sees the verdicts of others."""
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
                ~waits_for_two(),
            )
        )
        found |= {fragment_id(*row) for row in rows}
    return found & set(of)
