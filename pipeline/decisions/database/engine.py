"""Create engines for SQLite and PostgreSQL: one writer at a time, and readers that see one moment."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from typing import cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

LOCK_TIMEOUT = 30.0
"""Seconds that a writer waits for its turn before it says that the store is held by another."""

ANSWERS = 10
"""Seconds within which a server must answer to a new connection."""

ASK_AGAIN = (0.0005, 0.003)
"""Seconds between two questions whether it is a writer's turn."""

WRITES = "drempel_writes"
"""The execution option of a connection that is going to write."""

_TURN = 0x6472656D70656C
"""The number of the lock, among those that a PostgreSQL database keeps for its programs, that a writer holds."""


def create_engine_for(url: URL) -> Engine:
    """An engine for this address; raises what SQLAlchemy raises for an address or a driver that is not known."""
    # `postgresql:` alone would mean a driver that is not ours.
    plain = url.set(drivername="postgresql+psycopg") if url.drivername in ("postgresql", "postgres") else url
    return _ENGINES.get(plain.get_backend_name(), create_engine)(plain)


def _in_a_file(url: URL) -> Engine:
    engine = create_engine(
        url,
        # Values are what people said and wrote: they stay out of error messages.
        hide_parameters=True,
        poolclass=QueuePool,
        connect_args={"timeout": LOCK_TIMEOUT, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    # Python's own transactions start too late: BEGIN is ours, below.
    connection.isolation_level = None
    for setting in (
        "foreign_keys = ON",
        "journal_mode = WAL",
        # An answered verdict survives a power cut, not only a killed process.
        "synchronous = FULL",
        # REPLACE would delete from the ledger without its trigger.
        "recursive_triggers = ON",
    ):
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    # A transaction that starts as a reader and writes later can be refused in the middle; this one waits at its start.
    if connection.get_execution_options().get(WRITES):
        _begin_immediate(cast(sqlite3.Connection, connection.connection.driver_connection))
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_immediate(connection: sqlite3.Connection) -> None:
    """Begin to write once nobody else does.

    SQLite's own waiting asks ever more rarely, up to ten times a second: among eight who write without a pause, one
    can then be passed over until its patience ends. Asking often, at uneven moments, gives everyone a turn soon.
    """
    until = time.monotonic() + LOCK_TIMEOUT
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or time.monotonic() > until:
                    raise
            time.sleep(random.uniform(*ASK_AGAIN))
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(LOCK_TIMEOUT * 1000)}")


def _is_busy(error: sqlite3.Error) -> bool:
    return error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _on_a_server(url: URL) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        # The server may have been restarted since this connection was used last.
        pool_pre_ping=True,
        connect_args={"connect_timeout": ANSWERS},
    )
    event.listen(engine, "begin", _begin_on_a_server)
    return engine


def _begin_on_a_server(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    # By the driver: SQLAlchemy would ask for the answer in parts, where that of the next question is to come so.
    cursor = connection.connection.cursor()
    for statement in _WRITER if writes else _READER:
        cursor.execute(statement.format(LOCK_TIMEOUT * 1000))
    cursor.close()


# What a writer reads must be what the writer before it left: it waits first, and looks then.
_WRITER = ("SET LOCAL lock_timeout = {:.0f}", f"SELECT pg_advisory_xact_lock({_TURN})")
_READER = ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",)

_ENGINES: dict[str, Callable[[URL], Engine]] = {"sqlite": _in_a_file, "postgresql": _on_a_server}
