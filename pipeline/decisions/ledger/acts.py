"""Acts of coders: each groups what somebody did at once, and is undone as a whole."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Row, func, insert, select

from pipeline.decisions.database.schema import acts

VERDICT, UNDO, REDO, ADJUDICATION, DOUBLE_CODING = "verdict", "undo", "redo", "adjudication", "double coding"
"""Kinds of acts; boundary changes and imports name theirs in their own modules."""


def insert_act(
    connection: Connection,
    coder: int,
    kind: str,
    *,
    at: datetime,
    source: str | None = None,
    about: int | None = None,
) -> int:
    """Start an act of a coder; returns its number. An undo or redo is `about` the act that was done first."""
    row = {"coder": coder, "kind": kind, "at": at, "source": source, "about": about}
    return int(connection.execute(insert(acts).returning(acts.c.number), row).scalar_one())


def first_act(connection: Connection, number: int) -> Row[tuple[int, str]]:
    """Number and kind of the act that an act undoes or redoes; of the act itself where it does neither."""
    about = acts.alias("about")
    wanted = select(acts.c.number, acts.c.kind).join(
        about, acts.c.number == func.coalesce(about.c.about, about.c.number)
    )
    return connection.execute(wanted.where(about.c.number == number)).one()
