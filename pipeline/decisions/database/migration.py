"""Upgrade a store of an earlier version in one transaction, and refuse one of a newer version."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from pipeline.decisions.database.backup import keep_before_upgrade
from pipeline.errors import StoreUnusable
from pipeline.messages import Message

NEWEST = "0017"
"""The version of the tables that this code knows; every earlier one can be brought up to it."""

MIGRATIONS = Path(__file__).parent / "migrations"

Transaction = Callable[[], AbstractContextManager[Connection]]


def bring_up_to_date(reading: Transaction, writing: Transaction, where: str) -> None:
    """Make the tables, or upgrade them to the newest version; raises StoreUnusable if a newer drempel made them.

    A copy of a store in a file is kept beside it before it is upgraded.
    """
    with reading() as connection:
        version = version_of(connection, where)
        if version == NEWEST:
            return
        # Not while writing: SQLite copies nothing from a connection that holds the lock of a writer.
        if version is not None and version < NEWEST:
            keep_before_upgrade(connection, NEWEST, where=where)
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
