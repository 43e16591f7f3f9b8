"""A short sign that is another one after every change of what a study publishes."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, Table, func, select

from pipeline.decisions.column_types import Moment
from pipeline.decisions.tables import interviews, metadata, scored, suggestions

# Suggestions are by far the most, and never change without the mark of the model that made them (`scored`).
_LOOKED_AT = [table for table in metadata.sorted_tables if table is not suggestions]


def state(connection: Connection) -> str:
    """See `Snapshot.state`: every interview as it is listed, and of each table how much is in it and how new it is."""
    listed = connection.execute(select(interviews).order_by(interviews.c.number)).all()
    models = connection.execute(select(scored.c.model, func.count()).group_by(scored.c.model).order_by(scored.c.model))
    seen = [repr(listed), repr(models.all()), *(f"{table.name} {_extent(connection, table)}" for table in _LOOKED_AT)]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()


def _extent(connection: Connection, table: Table) -> tuple[object, ...]:
    marks = [*table.primary_key, *(each for each in table.c if isinstance(each.type, Moment))]
    return tuple(connection.execute(select(func.count(), *map(func.max, marks)).select_from(table)).one())
