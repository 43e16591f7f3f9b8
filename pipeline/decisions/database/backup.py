"""Copy the store: a backup while people go on coding, and the copy kept before an upgrade."""

from __future__ import annotations

import glob
import sqlite3
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, text

from pipeline.errors import StoreUnusable
from pipeline.messages import Message

BEFORE_UPGRADE = ".before-"
"""Between the name of the store's file and the version to which it was upgraded, in the name of the copy."""


def copy_to(connection: Connection, target: Path, *, where: str) -> None:
    """Copy the store to a file that only its owner may read; raises StoreUnusable for a store on a server."""
    if connection.dialect.name != "sqlite":
        raise StoreUnusable(where, Message("a server's database is copied by its own tools; use pg_dump"))
    partial = target.with_name(f"{target.name}.partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    source = cast(sqlite3.Connection, connection.connection.driver_connection)
    copied = sqlite3.connect(partial)
    try:
        source.backup(copied)
        # One file that can be carried off: without a log beside it.
        copied.execute("PRAGMA journal_mode = DELETE")
    finally:
        copied.close()
    partial.replace(target)


def keep_before_upgrade(connection: Connection, version: str, *, where: str) -> None:
    """Keep a copy of a store in a file beside it before it is upgraded to a version; one from before goes."""
    file = _file_of(connection)
    if file is None:
        return
    earlier = copies_before_upgrade(connection)
    kept = file.with_name(f"{file.name}{BEFORE_UPGRADE}{version}")
    copy_to(connection, kept, where=where)
    for each in earlier:
        if each != kept:
            each.unlink(missing_ok=True)


def copies_before_upgrade(connection: Connection) -> list[Path]:
    """The copies that upgrades left beside the store."""
    file = _file_of(connection)
    return [] if file is None else sorted(file.parent.glob(f"{glob.escape(file.name)}{BEFORE_UPGRADE}*"))


def _file_of(connection: Connection) -> Path | None:
    if connection.dialect.name != "sqlite":
        return None
    listed = connection.execute(text("PRAGMA database_list")).all()
    return next((Path(row.file) for row in listed if row.name == "main" and row.file), None)
