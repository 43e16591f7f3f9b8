"""Files of a workspace that may still hold something of a forgotten interview, each with the reason to look at it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.messages import Message
from pipeline.steps.backup import STORE, backups_file
from pipeline.steps.forget.quote_search import QuoteIndex
from pipeline.steps.shared.files import INTERVIEW_COLUMNS

if TYPE_CHECKING:
    from pipeline.settings import Study

QUOTED = Message("holds words of this interview: take them out, or remove it")
QUOTED_IN_STORE = Message("still holds words of this interview: run `drempel forget` again; keep the store")
QUOTED_IN_COPY = Message("is a copy of the store with words of this interview, made before an upgrade: destroy it")
OF_ITS_NAME = Message("has the name of this interview: remove it if it is theirs")
NAMES_IT = Message("names this interview: look whether what it says there is about this person")
UNSEARCHED = Message("cannot be searched for words of this interview: look into it")

UNFINISHED = Path("data", ".forgetting")
"""Holds the id of an interview while it is being forgotten, so that an interrupted run can be finished."""

SHORTEST_NAME = 3
"""Characters of an id from which on it is looked for as a word: shorter ones are in every text."""

DESK_SECRET = Path("data", ".desk-secret")
"""The desk's secret: random bytes that the desk makes itself."""

BEFORE_UPGRADE = re.compile(r"\.sqlite\.before-")


def remaining_files(study: Study, interview: str, traces: QuoteIndex, backups: Sequence[str]) -> dict[str, str]:
    """Return the files that a person has to check, with the reason for each; backups are listed elsewhere."""
    passed_over = {Path(each).resolve() for each in backups}
    ours = (backups_file(study), study.folder / UNFINISHED, study.folder / DESK_SECRET)
    passed_over |= {each.resolve() for each in ours}
    name = name_pattern(interview)
    found = {
        path.relative_to(study.folder).as_posix(): why
        for path in _files(study.folder)
        if path.resolve() not in passed_over and (why := _reason(study, path, interview, traces, name))
    }
    return found


def name_pattern(interview: str) -> re.Pattern[str] | None:
    """The id as a word of its own, in any case; None for an id that is too short to tell."""
    if len(interview) < SHORTEST_NAME:
        return None
    return re.compile(rf"(?<![^\W_]){re.escape(interview)}(?![^\W_])", re.IGNORECASE)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _reason(study: Study, path: Path, interview: str, traces: QuoteIndex, name: re.Pattern[str] | None) -> str | None:
    if path.name.startswith(Path(STORE).name) and path.parent == study.folder / "data":
        return _reason_in_store(path, traces)
    searched = traces.look_into(path, name)
    named = path.stem == interview or (name is not None and name.search(path.name) is not None)
    reasons = (
        (searched.has_quote, QUOTED),
        (named and path.name not in INTERVIEW_COLUMNS, OF_ITS_NAME),
        (searched.has_name, NAMES_IT),
        (not searched.is_whole, UNSEARCHED),
    )
    return next((why for is_so, why in reasons if is_so), None)


def _reason_in_store(path: Path, traces: QuoteIndex) -> str | None:
    """What is wrong with the store, its log or a copy of it; the store itself is never to be removed."""
    if not traces.are_in_file(path):
        return None
    return QUOTED_IN_COPY if BEFORE_UPGRADE.search(path.name) else QUOTED_IN_STORE
