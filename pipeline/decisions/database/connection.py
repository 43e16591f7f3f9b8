"""A database that is opened once, brought up to date, and never left half written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from pipeline.decisions.database.engine import LOCK_TIMEOUT, WRITES, create_engine_for
from pipeline.decisions.database.migration import bring_up_to_date
from pipeline.errors import StoreUnusable
from pipeline.messages import Message

_REASONS = {
    "locked": Message(
        "another program has held it for %(seconds)s seconds; close what else has it open and try again",
        seconds=format(LOCK_TIMEOUT, ".0f"),
    ),
    "lock timeout": Message(
        "another program has held it for %(seconds)s seconds; see what else writes to it and try again",
        seconds=format(LOCK_TIMEOUT, ".0f"),
    ),
    "readonly": Message("it may not be written; give yourself permission to write the file and its folder"),
    "read-only": Message("it may not be written; give yourself permission to write the file and its folder"),
    "is full": Message("the disk is full; make room and try again (nothing that was saved is lost)"),
    "no space left": Message("the server's disk is full; make room and try again (nothing that was saved is lost)"),
    "disk i/o": Message("the disk refuses; check the disk and its free room, then try again"),
    "not a database": Message("the file is no drempel store; move it away, or put a backup in its place"),
    "malformed": Message("the file is damaged; put a backup in its place"),
    "unable to open": Message("its file cannot be opened; check that the folder exists and is yours"),
    "password": Message("the database server refuses the name or the password; check `store` in drempel.toml"),
    'role "': Message("the database server does not know this name; check `store` in drempel.toml"),
    "und-x-icu": Message("its server must know Unicode (built with ICU) and the database have the encoding UTF8"),
    'database "': Message("the database does not exist; let its administrator make it"),
    "permission denied": Message(
        "you may not make tables in it; let its administrator make you the owner of the database"
    ),
    "too many": Message(
        "the database server has no room for one more connection; close what else uses it and try again"
    ),
    "resolve host": Message("no machine of this name is found; check `store` in drempel.toml, and the network"),
    "server closed the connection": Message("the database server broke off; once it runs again, try again"),
    "terminating connection": Message("the database server broke off; once it runs again, try again"),
    **dict.fromkeys(
        ("connection failed", "connection is bad", "connection timeout"),
        Message("the database server does not answer; check that it runs and that the address is right"),
    ),
}
"""What a database says, and what a person can do; the first that fits."""

_SECRETS = ("password", "sslpassword")


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

    def scrub(self) -> str:
        """Write the database anew, so that nothing that was removed stays in its file; raises StoreUnusable.

        Returns what of it is out of reach from here, in words.
        """
        with self._explained(), self._engine.connect() as connection:
            return _SCRUBS[connection.dialect.name](connection, self.where)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, self._engine.dialect.loaded_dbapi.Error) as error:
            said = str(getattr(error, "orig", error)).lower()
            for sign, why in _REASONS.items():
                if sign in said:
                    raise StoreUnusable(self.where, why) from error
            raise


def _scrub_sqlite(connection: Connection, where: str) -> str:
    plain = cast(sqlite3.Connection, connection.connection.driver_connection)
    # The index of words first: its pages are data to the database, and keep words until it is made anew.
    plain.execute("INSERT INTO fragment_words(fragment_words) VALUES ('rebuild')")
    plain.execute("VACUUM")
    busy, _, _ = plain.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise StoreUnusable(
            where, Message("somebody reads from it, so its log cannot be emptied; close the desk and try again")
        )
    return ""


def _scrub_postgresql(connection: Connection, where: str) -> str:
    alone = connection.execution_options(isolation_level="AUTOCOMMIT")
    # What the planner remembers of columns are words too: counted anew first, and the old counts written over then.
    for statement in ("ANALYZE", "VACUUM FULL"):
        alone.exec_driver_sql(statement)
    return (
        f"{where}: the server's write-ahead log, and replicas, archives and backups of it, until they are overwritten"
    )


_SCRUBS: dict[str, Callable[[Connection, str], str]] = {
    "sqlite": _scrub_sqlite,
    "postgresql": _scrub_postgresql,
}


def _named(url: URL) -> str:
    """Where it is, in words that may be shown and logged: without any password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.set(password=None).difference_update_query(_SECRETS).render_as_string()


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        return create_engine_for(parsed)
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreUnusable(
            url.split("@")[-1].split("?")[0], Message("this is no address of a database; check `store` in drempel.toml")
        ) from error
    except ModuleNotFoundError as error:
        raise StoreUnusable(
            _named(parsed),
            Message(
                "the driver %(package)s is missing; install that Python package beside drempel", package=error.name
            ),
        ) from error
