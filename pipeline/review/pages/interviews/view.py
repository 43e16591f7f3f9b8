"""Rows of the list of interviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.decisions import Interview, Store
from pipeline.review.pages.coding.view import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewRow:
    """One line of the list of interviews."""

    id: str
    words: int
    progress: Progress
    open: int
    ingested_at: datetime
    twice: int | None = None  # how many finished it, of the two that it asks for
    about: Sequence[tuple[str, str]] = field(default_factory=tuple)


TOLD = 4
"""How many columns of `interviews.csv` the list shows."""


def interview_rows(store: Store, coder: str) -> list[InterviewRow]:
    """Every interview with how far this coder is."""
    return [_row(interview, coder) for interview in store.transcripts.interviews()]


def _row(interview: Interview, coder: str) -> InterviewRow:
    so_far = interview.progress_of(coder)
    return InterviewRow(
        id=interview.id,
        words=interview.words,
        progress=Progress(done=so_far.reviewed, of=interview.fragments),
        open=so_far.open,
        ingested_at=interview.ingested_at,
        twice=min(2, len(interview.finished_by)) if interview.coded_twice else None,
        about=[(name, value) for name, value in interview.metadata.items() if value][:TOLD],
    )


def next_interview(rows: Sequence[InterviewRow]) -> str | None:
    """The interview to continue with: the first where suggestions wait, else the first that is not done."""
    unfinished = [row for row in rows if row.progress.left]
    return next((row.id for row in unfinished if row.open), unfinished[0].id if unfinished else None)
