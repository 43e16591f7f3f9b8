"""Look up row numbers by the names that people use: interviews, fragments, coders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import Connection, Row, Table, select, true
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.decisions.database.batching import batched
from pipeline.decisions.database.schema import coders, fragments, interviews
from pipeline.errors import UnknownFragment, UnknownInterview

NOBODY = -1
"""The number of a coder who never said anything."""

_INSERTS: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def known_coder(connection: Connection, name: str) -> int | None:
    """The number of the coder of this name, if there is one."""
    return connection.execute(select(coders.c.number).where(coders.c.name == name)).scalar()


def coder_number(connection: Connection, name: str) -> int:
    """The number of the coder of this name, who is made known where needed."""
    if known_coder(connection, name) is None:
        added = _INSERTS[connection.dialect.name](coders).values(name=name).on_conflict_do_nothing()
        connection.execute(added)
    return int(connection.execute(select(coders.c.number).where(coders.c.name == name)).scalar_one())


def interview_number(connection: Connection, interview: str) -> int:
    """The number of an interview; raises UnknownInterview."""
    wanted = select(interviews.c.number).where(interviews.c.id == interview, interviews.c.forgotten_at.is_(None))
    found = connection.execute(wanted).scalar()
    if found is None:
        raise UnknownInterview(interview)
    return int(found)


def parse_fragment_id(fragment_id: str) -> tuple[str, int, int]:
    """Interview, start and end in a fragment's id; raises UnknownFragment when it is no such id."""
    interview, _, offsets = fragment_id.rpartition(":")
    start, dash, end = offsets.partition("-")
    if not (interview and dash and _is_offset(start) and _is_offset(end)):
        raise UnknownFragment(fragment_id)
    return interview, int(start), int(end)


def _is_offset(digits: str) -> bool:
    # A database knows no number beyond 64 bits, so none has more than 18 digits.
    return digits.isascii() and digits.isdigit() and len(digits) <= 18


def fragment_numbers(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    """The numbers of fragments as they are cut now, held against other writers; raises UnknownFragment."""
    found = known_numbers(connection, ids, held=True)
    missing = [each for each in ids if each not in found]
    if missing:
        raise UnknownFragment(missing[0])
    return found


def known_numbers(connection: Connection, ids: Collection[str], *, held: bool = False) -> dict[str, int]:
    """The numbers of those of the fragments that are cut so now; `held` against other writers.

    Raises:
        UnknownFragment: one is no fragment's name.
    """
    wanted: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for each in ids:
        interview, start, end = parse_fragment_id(each)
        wanted[interview][start, end] = each
    found: dict[str, int] = {}
    for interview, places in wanted.items():
        for row in _at(connection, interview, {start for start, _ in places}, held=held):
            if (row.start, row.end) in places:
                found[places[row.start, row.end]] = row.number
    return found


def _at(connection: Connection, interview: str, starts: Collection[int], *, held: bool) -> list[Row[Any]]:
    rows: list[Row[Any]] = []
    for part in batched(sorted(starts)):
        places = (
            select(fragments.c.number, fragments.c.start, fragments.c.end)
            .join(interviews, interviews.c.number == fragments.c.interview)
            .where(interviews.c.id == interview, fragments.c.live == true(), fragments.c.start.in_(part))
            .order_by(fragments.c.number)
        )
        rows += connection.execute(places.with_for_update(of=fragments) if held else places)
    return rows
