"""Which verdict was chosen where coders differ, by whom, and where a judge coded anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, true

from pipeline.decisions import ledger
from pipeline.decisions.adjudicating import keep_choice
from pipeline.decisions.entries import VERDICT, coder_number
from pipeline.decisions.finding import interview_number
from pipeline.decisions.tables import acts, coders, decisions, finals, fragments, interviews
from pipeline.records import Decision, fragment_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Whose verdict somebody chose to be the final one; `coder` is None where an earlier choice was taken back."""

    coder: str | None
    by: str
    at: datetime


def rulings(connection: Connection, interview: str | None) -> dict[str, Ruling]:
    """See `Store.rulings`."""
    judge = coders.alias("judge")
    wanted = (
        select(
            fragments.c.start, fragments.c.end, coders.c.name, judge.c.name.label("judge"), acts.c.at, interviews.c.id,
        )
        .join_from(finals, fragments, fragments.c.number == finals.c.fragment)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .join(acts, acts.c.number == finals.c.act)
        .join(judge, judge.c.number == acts.c.coder)
        .outerjoin(coders, coders.c.number == finals.c.coder)
        .where(fragments.c.live == true())
        .order_by(finals.c.number)
    )  # fmt: skip
    if interview is not None:
        wanted = wanted.where(fragments.c.interview == interview_number(connection, interview))
    return {
        fragment_id(row.id, row.start, row.end): Ruling(coder=row.name, by=row.judge, at=row.at)
        for row in connection.execute(wanted)
    }


def code_anew(connection: Connection, said: Sequence[Decision]) -> list[int]:
    """See `Store.code_anew`."""
    numbers = ledger.record(connection, said)
    act = connection.execute(select(decisions.c.act).where(decisions.c.number == numbers[0])).scalar_one()
    # In the act of the verdict itself: undone with it, and known as a verdict of one who had seen the others.
    keep_choice(connection, act, said[0].fragment_id, coder_number(connection, said[0].coder))
    return numbers


def coded_anew(connection: Connection) -> set[tuple[str, str]]:
    """See `Store.coded_anew`."""
    rows = connection.execute(
        select(interviews.c.id, fragments.c.start, fragments.c.end, coders.c.name)
        .join_from(finals, acts, acts.c.number == finals.c.act)
        .join(fragments, fragments.c.number == finals.c.fragment)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .join(coders, coders.c.number == finals.c.coder)
        .where(acts.c.kind == VERDICT)
    )
    return {(fragment_id(row.id, row.start, row.end), row.name) for row in rows}
