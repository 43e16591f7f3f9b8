"""Coders and their personal access keys, of which only a hash is stored."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Connection, select, update

from pipeline.decisions.database.identifiers import coder_number
from pipeline.decisions.database.schema import coders
from pipeline.decisions.records import Coder
from pipeline.errors import InvalidDecision
from pipeline.messages import Message

SHORTEST_KEY = 20
"""Characters of a key: one that nobody can guess needs no slow hash."""


def people(connection: Connection) -> list[Coder]:
    """Everybody who ever coded or was given a key, by name."""
    return [
        Coder(name=row.name, has_key=row.key_hash is not None, since=row.since, left_at=row.left_at)
        for row in connection.execute(select(coders).order_by(coders.c.name))
    ]


def add_coder(connection: Connection, name: str, *, key: str, since: datetime) -> None:
    """Let somebody sign in with a name and a key; a new key takes the place of an older one.

    Only a hash of the key is kept, so it must be long and drawn at random: 20 characters or more.
    """
    if not name.strip():
        raise InvalidDecision(Message("A coder needs a name."))
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"a key needs {SHORTEST_KEY} characters or more")
    number = coder_number(connection, name.strip())
    kept = {"key_hash": _hash(key), "since": since, "left_at": None}
    connection.execute(update(coders).where(coders.c.number == number).values(kept))


def remove_key(connection: Connection, name: str, *, at: datetime) -> None:
    """Take a coder's key away; what was said stays. Raises InvalidDecision for a name that nobody has."""
    gone = {"key_hash": None, "left_at": at}
    if not connection.execute(update(coders).where(coders.c.name == name).values(gone)).rowcount:
        raise InvalidDecision(Message("There is no coder %(coder)s.", coder=repr(name)))


def coder_for_key(connection: Connection, key: str) -> str | None:
    """The name of the coder who has this access key; None when nobody has."""
    return connection.execute(select(coders.c.name).where(coders.c.key_hash == _hash(key))).scalar()


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
