"""Insert a transcript with its fragments: whole, and once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select

from pipeline.decisions.database.conditions import CURRENT_TEXT
from pipeline.decisions.database.schema import interviews, versions
from pipeline.decisions.ledger.totals import count_interview
from pipeline.decisions.transcripts.fragments import add_fragments
from pipeline.decisions.transcripts.sampling import is_drawn
from pipeline.decisions.transcripts.versions import add_version
from pipeline.errors import ChangedTranscript
from pipeline.records import Fragment, Transcript


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
    """Store an interview with its fragments: all, or nothing.

    Each fragment is drawn to be blind with probability `blind_share`; the same seed and fragment id always give
    the same draw. An interview of the same id and hash is left as it is.

    Raises:
        ChangedTranscript: an interview of this id is in the study with other contents.
    """
    known = connection.execute(
        select(versions.c.sha256).join(interviews, CURRENT_TEXT).where(interviews.c.id == transcript.id)
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


def _refuse_misfits(transcript: Transcript, fragments: Sequence[Fragment]) -> None:
    for fragment in fragments:
        if transcript.text[fragment.start : fragment.end] != fragment.text:
            raise ValueError(f"fragment {fragment.id} is not the text at its offsets")
