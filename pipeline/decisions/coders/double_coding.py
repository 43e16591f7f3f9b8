"""Double coding: interviews that two people code blind, drawn with a known probability or chosen by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from pipeline.decisions.database.identifiers import coder_number, interview_number
from pipeline.decisions.database.schema import acts, coders, double_codings, interviews
from pipeline.decisions.ledger.acts import DOUBLE_CODING, insert_act
from pipeline.decisions.transcripts.sampling import is_drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleCodingChange:
    """An act by which a coder opened double coding of an interview (`wanted`), or turned it off."""

    interview: str
    wanted: bool
    coder: str
    at: datetime


def draw(connection: Connection, *, share: float, seed: int) -> None:
    """Draw interviews for double coding: each once, with probability `share`. The same seed gives the same draw."""
    undrawn = connection.execute(select(interviews.c.number, interviews.c.id).where(interviews.c.coded_twice.is_(None)))
    for number, name in undrawn.all():
        # Another draw than that of the interview's fragments.
        drawn = is_drawn(f"twice {name}", share=share, seed=seed)
        connection.execute(update(interviews).where(interviews.c.number == number).values(coded_twice=drawn))


def choose(connection: Connection, interview: str, *, wanted: bool, coder: str, at: datetime) -> None:
    """Open double coding of an interview or turn it off; the ledger keeps who did so, and when.

    Raises:
        UnknownInterview: the interview is not in the study.
    """
    number = interview_number(connection, interview)
    same = select(interviews.c.coded_twice).where(interviews.c.number == number)
    if connection.execute(same).scalar() is wanted:
        return
    act = insert_act(connection, coder_number(connection, coder), DOUBLE_CODING, at=at)
    connection.execute(insert(double_codings), {"act": act, "interview": number, "wanted": wanted})
    connection.execute(update(interviews).where(interviews.c.number == number).values(coded_twice=wanted))


def changes(connection: Connection) -> list[DoubleCodingChange]:
    """Who opened double coding or turned it off, oldest first; the draw at ingest is not among them."""
    rows = connection.execute(
        select(interviews.c.id, double_codings.c.wanted, coders.c.name, acts.c.at)
        .join_from(double_codings, acts, acts.c.number == double_codings.c.act)
        .join(coders, coders.c.number == acts.c.coder)
        .join(interviews, interviews.c.number == double_codings.c.interview)
        .order_by(acts.c.number)
    )
    return [DoubleCodingChange(interview=row.id, wanted=row.wanted, coder=row.name, at=row.at) for row in rows]
