"""Interviews with their progress, and what a coder sees of them; the number of queries does not grow with the store."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import ColumnElement, Connection, select, true

from pipeline.decisions.database.conditions import CURRENT_TEXT, FRAGMENT_TURN
from pipeline.decisions.database.identifiers import interview_number
from pipeline.decisions.database.schema import coders, progress, turns, versions
from pipeline.decisions.database.schema import fragments as fragments_table
from pipeline.decisions.database.schema import interviews as interviews_table
from pipeline.decisions.records import Interview, Progress, StoredFragment
from pipeline.records import Fragment, Role


def interviews(connection: Connection) -> list[Interview]:
    """Every interview by id, with progress in all and per coder."""
    by_coder: dict[int, dict[str, Progress]] = defaultdict(dict)
    for row in connection.execute(
        select(progress, coders.c.name).join(coders, coders.c.number == progress.c.coder).order_by(coders.c.name)
    ):
        by_coder[row.interview][row.name] = Progress(reviewed=row.reviewed, open=row.open)
    wanted = (
        select(interviews_table, versions.c.source, versions.c.roles_from)
        .join(versions, CURRENT_TEXT)
        .where(interviews_table.c.forgotten_at.is_(None))
        .order_by(interviews_table.c.id)
    )
    return [
        Interview(
            id=row.id,
            source=row.source,
            words=row.words,
            fragments=row.fragments,
            reviewed=row.reviewed,
            shown=row.shown,
            coders=tuple(by_coder[row.number]),
            roles_from=row.roles_from,
            ingested_at=row.ingested_at,
            metadata=row.metadata,
            progress=by_coder[row.number],
            coded_twice=bool(row.coded_twice),
        )
        for row in connection.execute(wanted).all()
    ]


def fragments(connection: Connection, interview: str) -> list[StoredFragment]:
    """The interview's fragments as they are cut now, in the order of the text; raises UnknownInterview."""
    return fragments_where(
        connection, interview, fragments_table.c.interview == interview_number(connection, interview)
    )


def fragments_where(connection: Connection, interview: str, here: ColumnElement[bool]) -> list[StoredFragment]:
    """The fragments of an interview that meet a condition, in the order of the text."""
    columns = fragments_table.c
    rows = connection.execute(
        select(fragments_table, turns.c.speaker, turns.c.role)
        .join(turns, FRAGMENT_TURN)
        .where(here, columns.live == true())
        .order_by(columns.start, columns.end)
    )
    return [
        StoredFragment(
            fragment=Fragment(
                transcript_id=interview,
                turn=row.turn,
                speaker=row.speaker,
                role=Role(row.role),
                start=row.start,
                end=row.end,
                text=row.text,
                boundary=row.boundary,
            ),
            blind=row.blind,
            sampling_probability=row.sampling_probability,
            cut_by=row.cut_by,
        )
        for row in rows.all()
    ]
