"""What is marked beside the ledger: quotes that may be shown, and interviews unlike those that were learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, Float, ForeignKey, String, Table, Text, delete, insert, select, true

from pipeline.decisions.column_types import Moment, Name
from pipeline.decisions.entries import coder_number
from pipeline.decisions.finding import fragment_numbers, interview_number
from pipeline.decisions.parts import in_parts
from pipeline.decisions.tables import coders, fragments, interviews, metadata
from pipeline.records import fragment_id

quotes = Table(
    "quotes",
    metadata,
    Column("fragment", ForeignKey("fragments.number"), primary_key=True, autoincrement=False),
    Column("dimension", Name, primary_key=True),
    Column("code", Name, primary_key=True),
    Column("coder", ForeignKey("coders.number"), nullable=False),
    Column("at", Moment, nullable=False),
    # As it may be shown: often not what was said, but that without names.
    Column("text", Text, nullable=False),
)

unlike = Table(
    "unlike",
    metadata,
    Column("interview", ForeignKey("interviews.number"), primary_key=True, autoincrement=False),
    Column("model", String, nullable=False),
    Column("signs", String, nullable=False),
    Column("unknown_words", Float, nullable=False),
    Column("usual_words", Float, nullable=False),
    Column("shift", Float),
    Column("usual_shift", Float, nullable=False),
)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlike:
    """How an interview differs from those that `model` learnt from: in `words`, in `probabilities`, or in both."""

    interview: str
    model: str
    signs: tuple[str, ...]
    unknown_words: float
    usual_words: float
    shift: float | None
    usual_shift: float


def release(connection: Connection, quote: Quote) -> None:
    """See `Store.release_quote`."""
    number = fragment_numbers(connection, [quote.fragment_id])[quote.fragment_id]
    same = (quotes.c.fragment == number, quotes.c.dimension == quote.dimension, quotes.c.code == quote.code)
    connection.execute(delete(quotes).where(*same))
    if quote.text:
        row = {"fragment": number, "dimension": quote.dimension, "code": quote.code, "text": quote.text}
        row |= {"coder": coder_number(connection, quote.coder), "at": quote.at}
        connection.execute(insert(quotes), row)


def released(connection: Connection) -> list[Quote]:
    """See `Store.quotes`."""
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


def forget_quotes(connection: Connection, fragments_of: Sequence[int]) -> None:
    """Remove what was released of these fragments."""
    for part in in_parts(fragments_of):
        connection.execute(delete(quotes).where(quotes.c.fragment.in_(part)))


def mark_unlike(connection: Connection, interview: str, told: Unlike | None) -> None:
    """See `Store.mark_unlike`."""
    number = interview_number(connection, interview)
    connection.execute(delete(unlike).where(unlike.c.interview == number))
    if told is not None:
        row = {name: getattr(told, name) for name in Unlike.__slots__} | {"signs": "|".join(told.signs)}
        connection.execute(insert(unlike), row | {"interview": number})


def marked_unlike(connection: Connection) -> dict[str, Unlike]:
    """See `Store.unlike`."""
    rows = connection.execute(
        select(unlike, interviews.c.id).join(interviews, interviews.c.number == unlike.c.interview)
    )
    plain = [name for name in Unlike.__slots__ if name not in ("interview", "signs")]
    return {
        row.id: Unlike(
            interview=row.id, signs=tuple(row.signs.split("|")), **{name: getattr(row, name) for name in plain}
        )
        for row in rows
    }
