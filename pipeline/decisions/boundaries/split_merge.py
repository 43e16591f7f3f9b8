"""Split, merge and move fragments by hand. Codes follow; replaced fragments stay in the store, set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, true, update

from pipeline.decisions.boundaries.carry_over import carry
from pipeline.decisions.boundaries.history import RECUT
from pipeline.decisions.database.identifiers import coder_number, fragment_numbers
from pipeline.decisions.database.schema import (
    boundary_changes,
    fragments,
    interviews,
    scored_fragments,
    suggestions,
    versions,
)
from pipeline.decisions.ledger.acts import insert_act
from pipeline.decisions.ledger.totals import count_fragments, count_interview
from pipeline.decisions.transcripts.spans import BY_HAND, Span, strip_span
from pipeline.errors import InvalidDecision
from pipeline.messages import Message
from pipeline.records import fragment_id as id_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFragment:
    """A fragment to be: where, from which old ones its codes come, and what else of them it keeps."""

    start: int
    end: int
    parents: tuple[Row[Any], ...]
    finished: bool = False
    suggestions: bool = False


def split(connection: Connection, fragment_id: str, at: int, *, coder: str, decided_at: datetime) -> list[str]:
    """See `Store.boundaries.split`."""
    [old] = standing_fragments(connection, [fragment_id])
    new = [NewFragment(start=old.start, end=at, parents=(old,)), NewFragment(start=at, end=old.end, parents=(old,))]
    return recut(connection, "split", [old], new, coder=coder, decided_at=decided_at)[1]


def merge(connection: Connection, first: str, second: str, *, coder: str, decided_at: datetime) -> list[str]:
    """See `Store.boundaries.merge`."""
    left, right = _neighbours(connection, first, second)
    new = [NewFragment(start=left.start, end=right.end, parents=(left, right), finished=True)]
    return recut(connection, "merge", [left, right], new, coder=coder, decided_at=decided_at)[1]


def move_boundary(
    connection: Connection, first: str, second: str, to: int, *, coder: str, decided_at: datetime
) -> list[str]:
    """See `Store.boundaries.move`."""
    left, right = _neighbours(connection, first, second)
    new = [
        NewFragment(start=left.start, end=to, parents=(left,), finished=True, suggestions=True),
        NewFragment(start=to, end=right.end, parents=(right,), finished=True, suggestions=True),
    ]
    return recut(connection, "move", [left, right], new, coder=coder, decided_at=decided_at)[1]


def standing_fragments(connection: Connection, ids: Sequence[str]) -> list[Row[Any]]:
    """The fragments of these ids, in the order of the text; raises UnknownFragment."""
    numbers = fragment_numbers(connection, ids)
    found = connection.execute(
        select(fragments, interviews.c.id)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .where(fragments.c.number.in_(numbers.values()))
        .order_by(fragments.c.start)
    )
    return list(found)


def _neighbours(connection: Connection, first: str, second: str) -> tuple[Row[Any], Row[Any]]:
    found = standing_fragments(connection, [first, second])
    if len(found) != 2 or (found[0].interview, found[0].turn) != (found[1].interview, found[1].turn):
        raise InvalidDecision(
            Message(
                "%(first)s and %(second)s are not in the same turn, so they cannot be cut together.",
                first=first,
                second=second,
            )
        )
    left, right = found
    column = fragments.c
    between = connection.execute(
        select(column.number).where(
            column.interview == left.interview,
            column.live == true(),
            column.start >= left.end,
            column.end <= right.start,
        )
    ).first()
    if between:
        raise InvalidDecision(
            Message(
                "Between %(first)s and %(second)s lies another fragment. Merge with the nearest first.",
                first=first,
                second=second,
            )
        )
    return left, right


def recut(
    connection: Connection,
    kind: str,
    old: Sequence[Row[Any]],
    new: Sequence[NewFragment],
    *,
    coder: str,
    decided_at: datetime,
) -> tuple[int, list[str]]:
    """Set fragments of one interview aside for new ones; returns the number of the act and the new ids.

    Raises:
        InvalidDecision: a new fragment would be without words.
    """
    text = text_of(connection, old[0])
    places = [_place_of(text, each) for each in new]
    ids = [id_of(old[0].id, start, end) for start, end in places]
    told = f"{kind}: {', '.join(id_of(each.id, each.start, each.end) for each in old)} -> {', '.join(ids)}"
    act = insert_act(connection, coder_number(connection, coder), RECUT, at=decided_at, source=told)
    gone = [each.number for each in old]
    connection.execute(update(fragments).where(fragments.c.number.in_(gone)).values(live=False))
    made = {}
    for each, (start, end) in zip(new, places, strict=True):
        number = _make(connection, each, start, end, text[start:end])
        made[number] = each
        if each.suggestions:
            _keep_suggestions(connection, each.parents[0].number, number)
    connection.execute(insert(boundary_changes), [{"act": act, "fragment": each, "made": False} for each in gone])
    connection.execute(insert(boundary_changes), [{"act": act, "fragment": each, "made": True} for each in made])
    _carry_all(connection, made, act)
    count_fragments(connection, [*gone, *made])
    count_interview(connection, old[0].interview)
    return act, ids


def _carry_all(connection: Connection, made: Mapping[int, NewFragment], act: int) -> None:
    for number, each in made.items():
        carry(connection, [parent.number for parent in each.parents], number, act, finished=each.finished)


def text_of(connection: Connection, fragment: Row[Any]) -> str:
    """The text of the interview in the version that a fragment was cut from."""
    wanted = select(versions.c.text).where(
        versions.c.interview == fragment.interview, versions.c.version == fragment.version
    )
    return str(connection.execute(wanted).scalar_one())


def _place_of(text: str, new: NewFragment) -> Span:
    span = strip_span(text, new.start, new.end)
    if span is None:
        raise InvalidDecision(
            Message("A fragment without words cannot be made. Choose another place for the boundary.")
        )
    return span


def _make(connection: Connection, new: NewFragment, start: int, end: int, text: str) -> int:
    first = new.parents[0]
    probability = 1.0
    for parent in new.parents:
        probability *= parent.sampling_probability
    row = {
        **{name: getattr(first, name) for name in ("interview", "version", "turn", "cut_by")},
        "start": start,
        "end": end,
        "words": len(text.split()),
        "boundary": BY_HAND,
        # Made of a blind and a shown fragment it is not blind: half of its suggestions was seen.
        "blind": all(parent.blind for parent in new.parents),
        "sampling_probability": probability,
        "live": True,
        "text": text,
    }
    return int(connection.execute(insert(fragments).returning(fragments.c.number), row).scalar_one())


def _keep_suggestions(connection: Connection, old: int, new: int) -> None:
    for table in (scored_fragments, suggestions):
        rows = connection.execute(select(table).where(table.c.fragment == old)).mappings().all()
        if rows:
            connection.execute(insert(table), [{**row, "fragment": new} for row in rows])
