"""A transcript with its fragments enters the store whole, and once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select, update

from pipeline.decisions.counting import count_interview
from pipeline.decisions.finding import interview_number
from pipeline.decisions.suggesting import forget_of_interview
from pipeline.decisions.tables import fragments as fragments_table
from pipeline.decisions.tables import interviews, turns, versions
from pipeline.errors import ChangedTranscript, InvalidDecision
from pipeline.records import Fragment, Transcript


def is_drawn(fragment_id: str, *, share: float, seed: int) -> bool:
    """Whether this fragment is blind: drawn with probability `share`, the same for the same seed and id."""
    digest = hashlib.sha256(f"{seed}:{fragment_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def add_transcript(
    connection: Connection,
    transcript: Transcript,
    fragments: Sequence[Fragment],
    *,
    blind_share: float,
    seed: int,
    cut_by: str,
    ingested_at: datetime,
) -> None:
    """See `Store.add_transcript`."""
    known = connection.execute(
        select(versions.c.sha256)
        .join(interviews, (interviews.c.number == versions.c.interview) & (interviews.c.version == versions.c.version))
        .where(interviews.c.id == transcript.id)
    ).scalar()
    if known is not None:
        if known != transcript.sha256:
            raise ChangedTranscript(Path(transcript.source), transcript.id)
        return
    _refuse_misfits(transcript, fragments)
    inserted = connection.execute(
        insert(interviews).returning(interviews.c.number),
        {
            "id": transcript.id,
            "version": 1,
            "metadata": transcript.metadata,
            "words": sum(len(transcript.words_of(turn).split()) for turn in transcript.turns),
            "blind_share": blind_share,
            "seed": seed,
            "ingested_at": ingested_at,
        },
    )
    number = inserted.scalar_one()
    add_version(connection, number, 1, transcript, taken_in_at=ingested_at)
    add_fragments(
        connection,
        number,
        1,
        ((each, is_drawn(each.id, share=blind_share, seed=seed), blind_share, cut_by) for each in fragments),
    )
    count_interview(connection, number)


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


def add_fragments(
    connection: Connection, interview: int, version: int, cut: Iterable[tuple[Fragment, bool, float, str]]
) -> None:
    """Store fragments, each with whether it is blind, with what probability, and who cut it."""
    rows = [
        {
            "interview": interview,
            "version": version,
            "turn": fragment.turn,
            "start": fragment.start,
            "end": fragment.end,
            "words": len(fragment.text.split()),
            "boundary": fragment.boundary,
            "cut_by": cut_by,
            "blind": blind,
            "sampling_probability": probability,
            "live": True,
            "text": fragment.text,
        }
        for fragment, blind, probability, cut_by in cut
    ]
    if rows:
        connection.execute(insert(fragments_table), rows)


def _refuse_misfits(transcript: Transcript, fragments: Sequence[Fragment]) -> None:
    for fragment in fragments:
        if transcript.text[fragment.start : fragment.end] != fragment.text:
            raise ValueError(f"fragment {fragment.id} is not the text at its offsets")


def describe(
    connection: Connection,
    interview: str,
    metadata: Mapping[str, str],
    instead_of: Mapping[str, str] | None,
    read: Collection[str],
) -> None:
    """See `Store.describe`."""
    number = interview_number(connection, interview)
    earlier = connection.execute(
        select(interviews.c.metadata).where(interviews.c.number == number).with_for_update()
    ).scalar_one()
    if instead_of is not None and earlier != dict(instead_of):
        raise InvalidDecision(
            f"The columns of {interview} were changed by somebody else meanwhile, so nothing was stored. "
            "Look at them anew."
        )
    connection.execute(update(interviews).where(interviews.c.number == number).values(metadata=metadata))
    if any(earlier.get(name) != metadata.get(name) for name in read):
        forget_of_interview(connection, number)
