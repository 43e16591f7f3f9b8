"""A consistent copy of the store, made while people go on coding."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import cast

from sqlalchemy import Connection

from pipeline.errors import StoreUnusable
from pipeline.messages import Message


def copy_to(connection: Connection, target: Path, *, where: str) -> None:
    """See `Store.maintenance.backup`."""
    if connection.dialect.name != "sqlite":
        raise StoreUnusable(where, Message("a server's database is copied by its own tools; use pg_dump"))
    partial = target.with_name(f"{target.name}.partial")
    partial.unlink(missing_ok=True)
    source = cast(sqlite3.Connection, connection.connection.driver_connection)
    copied = sqlite3.connect(partial)
    try:
        source.backup(copied)
        # One file that can be carried off: without a log beside it.
        copied.execute("PRAGMA journal_mode = DELETE")
    finally:
        copied.close()
    partial.replace(target)
