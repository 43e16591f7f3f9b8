"""A store of any earlier version becomes one of this version, in one transaction; a newer one is refused."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from pipeline.errors import StoreUnusable
from pipeline.messages import Message

NEWEST = "0013"
"""The version of the tables that this code knows; every earlier one can be brought up to it."""

MIGRATIONS = Path(__file__).parent / "migrations"

Transaction = Callable[[], AbstractContextManager[Connection]]


def bring_up_to_date(reading: Transaction, writing: Transaction, where: str) -> None:
    """Make the tables, or change them to the newest version; raises StoreUnusable if a newer drempel made them."""
    with reading() as connection:
        if version_of(connection, where) == NEWEST:
            return
    with writing() as connection:
        # Looked at again: another process may have been first.
        if version_of(connection, where) != NEWEST:
            _upgrade(connection, where)


def version_of(connection: Connection, where: str) -> str | None:
    """The version of the tables; None for an empty database."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise StoreUnusable(
            where, Message("the database holds something else than a drempel store; choose another one")
        )
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection, where: str) -> None:
    # Imported here: a store that is up to date, as nearly always, opens without it.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreUnusable(
            where, Message("a newer drempel made it; install that version, or put back a backup made by this one")
        ) from error
