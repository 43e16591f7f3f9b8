"""Acts of coders: each groups what somebody did at once, and is undone as a whole."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert

from pipeline.decisions.database.schema import acts

VERDICT, UNDO, REDO = "verdict", "undo", "redo"
"""Kinds of acts; others have their names where they are done."""


def insert_act(connection: Connection, coder: int, kind: str, *, at: datetime, source: str | None = None) -> int:
    """A new act of a coder; what it says is added under its number."""
    added = connection.execute(
        insert(acts).returning(acts.c.number), {"coder": coder, "kind": kind, "at": at, "source": source}
    )
    return int(added.scalar_one())
