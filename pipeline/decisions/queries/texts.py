"""The words of every fragment that stands, for an index that is made outside the store."""

from __future__ import annotations

from sqlalchemy import Connection, func, select, true

from pipeline.decisions.database.identifiers import known_numbers
from pipeline.decisions.database.schema import fragments

Stamp = tuple[int, int]


def fragment_texts(connection: Connection) -> dict[int, str]:
    """The words of every fragment by its number."""
    wanted = select(fragments.c.number, fragments.c.text).where(fragments.c.live == true())
    return {row.number: row.text for row in connection.execute(wanted)}


def fragments_stamp(connection: Connection) -> Stamp:
    """What is another one as soon as other fragments stand: their count, and the sum of their numbers."""
    told = select(func.count(), func.coalesce(func.sum(fragments.c.number), 0)).where(fragments.c.live == true())
    count, total = connection.execute(told).one()
    return int(count), int(total)


def number_of(connection: Connection, id_: str) -> int | None:
    """The number of a fragment; None where no fragment stands there (any more)."""
    return known_numbers(connection, [id_]).get(id_)
