"""A database that is opened once, brought up to date, and never left half written."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from pipeline.decisions.migrating import bring_up_to_date
from pipeline.errors import StoreUnusable

PATIENCE = 30.0
"""Seconds that a writer waits for its turn before it says that the store is held by another."""

ASK_AGAIN = (0.0005, 0.003)
"""Seconds between two questions whether it is a writer's turn."""

WRITES = "drempel_writes"

_REASONS = {
    "locked": f"another program has held it for {PATIENCE:.0f} seconds; close what else has it open and try again",
    "readonly": "it may not be written; give yourself permission to write the file and its folder",
    "read-only": "it may not be written; give yourself permission to write the file and its folder",
    "is full": "the disk is full; make room and try again (nothing that was saved is lost)",
    "disk i/o": "the disk refuses; check the disk and its free room, then try again",
    "not a database": "the file is no drempel store; move it away, or put a backup in its place",
    "malformed": "the file is damaged; put a backup in its place",
    "unable to open": "its file cannot be opened; check that the folder exists and is yours",
    "connection refused": "the database server does not answer; check that it runs and that the address is right",
    "password": "the database server refuses the name or the password",
    "does not exist": "the database does not exist; let its administrator make it",
}


class Database:
    """Connections to one store; each transaction is whole or has not been."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.where = _named(engine.url)

    @classmethod
    def open(cls, url: str) -> Database:
        """Connect, and make or update the tables; raises StoreUnusable."""
        database = cls(_engine(url))
        try:
            bring_up_to_date(database.reading, database.writing, database.where)
        except BaseException:
            database.close()
            raise
        return database

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the store as it is at one moment, and leaves it so."""
        with self._explained(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that waits for its turn to write; all it did is stored at the end, or nothing at an error."""
        with self._explained(), self._engine.connect() as connection:
            connection = connection.execution_options(**{WRITES: True})
            with connection.begin():
                yield connection

    def scrub(self) -> None:
        """Write the database anew, so that nothing that was removed stays in its file; raises StoreUnusable."""
        with self._explained(), self._engine.connect() as connection:
            _SCRUBS[connection.dialect.name](connection, self.where)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            said = str(getattr(error, "orig", error)).lower()
            for sign, why in _REASONS.items():
                if sign in said:
                    raise StoreUnusable(self.where, why) from error
            raise


def _scrub_sqlite(connection: Connection, where: str) -> None:
    plain = cast(sqlite3.Connection, connection.connection.driver_connection)
    # The index of words first: its pages are data to the database, and keep words until it is made anew.
    plain.execute("INSERT INTO fragment_words(fragment_words) VALUES ('rebuild')")
    plain.execute("VACUUM")
    busy, _, _ = plain.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise StoreUnusable(where, "somebody reads from it, so its log cannot be emptied; close the desk and try again")


def _scrub_postgresql(connection: Connection, _: str) -> None:
    connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM (FULL, ANALYZE)")


_SCRUBS: dict[str, Callable[[Connection, str], None]] = {
    "sqlite": _scrub_sqlite,
    "postgresql": _scrub_postgresql,
}


def _named(url: URL) -> str:
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        # Values are what people said and wrote: they stay out of error messages.
        return _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else create_engine(parsed, hide_parameters=True)
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreUnusable(
            url.split("@")[-1], "this is no address of a database; check `store` in drempel.toml"
        ) from error
    except ModuleNotFoundError as error:
        raise StoreUnusable(
            _named(parsed), f"the driver {error.name} is missing; install that Python package beside drempel"
        ) from error


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        poolclass=QueuePool,
        connect_args={"timeout": PATIENCE, "check_same_thread": False},
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
        _take_turn(cast(sqlite3.Connection, connection.connection.driver_connection))
    else:
        connection.exec_driver_sql("BEGIN")


def _take_turn(connection: sqlite3.Connection) -> None:
    """Begin to write once nobody else does.

    SQLite's own waiting asks ever more rarely, up to ten times a second: among eight who write without a pause, one
    can then be passed over until its patience ends. Asking often, at uneven moments, gives everyone a turn soon.
    """
    until = time.monotonic() + PATIENCE
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
            time.sleep(random.uniform(*ASK_AGAIN))
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")
