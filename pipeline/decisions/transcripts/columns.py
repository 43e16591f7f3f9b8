"""Interview columns: read and change them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select, update

from pipeline.decisions.database.identifiers import interview_number
from pipeline.decisions.database.schema import interviews
from pipeline.decisions.database.schema import interviews as interviews_table
from pipeline.decisions.suggestions import forget_of_interview
from pipeline.errors import InvalidDecision
from pipeline.messages import Message


def describe(
    connection: Connection,
    interview: str,
    metadata: Mapping[str, str],
    *,
    instead_of: Mapping[str, str] | None = None,
    read: Collection[str] = (),
) -> None:
    """Put these columns in the place of the interview's own.

    Where one that suggestions rest on (`read`) changes, those for fragments that nobody judged are taken away.

    Raises:
        InvalidDecision: `instead_of` is given, and the columns are no longer those.
        UnknownInterview: it is not in the study.
    """
    number = interview_number(connection, interview)
    earlier = connection.execute(
        select(interviews.c.metadata).where(interviews.c.number == number).with_for_update()
    ).scalar_one()
    if instead_of is not None and earlier != dict(instead_of):
        raise InvalidDecision(
            Message(
                "The columns of %(interview)s were changed by somebody else meanwhile, so nothing was stored. Look at "
                "them anew.",
                interview=interview,
            )
        )
    connection.execute(update(interviews).where(interviews.c.number == number).values(metadata=metadata))
    if any(earlier.get(name) != metadata.get(name) for name in read):
        forget_of_interview(connection, number)


def columns(connection: Connection) -> dict[str, Mapping[str, str]]:
    """The columns of every interview, by id."""
    table = interviews_table.c
    rows = connection.execute(select(table.id, table.metadata).where(table.forgotten_at.is_(None)).order_by(table.id))
    return {row.id: row.metadata for row in rows.all()}
