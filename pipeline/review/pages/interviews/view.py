"""The list of interviews, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.review.views import Progress


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
