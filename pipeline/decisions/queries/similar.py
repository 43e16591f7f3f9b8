"""Fragments for which a model suggests the same code, and where it still waits for a coder's answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, select, true

from pipeline.decisions.entries import known_coder
from pipeline.decisions.finding import known_numbers, place_of
from pipeline.decisions.states import ORIGINS
from pipeline.decisions.tables import fragments, holding, interviews, scored, standing, suggestions
from pipeline.records import fragment_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A fragment where a suggestion of the code in question is open; never a blind one."""

    fragment_id: str
    interview: str
    text: str
    probability: float
    rank: int
    model: str


def alike(
    connection: Connection, dimension: str, code: str, coder: str, *, least: float, single: bool, limit: int
) -> list[Alike]:
    """See `Store.alike`."""
    said, waits = suggestions.c, _open(connection, dimension, code, coder, single)
    order = said.probability.desc(), interviews.c.id, fragments.c.start
    return _found(connection, _places().where(waits, said.probability >= least).order_by(*order).limit(limit))


def still_alike(
    connection: Connection, dimension: str, code: str, coder: str, *, single: bool, of: Collection[str]
) -> list[Alike]:
    """See `Store.still_alike`."""
    here = suggestions.c.fragment.in_(known_numbers(connection, of).values())
    # Put in order here: asked to, the database would go through every suggestion of the code in that order.
    found = _found(connection, _places().where(_open(connection, dimension, code, coder, single), here))
    return sorted(found, key=lambda each: (-each.probability, each.interview, place_of(each.fragment_id)))


def _open(connection: Connection, dimension: str, code: str, coder: str, single: bool) -> ColumnElement[bool]:
    """Whether this coder still has to answer the suggestion; where there is room for one code, none may hold yet."""
    who = known_coder(connection, coder) or 0
    answered = (
        (holding.c.fragment == fragments.c.number) & (holding.c.coder == who) & (holding.c.dimension == dimension)
    )
    answered &= (holding.c.code == code) | (holding.c.status.in_(ORIGINS) if single else holding.c.code == code)
    finished = (standing.c.fragment == fragments.c.number) & (standing.c.coder == who) & (standing.c.reviewed == true())
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
            interviews.c.id, place.start, place.end, place.text, suggested.probability, suggested.rank, scored.c.model
        )
        .join_from(suggestions, fragments, place.number == suggested.fragment)
        .join(interviews, interviews.c.number == place.interview)
        .join(scored, scored.c.fragment == place.number)
    )


def _found(connection: Connection, wanted: Select[Any]) -> list[Alike]:
    return [
        Alike(
            fragment_id=fragment_id(row.id, row.start, row.end),
            interview=row.id,
            text=row.text,
            probability=row.probability,
            rank=row.rank,
            model=row.model,
        )
        for row in connection.execute(wanted)
    ]
