"""A model's suggestions take the place of older ones, except where people gave a verdict having seen those."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import pandas as pd
from sqlalchemy import ColumnElement, Connection, delete, exists, insert, or_, select, true

from pipeline.decisions.counting import count_fragments, count_interview
from pipeline.decisions.finding import interview_number
from pipeline.decisions.parts import in_parts
from pipeline.decisions.tables import fragments, interviews, scored, standing, suggestions
from pipeline.records import fragment_id

COLUMNS = ("dimension", "code", "probability", "rank", "suggested")

# What people have judged keeps the suggestion that they saw, or did not see.
_NOBODY_JUDGED = ~exists().where(standing.c.fragment == fragments.c.number)


def save_suggestions(
    connection: Connection, interview: str, model: str, frame: pd.DataFrame, *, suggested_at: datetime
) -> int:
    """See `Store.save_suggestions`."""
    number = interview_number(connection, interview)
    numbers = {
        fragment_id(interview, row.start, row.end): row.number
        for row in connection.execute(
            select(fragments.c.number, fragments.c.start, fragments.c.end).where(
                fragments.c.interview == number, fragments.c.live == true(), _NOBODY_JUDGED
            )
        )
    }
    wanted = frame[frame["fragment_id"].isin(list(numbers))]
    touched = [numbers[each] for each in dict.fromkeys(wanted["fragment_id"])]
    delete_suggestions(connection, touched)
    if touched:
        kept = [{"fragment": each, "model": model, "suggested_at": suggested_at} for each in touched]
        connection.execute(insert(scored), kept)
        connection.execute(insert(suggestions), _rows(wanted, numbers))
    count_fragments(connection, touched)
    count_interview(connection, number)
    return len(touched)


def forget_suggestions(connection: Connection, numbers: Collection[int]) -> None:
    """Take away what was suggested for these fragments: a model has to look at them anew."""
    delete_suggestions(connection, numbers)
    count_fragments(connection, numbers)


def forget_of_interview(connection: Connection, number: int) -> None:
    """Take away what was suggested in an interview for fragments that nobody judged."""
    of_interview = select(fragments.c.number).where(fragments.c.interview == number, _NOBODY_JUDGED)
    forget_suggestions(connection, list(connection.execute(of_interview).scalars()))
    count_interview(connection, number)


def delete_suggestions(connection: Connection, numbers: Iterable[int]) -> None:
    """Take suggestions away without counting anew."""
    for part in in_parts(numbers):
        for table in (suggestions, scored):
            connection.execute(delete(table).where(table.c.fragment.in_(part)))


def waiting_for(connection: Connection, model: str, among: Sequence[str] | None = None) -> list[str]:
    """See `Store.waiting_for`."""
    if among is not None:
        parts = (_waiting(connection, model, interviews.c.id.in_(part)) for part in in_parts(among))
        return sorted(found for part in parts for found in part)
    return _waiting(connection, model, true())


def _waiting(connection: Connection, model: str, among: ColumnElement[bool]) -> list[str]:
    unseen = or_(scored.c.model.is_(None), scored.c.model != model)
    waiting = (
        select(fragments.c.interview)
        .outerjoin(scored, scored.c.fragment == fragments.c.number)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .where(among, fragments.c.live == true(), unseen, _NOBODY_JUDGED)
        .distinct()
    )
    wanted = select(interviews.c.id).where(interviews.c.number.in_(waiting)).order_by(interviews.c.id)
    return list(connection.execute(wanted).scalars())


def _rows(frame: pd.DataFrame, numbers: dict[str, int]) -> list[dict[str, object]]:
    columns = [frame[name].tolist() for name in COLUMNS]
    return [
        {"fragment": numbers[fragment], **dict(zip(COLUMNS, values, strict=True))}
        for fragment, *values in zip(frame["fragment_id"], *columns, strict=True)
    ]
