"""The workspace that a store outside a workspace belongs to: another workspace does not write into it by mistake."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from pipeline.decisions.database.connection import Database
from pipeline.decisions.database.schema import workspace
from pipeline.errors import StoreUnusable
from pipeline.messages import Message

OF_ANOTHER = Message(
    "it belongs to another workspace; name another one in `store` of drempel.toml, or, if both are the same study, run "
    "`drempel --adopt status`"
)


def claim(database: Database, id_: str) -> None:
    """Let the store belong to this workspace if it belongs to none yet.

    Raises:
        StoreUnusable: it belongs to another.
    """
    with database.reading() as connection:
        known = owner(connection)
    if known is None:
        with database.writing() as connection:
            known = owner(connection)
            if known is None:
                give_to(connection, id_)
                known = id_
    if known != id_:
        raise StoreUnusable(database.where, OF_ANOTHER)


def owner(connection: Connection) -> str | None:
    """The id of the workspace that the store belongs to; None where it belongs to none."""
    return connection.execute(select(workspace.c.id)).scalar()


def give_to(connection: Connection, id_: str) -> None:
    """Let the store belong to this workspace, whichever it belonged to."""
    connection.execute(delete(workspace))
    connection.execute(insert(workspace), {"id": id_})
