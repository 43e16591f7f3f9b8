"""Open a database, run transactions on it, and translate its errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from pipeline.decisions.database.backup import copies_before_upgrade
from pipeline.decisions.database.engine import LOCK_TIMEOUT, WRITES, create_engine_for
from pipeline.decisions.database.migration import bring_up_to_date
from pipeline.errors import StoreUnusable
from pipeline.messages import Message

_HELD = Message(
    "another program has held it for %(seconds)s seconds; close what else has it open and try again",
    seconds=format(LOCK_TIMEOUT, ".0f"),
)
_HELD_ON_A_SERVER = Message(
    "another program has held it for %(seconds)s seconds; see what else writes to it and try again",
    seconds=format(LOCK_TIMEOUT, ".0f"),
)
_NOT_WRITABLE = Message("it may not be written; give yourself permission to write the file and its folder")
_FULL = Message("the disk is full; make room and try again (nothing that was saved is lost)")
_DAMAGED = Message("the file is damaged; put a backup in its place")
_REFUSED = Message("the database server refuses the name or the password; check `store` in drempel.toml")
_UNKNOWN_NAME = Message("the database server does not know this name; check `store` in drempel.toml")
_NO_DATABASE = Message("the database does not exist; let its administrator make it")
_NO_RIGHTS = Message("you may not make tables in it; let its administrator make you the owner of the database")
_NO_ICU = Message("its server must know Unicode (built with ICU) and the database have the encoding UTF8")
_NO_CONNECTIONS = Message(
    "the database server has no room for one more connection; close what else uses it and try again"
)
_BROKEN_OFF = Message("the database server broke off; once it runs again, try again")
_NO_ANSWER = Message("the database server does not answer; check that it runs and that the address is right")

_REASONS = {
    "SQLITE_BUSY": _HELD,
    "SQLITE_LOCKED": _HELD,
    "SQLITE_READONLY": _NOT_WRITABLE,
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": Message("the disk refuses; check the disk and its free room, then try again"),
    "SQLITE_NOTADB": Message("the file is no drempel store; move it away, or put a backup in its place"),
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_CANTOPEN": Message("its file cannot be opened; check that the folder exists and is yours"),
    "55P03": _HELD_ON_A_SERVER,
    "25006": Message("it may only be read; ask its administrator for the right to write"),
    "53100": Message("the server's disk is full; make room and try again (nothing that was saved is lost)"),
    "53300": _NO_CONNECTIONS,
    "28000": _UNKNOWN_NAME,
    "28P01": _REFUSED,
    "3D000": _NO_DATABASE,
    "42501": _NO_RIGHTS,
    "42704": _NO_ICU,
    "57P01": _BROKEN_OFF,
    "57P02": _BROKEN_OFF,
    "57P03": _NO_ANSWER,
}
"""What a person can do about an error, by its name in SQLite (extended ones begin with it) or its SQLSTATE."""

_UNREACHABLE = {
    "password": _REFUSED,
    'role "': _UNKNOWN_NAME,
    'database "': _NO_DATABASE,
    "too many": _NO_CONNECTIONS,
    "resolve host": Message("no machine of this name is found; check `store` in drempel.toml, and the network"),
    "server closed the connection": _BROKEN_OFF,
}
"""The same while a connection is made: the driver gives no code then, only words."""

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
        with self._translate_errors(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that waits for its turn to write; all it did is stored at the end, or nothing at an error."""
        with self._translate_errors(), self._engine.connect() as connection:
            connection = connection.execution_options(**{WRITES: True})
            with connection.begin():
                yield connection

    def scrub(self) -> str:
        """Write the database anew, so that nothing that was removed stays in its file; raises StoreUnusable.

        Returns what of it is out of reach from here, in words.
        """
        with self._translate_errors(), self._engine.connect() as connection:
            return _SCRUBS[connection.dialect.name](connection, self.where)

    @contextmanager
    def _translate_errors(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, self._engine.dialect.loaded_dbapi.Error) as error:
            why = _reason_for(error.orig if isinstance(error, DBAPIError) else error)
            if why is None:
                raise
            raise StoreUnusable(self.where, why) from error


def _reason_for(error: BaseException | None) -> str | None:
    """What a person can do about an error of the driver, by its code; None where nothing is known."""
    code = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    if code is not None:
        # SQLITE_IOERR_WRITE is a kind of SQLITE_IOERR.
        return _REASONS.get(code) or _REASONS.get("_".join(code.split("_")[:2]))
    # Of psycopg: the only errors without a code are those of the connection itself.
    if not hasattr(error, "sqlstate") or type(error).__name__ not in ("OperationalError", "ConnectionTimeout"):
        return None
    said = str(error).lower()
    return next((why for sign, why in _UNREACHABLE.items() if sign in said), _NO_ANSWER)


def _scrub_sqlite(connection: Connection, where: str) -> str:
    plain = cast(sqlite3.Connection, connection.connection.driver_connection)
    # The index of words first: its pages are data to the database, and keep words until it is made anew.
    plain.execute("INSERT INTO fragment_words(fragment_words) VALUES ('rebuild')")
    plain.execute("VACUUM")
    busy, _, _ = plain.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    for each in copies_before_upgrade(connection):
        each.unlink(missing_ok=True)
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
