"""Texts of an interview: store a version with its turns, and read the current one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from pipeline.decisions.database.conditions import CURRENT_TEXT
from pipeline.decisions.database.identifiers import interview_number
from pipeline.decisions.database.schema import interviews, turns, versions
from pipeline.records import Role, Transcript, Turn


def add_version(
    connection: Connection, interview: int, version: int, transcript: Transcript, *, taken_in_at: datetime
) -> None:
    """Store a text with its turns as a version of an interview."""
    connection.execute(
        insert(versions),
        {
            "interview": interview,
            "version": version,
            "sha256": transcript.sha256,
            "source": transcript.source,
            "format": transcript.format,
            "encoding": transcript.encoding,
            "roles_from": transcript.roles_from,
            "taken_in_at": taken_in_at,
            "text": transcript.text,
        },
    )
    rows = [
        {
            "interview": interview,
            "version": version,
            "position": turn.index,
            "speaker": turn.speaker,
            "role": str(turn.role),
            "start": turn.start,
            "end": turn.end,
            "begins_at": turn.begins_at,
            "ends_at": turn.ends_at,
        }
        for turn in transcript.turns
    ]
    if rows:
        connection.execute(insert(turns), rows)


def sha256_of(connection: Connection, interview: str) -> str | None:
    """The hash of the file that this interview was read from; None if it is not in the study."""
    wanted = select(versions.c.sha256).join(interviews, CURRENT_TEXT).where(interviews.c.id == interview)
    return connection.execute(wanted).scalar()


def has_read(connection: Connection, interview: str, sha256: str) -> bool:
    """Whether a file of this hash is the interview's text, or was it before a newer one came."""
    wanted = (
        select(versions.c.version)
        .join(interviews, versions.c.interview == interviews.c.number)
        .where(interviews.c.id == interview, versions.c.sha256 == sha256)
    )
    return connection.execute(wanted).first() is not None


def transcript(connection: Connection, interview: str) -> Transcript:
    """The interview as it was read; raises UnknownInterview."""
    number = interview_number(connection, interview)
    row = connection.execute(
        select(versions, interviews.c.metadata.label("columns"))
        .join(interviews, CURRENT_TEXT)
        .where(interviews.c.number == number)
    ).one()
    spoken = connection.execute(
        select(turns).where(turns.c.interview == number, turns.c.version == row.version).order_by(turns.c.position)
    )
    return Transcript(
        id=interview,
        text=row.text,
        sha256=row.sha256,
        source=row.source,
        format=row.format,
        encoding=row.encoding,
        roles_from=row.roles_from,
        metadata=row.columns,
        turns=tuple(
            Turn(
                index=turn.position,
                speaker=turn.speaker,
                role=Role(turn.role),
                start=turn.start,
                end=turn.end,
                begins_at=turn.begins_at,
                ends_at=turn.ends_at,
            )
            for turn in spoken
        ),
    )
