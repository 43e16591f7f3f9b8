"""Memos on the study, an interview, a fragment or a code. Editing keeps earlier wordings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from pipeline.decisions.database.identifiers import coder_number, fragment_numbers, interview_number, parse_fragment_id
from pipeline.decisions.database.schema import coders, fragments, interviews, memos
from pipeline.decisions.records import Memo, Topic
from pipeline.errors import InvalidDecision
from pipeline.messages import Message
from pipeline.records import fragment_id


def write_memo(
    connection: Connection, text: str, topic: Topic, *, coder: str, at: datetime, replaces: int | None = None
) -> int:
    """Write a memo, or write one anew: empty text takes it away. Returns its number.

    Raises:
        InvalidDecision: the memo to replace was rewritten meanwhile.
        UnknownFragment, UnknownInterview: what it is about is not in the study.
    """
    row: dict[str, object] = {"coder": coder_number(connection, coder), "at": at, "text": text, "replaces": replaces}
    row |= {"dimension": topic.dimension, "code": topic.code}
    if topic.fragment_id is not None:
        row["fragment"] = fragment_numbers(connection, [topic.fragment_id])[topic.fragment_id]
        row["interview"] = interview_number(connection, parse_fragment_id(topic.fragment_id)[0])
    elif topic.interview is not None:
        row["interview"] = interview_number(connection, topic.interview)
    if replaces is not None:
        _refuse_replacing(connection, replaces)
    return int(connection.execute(insert(memos).returning(memos.c.number), row).scalar_one())


def all_memos(connection: Connection, interview: str | None = None) -> list[Memo]:
    """Every memo in its latest wording, oldest first; of one interview and its fragments, or all."""
    later = memos.alias("later")
    wanted = (
        select(memos, coders.c.name, interviews.c.id, fragments.c.start, fragments.c.end)
        .join(coders, coders.c.number == memos.c.coder)
        .outerjoin(interviews, interviews.c.number == memos.c.interview)
        .outerjoin(fragments, fragments.c.number == memos.c.fragment)
        .outerjoin(later, later.c.replaces == memos.c.number)
        .where(later.c.number.is_(None), memos.c.text != "")
        .order_by(memos.c.number)
    )
    if interview is not None:
        wanted = wanted.where(memos.c.interview == interview_number(connection, interview))
    return [
        Memo(
            number=row.number,
            coder=row.name,
            at=row.at,
            text=row.text,
            topic=Topic(
                interview=row.id,
                fragment_id=None if row.fragment is None else fragment_id(row.id, row.start, row.end),
                dimension=row.dimension,
                code=row.code,
            ),
        )
        for row in connection.execute(wanted)
    ]


def _refuse_replacing(connection: Connection, number: int) -> None:
    known = connection.execute(select(memos.c.number).where(memos.c.number == number)).scalar()
    newer = connection.execute(select(memos.c.number).where(memos.c.replaces == number)).scalar()
    if known is None or newer is not None:
        raise InvalidDecision(
            Message("Memo %(number)s was rewritten meanwhile, or is not there. Reload the page.", number=number)
        )
