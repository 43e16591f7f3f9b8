"""Store a project of another program: in one transaction, and once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select

from pipeline.codebook import Codebook
from pipeline.decisions.database.identifiers import coder_number, interview_number
from pipeline.decisions.database.schema import coders, imported_stretches, interviews
from pipeline.decisions.imports.hand_codes import import_codes
from pipeline.decisions.notes.memos import all_memos, write_memo
from pipeline.decisions.records import ImportedProject, Stretch, Topic
from pipeline.decisions.transcripts.columns import columns, describe
from pipeline.decisions.transcripts.insert import add_transcript


def import_project(
    connection: Connection,
    project: ImportedProject,
    codebook: Codebook,
    *,
    blind_share: float,
    seed: int,
    cut_by: str,
    imported_at: datetime,
) -> dict[str, int]:
    """Store a project: interviews, columns, codes, memos and the stretches that the codes lay on.

    What was imported before is passed over. Columns that people typed stay. Returns counts: interviews, rows, known,
    codes, memos, stretches.

    Raises:
        InvalidCodes: names every row that does not fit the transcripts, the codebook or another row.
        ChangedTranscript: an interview of the same id is in the study with other contents.
    """
    for transcript, fragments in project.interviews:
        add_transcript(
            connection,
            transcript,
            fragments,
            blind_share=blind_share,
            seed=seed,
            cut_by=cut_by,
            ingested_at=imported_at,
        )
    _describe(connection, project.columns)
    told = {"rows": 0, "known": 0, "codes": 0}
    if project.coded:
        counts = import_codes(connection, project.coded, codebook, source=project.origin, decided_at=imported_at)
        told = {name: counts[name] for name in told}
    return {
        "interviews": len(project.interviews),
        **told,
        "memos": _add_memos(connection, project.memos),
        "stretches": _add_stretches(connection, project.stretches),
    }


def stretches(connection: Connection, interview: str | None = None) -> list[Stretch]:
    """The stretches of imported codings in the order of the text, as far as their text is still the interview's."""
    table = imported_stretches
    wanted = (
        select(table, interviews.c.id, coders.c.name)
        .join(interviews, (interviews.c.number == table.c.interview) & (interviews.c.version == table.c.version))
        .join(coders, coders.c.number == table.c.coder)
        .order_by(interviews.c.id, table.c.start, table.c.end, table.c.number)
    )
    if interview is not None:
        wanted = wanted.where(table.c.interview == interview_number(connection, interview))
    return [
        Stretch(
            interview=row.id,
            coder=row.name,
            dimension=row.dimension,
            code=row.code,
            start=row.start,
            end=row.end,
            origin=row.origin,
            coding=row.coding,
            at=row.at,
            placed=bool(row.placed),
        )
        for row in connection.execute(wanted)
    ]


def _describe(connection: Connection, told: Mapping[str, Mapping[str, str]]) -> None:
    known = columns(connection)
    for interview, about in told.items():
        later = {**about, **known.get(interview, {})}
        if later != known.get(interview):
            describe(connection, interview, later)


def _add_memos(connection: Connection, memos: Sequence[tuple[str, Topic, str, datetime]]) -> int:
    """Memos that are not there yet; one without a date of its own has another each time, so dates do not count."""
    known = {(memo.text, _told(memo.topic), memo.coder) for memo in all_memos(connection)}
    added = 0
    for text, topic, coder, at in memos:
        if (text, topic, coder) not in known:
            write_memo(connection, text, topic, coder=coder, at=at)
            known.add((text, topic, coder))
            added += 1
    return added


def _told(topic: Topic) -> Topic:
    """What a memo is about as a writer names it: a fragment without the interview that it lies in."""
    return Topic(fragment_id=topic.fragment_id) if topic.fragment_id else topic


def _add_stretches(connection: Connection, wanted: Sequence[Stretch]) -> int:
    known = set(stretches(connection))
    fresh = [each for each in dict.fromkeys(wanted) if each not in known]
    versions = dict(connection.execute(select(interviews.c.number, interviews.c.version)).tuples().all())
    rows = []
    for each in fresh:
        number = interview_number(connection, each.interview)
        rows.append(
            {
                "interview": number,
                "version": versions[number],
                "coder": coder_number(connection, each.coder),
                "dimension": each.dimension,
                "code": each.code,
                "start": each.start,
                "end": each.end,
                "origin": each.origin,
                "coding": each.coding,
                "at": each.at,
                "placed": each.placed,
            }
        )
    if rows:
        connection.execute(insert(imported_stretches), rows)
    return len(rows)
