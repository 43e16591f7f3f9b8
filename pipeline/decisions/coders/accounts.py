"""Coders, their personal access keys, and who is signed in; of keys and sessions only a hash is stored."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from pipeline.decisions.database.identifiers import coder_number, known_coder
from pipeline.decisions.database.schema import coders, sign_ins
from pipeline.decisions.records import Coder
from pipeline.errors import InvalidDecision
from pipeline.messages import Message

SHORTEST_KEY = 20
"""Characters of a key: one that nobody can guess needs no slow hash."""
SIGNED_IN_FOR = timedelta(days=7)
"""How long somebody stays signed in."""


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
    connection.execute(delete(sign_ins).where(sign_ins.c.coder == number))


def remove_key(connection: Connection, name: str, *, at: datetime) -> None:
    """Take a coder's key away; what was said stays. Raises InvalidDecision for a name that nobody has."""
    gone = {"key_hash": None, "left_at": at}
    connection.execute(delete(sign_ins).where(sign_ins.c.coder == known_coder(connection, name)))
    if not connection.execute(update(coders).where(coders.c.name == name).values(gone)).rowcount:
        raise InvalidDecision(Message("There is no coder %(coder)s.", coder=repr(name)))


def coder_for_key(connection: Connection, key: str) -> str | None:
    """The name of the coder who has this access key; None when nobody has."""
    return connection.execute(select(coders.c.name).where(coders.c.key_hash == _hash(key))).scalar()


def sign_in(connection: Connection, session: str, name: str, *, with_key: bool, at: datetime) -> None:
    """Keep that a coder signed in under this session id, until he signs out or his key changes."""
    number = coder_number(connection, name)
    connection.execute(delete(sign_ins).where(sign_ins.c.at < at - SIGNED_IN_FOR))
    row = {"session_hash": _hash(session), "coder": number, "with_key": with_key, "at": at}
    connection.execute(insert(sign_ins), row)


def sign_out(connection: Connection, session: str) -> None:
    """End a session: its cookie opens nothing any more, also not a copy of it."""
    connection.execute(delete(sign_ins).where(sign_ins.c.session_hash == _hash(session)))


def signed_in(connection: Connection, session: str, *, at: datetime, needs_key: bool) -> str | None:
    """The name of the coder who signed in under this session id and still is; None when nobody is."""
    wanted = (
        select(coders.c.name, sign_ins.c.with_key, sign_ins.c.at)
        .join_from(sign_ins, coders, coders.c.number == sign_ins.c.coder)
        .where(sign_ins.c.session_hash == _hash(session))
    )
    row = connection.execute(wanted).first()
    if row is None or at - row.at >= SIGNED_IN_FOR or (needs_key and not row.with_key):
        return None
    return str(row.name)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
