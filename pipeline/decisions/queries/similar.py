"""Fragments for which a model suggests the same code and which a coder has not answered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, select, true

from pipeline.decisions.database.identifiers import known_coder, known_numbers, parse_fragment_id
from pipeline.decisions.database.schema import (
    coder_codes,
    coder_fragments,
    fragments,
    interviews,
    scored_fragments,
    suggestions,
)
from pipeline.decisions.ledger.rules import HELD_STATUSES
from pipeline.records import fragment_id


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSuggestion:
    """A fragment where a suggestion of the code in question is open; never a blind one."""

    fragment_id: str
    interview: str
    text: str
    probability: float
    rank: int
    model: str


def alike(
    connection: Connection, dimension: str, code: str, coder: str, *, least: float, single: bool, limit: int = 50
) -> list[OpenSuggestion]:
    """The fragments where this coder has yet to answer a suggestion of this code, the most probable first.

    Blind fragments never are among them. `least` is the lowest probability that counts; where the dimension has
    room for a `single` code, fragments where another holds are left out.
    """
    said, waits = suggestions.c, _open(connection, dimension, code, coder, single)
    order = said.probability.desc(), interviews.c.id, fragments.c.start
    return _found(connection, _places().where(waits, said.probability >= least).order_by(*order).limit(limit))


def open_among(
    connection: Connection, dimension: str, code: str, coder: str, *, single: bool, of: Collection[str]
) -> list[OpenSuggestion]:
    """Those of these fragments that `alike` would still find, whatever their probability."""
    here = suggestions.c.fragment.in_(known_numbers(connection, of).values())
    # Put in order here: asked to, the database would go through every suggestion of the code in that order.
    found = _found(connection, _places().where(_open(connection, dimension, code, coder, single), here))
    return sorted(found, key=lambda each: (-each.probability, each.interview, parse_fragment_id(each.fragment_id)))


def _open(connection: Connection, dimension: str, code: str, coder: str, single: bool) -> ColumnElement[bool]:
    """Whether this coder still has to answer the suggestion; where there is room for one code, none may hold yet."""
    who = known_coder(connection, coder) or 0
    answered = (
        (coder_codes.c.fragment == fragments.c.number)
        & (coder_codes.c.coder == who)
        & (coder_codes.c.dimension == dimension)
    )
    answered &= (coder_codes.c.code == code) | (
        coder_codes.c.status.in_(HELD_STATUSES) if single else coder_codes.c.code == code
    )
    finished = (
        (coder_fragments.c.fragment == fragments.c.number)
        & (coder_fragments.c.coder == who)
        & (coder_fragments.c.finished.is_not(None))
    )
    suggested = suggestions.c
    return (
        (suggested.dimension == dimension)
        & (suggested.code == code)
        & (suggested.suggested == true())
        & (fragments.c.live == true())
        & (fragments.c.blind != true())
        & ~exists().where(answered)
        & ~exists().where(finished)
    )


def _places() -> Select[Any]:
    suggested, place = suggestions.c, fragments.c
    return (
        select(
            interviews.c.id,
            place.start,
            place.end,
            place.text,
            suggested.probability,
            suggested.rank,
            scored_fragments.c.model,
        )
        .join_from(suggestions, fragments, place.number == suggested.fragment)
        .join(interviews, interviews.c.number == place.interview)
        .join(scored_fragments, scored_fragments.c.fragment == place.number)
    )


def _found(connection: Connection, wanted: Select[Any]) -> list[OpenSuggestion]:
    return [
        OpenSuggestion(
            fragment_id=fragment_id(row.id, row.start, row.end),
            interview=row.id,
            text=row.text,
            probability=row.probability,
            rank=row.rank,
            model=row.model,
        )
        for row in connection.execute(wanted)
    ]
