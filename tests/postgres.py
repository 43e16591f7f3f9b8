"""A real PostgreSQL server for as long as the tests run: Debian's programs, an ordinary user, a socket and no port."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
"""Where Debian puts the server's programs, the newest last."""

# When the tests end in any way, standard input closes and the server with them.
UNTIL_CLOSED = '"$@" & server=$!; trap "" INT; cat; kill -INT $server; wait $server'

WITHOUT_CARE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_connections=60")
"""What a server may leave out whose data nobody needs tomorrow."""

# The coder `ann` has a password, as people on a real server do.
DOOR = "local all drempel trust\nlocal all all scram-sha-256\n"


class Postgres:
    """A server, and the databases that tests ask of it."""

    def __init__(self, sockets: Path, connection: psycopg.Connection) -> None:
        self._sockets, self._connection, self._numbers = sockets, connection, count()

    def url(self, database: str, who: str = "drempel") -> str:
        """The address of a database of this server."""
        return f"postgresql+psycopg://{who}@/{database}?host={self._sockets}"

    def made(self, template: str = "template0", owner: str = "drempel") -> str:
        """The name of a new database, a copy of another."""
        name = f"study_{next(self._numbers)}"
        self._connection.execute(f"CREATE DATABASE {name} OWNER {owner} TEMPLATE {template}")
        return name

    def folders_with(self, every: Sequence[str], database: str) -> dict[str, set[str]]:
        """For each of these words the folders of the server where it stands, once all is written.

        Other databases are not looked at, and each file is read once: there may be a gigabyte of logs.
        """
        self._connection.execute("CHECKPOINT")
        (number,) = self._connection.execute("SELECT oid FROM pg_database WHERE datname = %s", (database,)).fetchone()
        data = self._sockets / "data"
        found: dict[str, set[str]] = {words: set() for words in every}
        for path in data.rglob("*"):
            folder, *inner = path.relative_to(data).parts
            if path.is_file() and (folder != "base" or inner[0] == str(number)):
                contents = path.read_bytes()
                for words in every:
                    if words.encode() in contents:
                        found[words].add(folder)
        return found

    def emptied(self, database: str) -> str:
        """The same database without a row, as new; making another takes a hundred times as long."""
        with psycopg.connect(host=str(self._sockets), user="drempel", dbname=database) as connection:
            others = (
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
            )
            connection.execute(others, (database,))
            # The ledger's own triggers would refuse.
            connection.execute("SET LOCAL session_replication_role = replica")
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            for (table,) in tables:
                if table != "alembic_version":
                    connection.execute(f'DELETE FROM "{table}"')
            connection.execute("SELECT setval(sequencename::regclass, start_value, false) FROM pg_sequences")
        return database

    def drop(self, database: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._connection.execute(f"DROP DATABASE {database} WITH (FORCE)")


@contextmanager
def serving() -> Iterator[Postgres]:
    """A new server, gone with all its data at the end."""
    programs = INSTALLED[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="drempel-pg-"))
    try:
        user = _ordinary(folder)
        run = [programs / "initdb", "-D", folder / "data", "-U", "drempel", "-A", "trust", "-E", "UTF8", "--locale=C"]
        subprocess.run([*run, "--no-sync"], check=True, capture_output=True, cwd=folder, **user)
        (folder / "data" / "pg_hba.conf").write_text(DOOR, encoding="utf-8")
        serve = [programs / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses="]
        serve += [part for setting in WITHOUT_CARE for part in ("-c", setting)]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                ["sh", "-c", UNTIL_CLOSED, "sh", *serve], stdin=subprocess.PIPE, stderr=log, cwd=folder, **user
            )
        try:
            with _connected(folder, server) as connection:
                connection.execute("CREATE ROLE ann LOGIN PASSWORD 'geheim'")
                yield Postgres(folder, connection)
        finally:
            server.stdin.close()
            server.wait(timeout=60)
    finally:
        shutil.rmtree(folder)


def _ordinary(folder: Path) -> dict[str, object]:
    """The server refuses to run as root: then it runs as the package's user, who gets the folder."""
    if os.getuid():
        return {}
    shutil.chown(folder, "postgres", "postgres")
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _connected(folder: Path, server: subprocess.Popen) -> psycopg.Connection:
    while True:
        try:
            return psycopg.connect(host=str(folder), user="drempel", dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            if server.poll() is not None:
                pytest.fail((folder / "log").read_text(encoding="utf-8", errors="replace"))
            time.sleep(0.05)
