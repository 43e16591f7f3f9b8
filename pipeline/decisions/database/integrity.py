"""Check that a SQLite file is sound and that its full-text index is complete."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

_WORDS_MISSING = text(
    "SELECT count(*) FROM (SELECT number FROM fragments EXCEPT SELECT id FROM fragment_words_docsize)"
)
_WORDS_TOO_MANY = text(
    "SELECT count(*) FROM (SELECT id FROM fragment_words_docsize EXCEPT SELECT number FROM fragments)"
)
_WORDS_ANEW = text("INSERT INTO fragment_words(fragment_words) VALUES ('rebuild')")


def pages(connection: Connection) -> Iterator[str]:
    """What is broken in the file or points to nothing; only a backup mends it."""
    if connection.dialect.name == "sqlite":
        broken = [said for said in connection.execute(text("PRAGMA quick_check(20)")).scalars() if said != "ok"]
        if broken:
            yield f"the file is damaged in {len(broken)} place(s); put a backup in its place"
        lost = connection.execute(text("PRAGMA foreign_key_check")).all()
        if lost:
            yield f"{len(lost)} row(s) name something that is not there; put a backup in its place"


def words(connection: Connection) -> Iterator[str]:
    """Fragments that searching would miss, or find without reason."""
    if connection.dialect.name == "sqlite":
        missing = connection.execute(_WORDS_MISSING).scalar_one()
        surplus = connection.execute(_WORDS_TOO_MANY).scalar_one()
        if missing or surplus:
            yield f"words to search in: {missing} fragments missing, {surplus} too many"


def index_words_anew(connection: Connection) -> None:
    """Make the index of words anew from the fragments."""
    if connection.dialect.name == "sqlite":
        connection.execute(_WORDS_ANEW)
