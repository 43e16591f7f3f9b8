"""The store as people see it, in a few queries whatever its size."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import ColumnElement, Connection, and_, select, true

from pipeline.decisions.database.identifiers import interview_number
from pipeline.decisions.database.schema import coders, progress, scored_fragments, turns, versions
from pipeline.decisions.database.schema import fragments as fragments_table
from pipeline.decisions.database.schema import interviews as interviews_table
from pipeline.decisions.database.schema import suggestions as suggestions_table
from pipeline.decisions.records import Interview, Progress, StoredFragment, Suggestion
from pipeline.records import Fragment, Role, Transcript, Turn, fragment_id

IS_CURRENT = and_(versions.c.interview == interviews_table.c.number, versions.c.version == interviews_table.c.version)
"""The join of an interview with the text that it has now."""


def sha256_of(connection: Connection, interview: str) -> str | None:
    """The hash of the file that this interview was read from; None if it is not in the study."""
    wanted = select(versions.c.sha256).join(interviews_table, IS_CURRENT).where(interviews_table.c.id == interview)
    return connection.execute(wanted).scalar()


def has_read(connection: Connection, interview: str, sha256: str) -> bool:
    """Whether a file of this hash is the interview's text, or was it before a newer one came."""
    wanted = (
        select(versions.c.version)
        .join(interviews_table, versions.c.interview == interviews_table.c.number)
        .where(interviews_table.c.id == interview, versions.c.sha256 == sha256)
    )
    return connection.execute(wanted).first() is not None


def interviews(connection: Connection) -> list[Interview]:
    """Every interview by id, with progress in all and per coder."""
    by_coder: dict[int, dict[str, Progress]] = defaultdict(dict)
    for row in connection.execute(
        select(progress, coders.c.name).join(coders, coders.c.number == progress.c.coder).order_by(coders.c.name)
    ):
        by_coder[row.interview][row.name] = Progress(reviewed=row.reviewed, open=row.open)
    wanted = (
        select(interviews_table, versions.c.source, versions.c.roles_from)
        .join(versions, IS_CURRENT)
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
            suggested_open=row.open,
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


def transcript(connection: Connection, interview: str) -> Transcript:
    """The interview as it was read; raises UnknownInterview."""
    number = interview_number(connection, interview)
    row = connection.execute(
        select(versions, interviews_table.c.metadata.label("columns"))
        .join(interviews_table, IS_CURRENT)
        .where(interviews_table.c.number == number)
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


def fragments(connection: Connection, interview: str) -> list[StoredFragment]:
    """The interview's fragments as they are cut now, in the order of the text; raises UnknownInterview."""
    return fragments_where(
        connection, interview, fragments_table.c.interview == interview_number(connection, interview)
    )


def fragments_where(connection: Connection, interview: str, here: ColumnElement[bool]) -> list[StoredFragment]:
    """The fragments of an interview that meet a condition, in the order of the text."""
    columns = fragments_table.c
    said_in = and_(
        turns.c.interview == columns.interview, turns.c.version == columns.version, turns.c.position == columns.turn
    )
    rows = connection.execute(
        select(fragments_table, turns.c.speaker, turns.c.role)
        .join(turns, said_in)
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


def suggestions(connection: Connection, interview: str, *, only_shown: bool = False) -> list[Suggestion]:
    """The current suggestions: every code with its probability, or only those that the desk shows.

    In the order of the text, then by dimension and rank. Raises UnknownInterview.
    """
    here = fragments_table.c.interview == interview_number(connection, interview)
    return suggestions_where(connection, interview, here, only_shown=only_shown)


def suggestions_where(
    connection: Connection, interview: str, on: ColumnElement[bool], *, only_shown: bool
) -> list[Suggestion]:
    """The suggestions on those fragments of an interview that meet a condition."""
    place, said = fragments_table.c, suggestions_table.c
    here = and_(on, place.live == true())
    by = {
        row.number: {"fragment_id": fragment_id(interview, row.start, row.end), "model": row.model, "at": row.at}
        for row in connection.execute(
            select(
                place.number,
                place.start,
                place.end,
                scored_fragments.c.model,
                scored_fragments.c.suggested_at.label("at"),
            )
            .join(scored_fragments, scored_fragments.c.fragment == place.number)
            .where(here)
        )
    }
    wanted = (
        select(said.fragment, said.dimension, said.code, said.probability, said.rank, said.suggested)
        .join_from(fragments_table, suggestions_table, said.fragment == place.number)
        .where(here)
        .order_by(place.start, place.end, said.dimension, said.rank, said.code)
    )
    if only_shown:
        wanted = wanted.where(said.suggested == true())
    return [
        Suggestion(
            fragment_id=by[fragment]["fragment_id"],
            dimension=dimension,
            code=code,
            probability=probability,
            rank=rank,
            suggested=is_suggested,
            model=by[fragment]["model"],
            suggested_at=by[fragment]["at"],
        )
        for fragment, dimension, code, probability, rank, is_suggested in connection.execute(wanted).all()
    ]
