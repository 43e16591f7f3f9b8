"""Erase confirmed names from earlier versions of texts and from fragments."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, or_, select, text, update
from sqlalchemy.sql import Select

from pipeline.decisions.database.identifiers import interview_number
from pipeline.decisions.database.schema import (
    boundary_changes,
    codebook_versions,
    codebooks,
    decisions,
    fragments,
    imported_stretches,
    interviews,
    memos,
    progress,
    turns,
    unlike,
    versions,
)
from pipeline.decisions.database.schema import quotes as quotes_table
from pipeline.decisions.ledger.totals import count_fragments, count_interview
from pipeline.decisions.transcripts.fragments import retire

COVER = "▮"
"""Stands once for every character, so that every offset stays what it was."""


def mask_words(connection: Connection, interview: str, words: Sequence[str]) -> int:
    """Cover these words in all that the store keeps of what was said in an interview; returns how often.

    Only for names that were stored before they were replaced. Offsets stay: a mark stands for each character.
    """
    number = interview_number(connection, interview)
    longest_first = sorted(filter(None, words), key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in longest_first) or r"(?!)")
    covered = 0
    for table, keys, name in (
        (versions, ("interview", "version"), "text"),
        (fragments, ("number",), "text"),
        (turns, ("interview", "version", "position"), "speaker"),
    ):
        columns = [table.c[key] for key in keys]
        changed = []
        for row in connection.execute(select(*columns, table.c[name].label("said")).where(table.c.interview == number)):
            said, times = pattern.subn(lambda found: COVER * len(found[0]), row.said)
            covered += times
            if times:
                changed.append({"said": said, **{f"its_{key}": getattr(row, key) for key in keys}})
        if changed:
            its = [column == bindparam(f"its_{key}") for column, key in zip(columns, keys, strict=True)]
            connection.execute(update(table).where(*its).values({name: bindparam("said")}), changed)
    return covered


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredText:
    """What a file of an interview held: its name, its hash, and the text."""

    source: str
    sha256: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureCounts:
    """What was removed, in counts; `name` is what the interview is called from now on."""

    name: str
    fragments: int
    entries: int
    memos: int
    quotes: int


def everything_said(connection: Connection, interview: str) -> list[StoredText]:
    """The text of every version of an interview, oldest first; raises UnknownInterview."""
    number = interview_number(connection, interview)
    rows = connection.execute(select(versions).where(versions.c.interview == number).order_by(versions.c.version))
    return [StoredText(source=row.source, sha256=row.sha256, text=row.text) for row in rows]


def forget(connection: Connection, interview: str, *, at: datetime, redact: Callable[[str], str]) -> ErasureCounts:
    """Remove an interview's words, names and memos; what was decided stays, as entries about nobody.

    `redact` blacks out what it recognises in memos about something else and in the codebook. Raises UnknownInterview.
    """
    number = interview_number(connection, interview)
    name = f"forgotten-{number}"
    # Freed room is overwritten at once; `scrub` does the rest.
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA secure_delete = ON"))
    pieces = list(
        connection.execute(
            select(fragments.c.number).where(fragments.c.interview == number).order_by(fragments.c.number)
        ).scalars()
    )
    entries = connection.execute(
        select(func.count()).select_from(decisions).join(fragments).where(fragments.c.interview == number)
    ).scalar_one()
    connection.execute(delete(quotes_table).where(quotes_table.c.fragment.in_(_of(number))))
    connection.execute(delete(unlike).where(unlike.c.interview == number))
    gone = _forget_memos(connection, number)
    quotes = _redact_memos(connection, redact) + _redact_codebooks(connection, redact)
    _forget_words(connection, number, pieces)
    blank = {"id": name, "metadata": {}, "words": 0, "forgotten_at": at}
    connection.execute(update(interviews).where(interviews.c.number == number).values(blank))
    count_fragments(connection, pieces)
    count_interview(connection, number)
    return ErasureCounts(name=name, fragments=len(pieces), entries=entries, memos=gone, quotes=quotes)


def _forget_words(connection: Connection, number: int, pieces: list[int]) -> None:
    retire(connection, pieces)
    connection.execute(delete(imported_stretches).where(imported_stretches.c.interview == number))
    # Undoing an act of cutting would bring fragments back to life.
    connection.execute(delete(boundary_changes).where(boundary_changes.c.fragment.in_(_of(number))))
    connection.execute(delete(progress).where(progress.c.interview == number))
    version, turn = connection.execute(
        select(turns.c.version, turns.c.position)
        .join(interviews, and_(interviews.c.number == turns.c.interview, interviews.c.version == turns.c.version))
        .where(interviews.c.number == number)
        .order_by(turns.c.position)
        .limit(1)
    ).one()
    for place, piece in enumerate(pieces):
        blank = {"version": version, "turn": turn, "start": place, "end": place, "words": 0, "text": ""}
        connection.execute(update(fragments).where(fragments.c.number == piece).values(blank))
    kept = and_(turns.c.version == version, turns.c.position == turn)
    connection.execute(delete(turns).where(turns.c.interview == number, ~kept))
    nothing = {"speaker": "", "start": 0, "end": 0, "begins_at": None, "ends_at": None}
    connection.execute(update(turns).where(turns.c.interview == number).values(nothing))
    connection.execute(delete(versions).where(versions.c.interview == number, versions.c.version != version))
    nothing = {"sha256": "", "source": "", "text": ""}
    connection.execute(update(versions).where(versions.c.interview == number).values(nothing))


def _forget_memos(connection: Connection, number: int) -> int:
    """Remove what was written about the interview and its fragments; returns how many memos, each wording counted."""
    about = or_(memos.c.interview == number, memos.c.fragment.in_(_of(number)))
    # An earlier wording may be about the same, or about something else.
    wordings = list(connection.execute(select(memos.c.number).where(about)).scalars())
    connection.execute(update(memos).where(memos.c.replaces.in_(wordings)).values(replaces=None))
    connection.execute(delete(memos).where(about))
    return len(wordings)


def _redact_memos(connection: Connection, redact: Callable[[str], str]) -> int:
    """Black out quotes in memos about something else, in every wording; returns in how many."""
    changed = [
        {"memo": row.number, "words": redacted}
        for row in connection.execute(select(memos.c.number, memos.c.text)).all()
        if (redacted := redact(row.text)) != row.text
    ]
    for each in changed:
        connection.execute(update(memos).where(memos.c.number == each["memo"]).values(text=each["words"]))
    return len(changed)


def _redact_codebooks(connection: Connection, redact: Callable[[str], str]) -> int:
    """Black out quotes in every version of the codebook, in definitions and examples alike; returns in how many."""
    changed = [
        {"book": row.stamp, "words": redacted}
        for row in connection.execute(select(codebooks.c.stamp, codebooks.c.contents)).all()
        if (redacted := _redacted_json(row.contents, redact)) != row.contents
    ]
    for each in changed:
        connection.execute(update(codebooks).where(codebooks.c.stamp == each["book"]).values(contents=each["words"]))
    _redact_changes(connection, redact)
    return len(changed)


def _redact_changes(connection: Connection, redact: Callable[[str], str]) -> None:
    """Black out quotes in what is said about the versions of the codebook: why, and what changed."""
    its = codebook_versions.c
    for row in connection.execute(select(its.number, its.why, its.changes)).all():
        told = {"why": redact(row.why), "changes": _redacted_json(row.changes, redact)}
        connection.execute(update(codebook_versions).where(its.number == row.number).values(told))


def _redacted_json(contents: str, redact: Callable[[str], str]) -> str:
    before = json.loads(contents)
    after = _redacted(before, redact)
    return contents if after == before else json.dumps(after, ensure_ascii=False)


def _redacted(told: Any, redact: Callable[[str], str]) -> Any:  # noqa: ANN401  # what JSON holds
    if isinstance(told, str):
        return redact(told)
    if isinstance(told, dict):
        return {name: _redacted(value, redact) for name, value in told.items()}
    return [_redacted(each, redact) for each in told] if isinstance(told, list) else told


def _of(number: int) -> Select[tuple[int]]:
    return select(fragments.c.number).where(fragments.c.interview == number)
