"""Marks outside the ledger: quotes released for the report, and interviews unlike the training set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, true

from pipeline.decisions.database.identifiers import coder_number, fragment_numbers
from pipeline.decisions.database.schema import coders, fragments, interviews, quotes
from pipeline.records import fragment_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The words of a fragment as a researcher released them for one of its codes."""

    fragment_id: str
    interview: str
    dimension: str
    code: str
    coder: str
    at: datetime
    text: str


def release(connection: Connection, quote: Quote) -> None:
    """Keep the words that may be shown of a fragment for a code; empty text takes the quote back.

    Raises:
        UnknownFragment: it is not in the study (any more).
    """
    number = fragment_numbers(connection, [quote.fragment_id])[quote.fragment_id]
    same = (quotes.c.fragment == number, quotes.c.dimension == quote.dimension, quotes.c.code == quote.code)
    connection.execute(delete(quotes).where(*same))
    if quote.text:
        row = {"fragment": number, "dimension": quote.dimension, "code": quote.code, "text": quote.text}
        row |= {"coder": coder_number(connection, quote.coder), "at": quote.at}
        connection.execute(insert(quotes), row)


def released(connection: Connection) -> list[Quote]:
    """Every released quote of a fragment that stands, by code, then in the order of the interviews."""
    wanted = (
        select(quotes, fragments.c.start, fragments.c.end, interviews.c.id, coders.c.name)
        .join(fragments, fragments.c.number == quotes.c.fragment)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .join(coders, coders.c.number == quotes.c.coder)
        .where(fragments.c.live == true())
        .order_by(quotes.c.dimension, quotes.c.code, interviews.c.id, fragments.c.start)
    )
    return [
        Quote(
            fragment_id=fragment_id(row.id, row.start, row.end), interview=row.id, dimension=row.dimension,
            code=row.code, coder=row.name, at=row.at, text=row.text,
        )
        for row in connection.execute(wanted)
    ]  # fmt: skip
