"""Interviews that two people code without seeing each other's verdicts: drawn with a known share, or chosen by hand."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, func, select, true, update

from pipeline.decisions.database.identifiers import interview_number
from pipeline.decisions.database.schema import interviews, progress
from pipeline.decisions.transcripts.sampling import is_drawn

NEEDED = 2
"""How many coders such an interview asks for."""


def draw(connection: Connection, *, share: float, seed: int) -> None:
    """Draw which interviews two people code blindly: each once, with this probability; a seed gives one draw."""
    undrawn = connection.execute(select(interviews.c.number, interviews.c.id).where(interviews.c.coded_twice.is_(None)))
    for number, name in undrawn.all():
        # Another draw than that of the interview's fragments.
        drawn = is_drawn(f"twice {name}", share=share, seed=seed)
        connection.execute(update(interviews).where(interviews.c.number == number).values(coded_twice=drawn))


def choose(connection: Connection, interview: str, *, wanted: bool) -> None:
    """Choose by hand whether two people code this interview blindly; raises UnknownInterview."""
    number = interview_number(connection, interview)
    connection.execute(update(interviews).where(interviews.c.number == number).values(coded_twice=wanted))


def waits_for_two() -> ColumnElement[bool]:
    """Whether an interview asks for two coders and fewer have finished all of it."""
    done = progress.alias("done")
    finished = (
        select(func.count())
        .select_from(done)
        .where(done.c.interview == interviews.c.number, done.c.reviewed >= interviews.c.fragments)
        .correlate(interviews)
        .scalar_subquery()
    )
    return and_(interviews.c.coded_twice.is_not(None), interviews.c.coded_twice == true(), finished < NEEDED)
