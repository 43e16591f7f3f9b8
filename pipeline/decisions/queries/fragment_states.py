"""What every coder holds of an interview now: verdicts with where they come from and what still waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, select, true

from pipeline.decisions.finality import final_coders
from pipeline.decisions.finding import interview_number, known_numbers, place_of
from pipeline.decisions.settling import Pair
from pipeline.decisions.states import ORIGINS, Given
from pipeline.decisions.tables import coders, decisions, fragments, holding, standing, suggestions
from pipeline.decisions.views import HeldCode, Verdict
from pipeline.records import fragment_id


def verdicts(connection: Connection, interview: str, coder: str | None) -> list[Verdict]:
    """See `Store.verdicts`."""
    number = interview_number(connection, interview)
    return weighed(
        connection, interview, coder, said=standing.c.interview == number, on=fragments.c.interview == number
    )


def verdicts_on(connection: Connection, id_: str) -> list[Verdict]:
    """See `Store.verdicts_on`."""
    number = known_numbers(connection, [id_]).get(id_)
    said, on = standing.c.fragment == number, fragments.c.number == number
    return [] if number is None else weighed(connection, place_of(id_)[0], None, said=said, on=on)


def weighed(
    connection: Connection, interview: str, coder: str | None, *, said: ColumnElement[bool], on: ColumnElement[bool]
) -> list[Verdict]:
    """The verdicts on some fragments of an interview: `on` names them in `fragments`, `said` in `standing`."""
    mine = said if coder is None else and_(said, coders.c.name == coder)
    stands = _standing(connection, mine)
    given = _said(connection, mine)
    shown = _must_answer(connection, on)
    final = final_coders(connection, on)
    found = []
    for place in _places(connection, on):
        id_ = fragment_id(interview, place.start, place.end)
        here = stands[place.number]
        for row in here:
            found.append(_verdict(id_, row, given[row.fragment, row.coder], shown[place.number], final))
        if coder is not None and not here:
            found.append(Verdict(fragment_id=id_, coder=coder, open=tuple(shown[place.number])))
    return found


def _places(connection: Connection, on: ColumnElement[bool]) -> Sequence[Any]:
    columns = fragments.c
    return connection.execute(
        select(columns.number, columns.start, columns.end)
        .where(on, columns.live == true())
        .order_by(columns.start, columns.end)
    ).all()


def _standing(connection: Connection, mine: ColumnElement[bool]) -> dict[int, list[Any]]:
    rows = connection.execute(
        select(standing, coders.c.name, decisions.c.decided_at)
        .join(coders, coders.c.number == standing.c.coder)
        .outerjoin(decisions, decisions.c.number == standing.c.finished)
        .where(mine)
        .order_by(coders.c.name)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.all():
        found[row.fragment].append(row)
    return found


def _said(connection: Connection, mine: ColumnElement[bool]) -> dict[Pair, list[Any]]:
    entry = decisions.c
    rows = connection.execute(
        select(
            holding, entry.decided_at, entry.blind, entry.probability, entry.rank, entry.model,
        )
        .join_from(standing, holding, _same_pair())
        .join(coders, coders.c.number == standing.c.coder)
        .join(decisions, entry.number == holding.c.entry)
        .where(mine)
        .order_by(holding.c.fragment, holding.c.coder, holding.c.dimension, holding.c.code)
    )  # fmt: skip
    found: dict[Pair, list[Any]] = defaultdict(list)
    for row in rows.all():
        found[row.fragment, row.coder].append(row)
    return found


def _same_pair() -> ColumnElement[bool]:
    return and_(holding.c.fragment == standing.c.fragment, holding.c.coder == standing.c.coder)


def _must_answer(connection: Connection, on: ColumnElement[bool]) -> dict[int, list[Given]]:
    columns = suggestions.c
    rows = connection.execute(
        select(columns.fragment, columns.dimension, columns.code)
        .join_from(fragments, suggestions, columns.fragment == fragments.c.number)
        .where(
            on,
            fragments.c.live == true(),
            fragments.c.blind != true(),
            columns.suggested == true(),
        )
        .order_by(columns.fragment, columns.dimension, columns.code)
    )
    found: dict[int, list[Given]] = defaultdict(list)
    for fragment, dimension, code in rows.all():
        found[fragment].append((dimension, code))
    return found


def _verdict(
    id_: str,
    row: Row[Any],
    said: Sequence[Row[Any]],
    shown: Iterable[Given],
    final: Mapping[int, int],
) -> Verdict:
    answered = {(each.dimension, each.code) for each in said}
    return Verdict(
        fragment_id=id_,
        coder=row.name,
        reviewed=row.reviewed,
        reviewed_at=row.decided_at,
        final=row.reviewed and final.get(row.fragment) == row.coder,
        codes=tuple(_held(each) for each in said if each.status in ORIGINS),
        rejected=tuple((each.dimension, each.code) for each in said if each.status in ("rejected", "replaced")),
        removed=tuple((each.dimension, each.code) for each in said if each.status == "removed"),
        open=() if row.reviewed else tuple(given for given in shown if given not in answered),
    )


def _held(row: Row[Any]) -> HeldCode:
    return HeldCode(
        dimension=row.dimension,
        code=row.code,
        origin=row.status,
        decision=row.entry,
        decided_at=row.decided_at,
        blind=row.blind,
        probability=row.probability,
        rank=row.rank,
        model=row.model,
    )
