"""Rows of the list of interviews."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.decisions import Interview, Store
from pipeline.review.language import N_
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


SORTS: Mapping[str, tuple[str, Callable[[InterviewRow], object]]] = {
    "": (N_("in the order of their names"), lambda row: 0),
    "left": (N_("most left to do first"), lambda row: -row.progress.left),
    "open": (N_("most suggestions first"), lambda row: -row.open),
    "newest": (N_("newest first"), lambda row: -row.ingested_at.timestamp()),
    "longest": (N_("longest first"), lambda row: -row.words),
}
"""The orders of the list, by their name in the address."""

SHOWN: Mapping[str, tuple[str, Callable[[InterviewRow], bool]]] = {
    "": (N_("all"), lambda row: True),
    "open": (N_("with suggestions"), lambda row: bool(row.open)),
    "begun": (N_("begun"), lambda row: 0 < row.progress.done < row.progress.of),
    "left": (N_("not finished"), lambda row: bool(row.progress.left)),
    "done": (N_("finished"), lambda row: not row.progress.left),
}
"""What the list can be narrowed to, by its name in the address."""


def chosen_rows(rows: Sequence[InterviewRow], *, words: str, shown: str, sort: str) -> list[InterviewRow]:
    """The rows of which name or columns hold these words, narrowed and in order; unknown choices change nothing."""
    _, wanted = SHOWN.get(shown, SHOWN[""])
    _, order = SORTS.get(sort, SORTS[""])
    found = (row for row in rows if wanted(row) and _holds(row, words.casefold().strip()))
    return sorted(found, key=order)  # type: ignore[arg-type]


def _holds(row: InterviewRow, words: str) -> bool:
    return any(words in value.casefold() for value in (row.id, *(value for _, value in row.about)))
