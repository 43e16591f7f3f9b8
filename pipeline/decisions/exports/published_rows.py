"""Rows of the published tables, each in a fixed order."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, exists, false, func, select, true

from pipeline.decisions.codebook.newest import retired_codes
from pipeline.decisions.codebook.recorded_mapping import code_mapping
from pipeline.decisions.database.column_types import UtcDateTime
from pipeline.decisions.database.conditions import CURRENT_TEXT, FRAGMENT_TURN
from pipeline.decisions.database.schema import (
    coder_codes,
    coder_fragments,
    coders,
    decisions,
    fragments,
    interviews,
    metadata,
    scored_fragments,
    sign_ins,
    suggestions,
    turns,
    undone_entries,
    versions,
    workspace,
)
from pipeline.decisions.ledger import adjudication
from pipeline.decisions.ledger.entries import as_entry, entries_with_names
from pipeline.decisions.ledger.informed import IndependentVerdicts, independent_verdicts
from pipeline.decisions.ledger.rules import HELD_STATUSES
from pipeline.decisions.ledger.totals import final_coders
from pipeline.decisions.notes.memos import all_memos
from pipeline.decisions.records import Entry, Topic
from pipeline.decisions.suggestions import drift_marks
from pipeline.records import Action, fragment_id

AT_A_TIME = 2000
"""Rows fetched together: a table is never in memory as a whole."""

Published = Iterator[dict[str, object]]

Among = Literal["all", "coded_twice", "spoken_of", "finished_blind", "untouched"]
"""Of which fragments rows are wanted: of those that two coders or more finished, that the ledger names, that somebody
finished without a suggestion on screen, or that were not drawn to be blind and of which nobody said a thing."""


def rows(connection: Connection, table: str, *, among: Among = "all") -> Published:
    """See `Snapshot.rows`; KeyError for a table that is not published."""
    return _TABLES[table](connection, _AMONG[among])


def _transcripts(connection: Connection, only: ColumnElement[bool]) -> Published:
    said = (
        select(func.count())
        .where(turns.c.interview == interviews.c.number, turns.c.version == interviews.c.version)
        .scalar_subquery()
    )
    # Without the texts, which are fetched together: those of a large study fill the memory.
    about = [column for column in versions.c if column is not versions.c.text]
    wanted = (
        select(interviews, *about, said.label("turns"))
        .join(versions, CURRENT_TEXT)
        .where(interviews.c.forgotten_at.is_(None))
        .order_by(interviews.c.id)
    )
    for row in _streamed(connection, wanted):
        yield {
            "interview": row.id,
            **_named(row, "source", "sha256", "format", "encoding", "roles_from", "turns", "words", "fragments"),
            "reviewed_fragments": row.reviewed,
            "ingested_at": row.ingested_at,
            "metadata": dict(row.metadata),
        }


def _fragments(connection: Connection, only: ColumnElement[bool]) -> Published:
    wanted = (
        _in_order(select(fragments, interviews.c.id.label("of"), turns.c.speaker, turns.c.role))
        .join(turns, FRAGMENT_TURN)
        .where(fragments.c.live == true(), only)
    )
    for row in _streamed(connection, wanted):
        yield {
            "fragment": fragment_id(row.of, row.start, row.end),
            "interview": row.of,
            **_named(row, "turn", "speaker", "role", "start", "end", "text", "words", "boundary", "cut_by"),
            "reviewed": row.reviewed > 0,
            **_named(row, "blind", "sampling_probability"),
        }


def _codes(connection: Connection, only: ColumnElement[bool]) -> Published:
    final, retired = final_coders(connection), retired_codes(connection)
    wanted = (
        _in_order(
            select(
                decisions, coder_codes.c.dimension.label("of"), coder_codes.c.code.label("held"), coder_codes.c.status,
                coders.c.name, fragments.c.start, fragments.c.end, interviews.c.id,
            ),
        )
        .join(coder_fragments, coder_fragments.c.fragment == fragments.c.number)
        .join(
            coder_codes,
            and_(coder_codes.c.fragment == coder_fragments.c.fragment, coder_codes.c.coder == coder_fragments.c.coder),
        )
        .join(decisions, decisions.c.number == coder_codes.c.entry)
        .join(coders, coders.c.number == coder_codes.c.coder)
        .where(
            only, fragments.c.live == true(), coder_fragments.c.finished.is_not(None),
            coder_codes.c.status.in_(HELD_STATUSES),
        )
        .order_by(coders.c.name, coder_codes.c.dimension, coder_codes.c.code)
    )  # fmt: skip
    for row in _streamed(connection, wanted):
        yield {
            "fragment": fragment_id(row.id, row.start, row.end),
            "interview": row.id,
            "dimension": row.of,
            "code": row.held,
            "code_given": row.code,
            "retired": (row.of, row.held) in retired,
            "origin": row.status,
            "coder": row.name,
            "final": final.get(row.fragment) == row.coder,
            **_named(row, "decided_at", "probability", "rank", "model", "codebook", "blind", "seconds"),
            "decision": row.number,
            "certificate": None,
        }


def _suggestions(connection: Connection, only: ColumnElement[bool]) -> Published:
    said = suggestions.c
    wanted = (
        _in_order(select(fragments.c.start, fragments.c.end, interviews.c.id, suggestions, scored_fragments))
        .join(scored_fragments, scored_fragments.c.fragment == fragments.c.number)
        .join(suggestions, said.fragment == fragments.c.number)
        .where(fragments.c.live == true(), only)
        .order_by(said.dimension, said.rank, said.code)
    )
    strange = {(name, each.model) for name, each in drift_marks(connection).items()}
    for row in _streamed(connection, wanted):
        yield {
            "fragment": fragment_id(row.id, row.start, row.end),
            "interview": row.id,
            **_named(row, "dimension", "code", "probability", "rank", "suggested", "model", "suggested_at"),
            "unlike": (row.id, row.model) in strange,
        }


def _decisions(connection: Connection, only: ColumnElement[bool]) -> Published:
    mapping = code_mapping(connection)
    for row in _streamed(connection, entries_with_names().where(only)):
        entry = as_entry(row)

        def now(code: str | None, entry: Entry = entry) -> str | None:
            return code and mapping.given_by(entry.dimension or "", code, entry.number)

        yield {
            "number": entry.number,
            "decided_at": entry.decided_at,
            "coder": entry.coder,
            "fragment": entry.fragment_id,
            "interview": entry.interview,
            "action": str(entry.action),
            "dimension": entry.dimension,
            "code": now(entry.code),
            "instead_of": now(entry.instead_of),
            "code_given": entry.code,
            "instead_of_given": entry.instead_of,
            "blind": entry.blind,
            "probability": entry.probability,
            "rank": entry.rank,
            "model": entry.model,
            "codebook": entry.codebook,
            "seconds": entry.seconds,
            "undoes": entry.undoes,
            # Of a fragment that was cut anew nothing holds: what was said of it went to the new ones.
            "live": entry.live and bool(row.stands),
            "informed": entry.informed,
        }


def _memos(connection: Connection, only: ColumnElement[bool]) -> Published:
    for memo in all_memos(connection):
        topic = memo.topic
        yield {
            "number": memo.number,
            "about": _about(topic),
            "interview": topic.interview,
            "fragment": topic.fragment_id,
            "dimension": topic.dimension,
            "code": topic.code,
            "coder": memo.coder,
            "written_at": memo.at,
            "text": memo.text,
        }


def _about(topic: Topic) -> str:
    if topic.fragment_id is not None:
        return "fragment"
    if topic.interview is not None:
        return "interview"
    return "study" if topic.dimension is None else "code"


_said = decisions.alias("said")

_finished = (_said.c.action == str(Action.REVIEWED), _said.c.blind == true())

_holds = ~exists().where(undone_entries.c.number == _said.c.number)

_AMONG: Mapping[Among, ColumnElement[bool]] = {
    "all": true(),
    "coded_twice": fragments.c.reviewed > 1,
    "spoken_of": fragments.c.number.in_(select(_said.c.fragment)),
    "finished_blind": fragments.c.number.in_(select(_said.c.fragment).where(*_finished)),
    "untouched": and_(
        fragments.c.blind == false(),
        fragments.c.reviewed == 0,
        fragments.c.number.not_in(select(_said.c.fragment).where(_holds)),
    ),
}

_TABLES: Mapping[str, Callable[[Connection, ColumnElement[bool]], Published]] = {
    "transcripts": _transcripts,
    "fragments": _fragments,
    "codes": _codes,
    "suggestions": _suggestions,
    "decisions": _decisions,
    "memos": _memos,
}


def _in_order(wanted: Select[Any]) -> Select[Any]:
    """Rows about fragments in the order of interviews and text."""
    return (
        wanted.select_from(fragments)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .order_by(interviews.c.id, fragments.c.start, fragments.c.end)
    )


def _streamed(connection: Connection, wanted: Select[Any]) -> Iterator[Row[Any]]:
    return iter(connection.execution_options(yield_per=AT_A_TIME).execute(wanted))


def _named(row: Row[Any], *names: str) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}


# Suggestions are by far the most, and never change without the mark of the model that made them (`scored`).
# Who is signed in, and in which workspace, is not published.
_LOOKED_AT = [table for table in metadata.sorted_tables if table not in (suggestions, sign_ins, workspace)]


def fingerprint(connection: Connection) -> str:
    """See `Snapshot.state`: every interview as it is listed, and of each table how much is in it and how new it is."""
    listed = connection.execute(select(interviews).order_by(interviews.c.number)).all()
    models = connection.execute(
        select(scored_fragments.c.model, func.count())
        .group_by(scored_fragments.c.model)
        .order_by(scored_fragments.c.model)
    )
    seen = [repr(listed), repr(models.all()), *(f"{table.name} {_extent(connection, table)}" for table in _LOOKED_AT)]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()


def _extent(connection: Connection, table: Table) -> tuple[object, ...]:
    marks = [*table.primary_key, *(each for each in table.c if isinstance(each.type, UtcDateTime))]
    return tuple(connection.execute(select(func.count(), *map(func.max, marks)).select_from(table)).one())


class Snapshot:
    """A store as it was at one moment."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, table: str, *, among: Among = "all") -> Iterator[dict[str, object]]:
        """As `Store.exports.rows`; on request only what is about some of the fragments (see `publishing.Among`)."""
        return rows(self._connection, table, among=among)

    def reviewed_without_code(self) -> list[tuple[str, str, str, datetime]]:
        """Interview, fragment, coder and moment of each fragment that a coder finished without giving it a code."""
        held = select(coder_codes.c.fragment).where(
            coder_codes.c.fragment == coder_fragments.c.fragment,
            coder_codes.c.coder == coder_fragments.c.coder,
            coder_codes.c.status.in_(HELD_STATUSES),
        )
        wanted = (
            select(interviews.c.id, fragments.c.start, fragments.c.end, coders.c.name, decisions.c.decided_at)
            .join_from(coder_fragments, fragments, fragments.c.number == coder_fragments.c.fragment)
            .join(interviews, interviews.c.number == fragments.c.interview)
            .join(coders, coders.c.number == coder_fragments.c.coder)
            .join(decisions, decisions.c.number == coder_fragments.c.finished)
            .where(fragments.c.live == true(), ~held.exists())
            .order_by(interviews.c.id, fragments.c.start, fragments.c.end, coders.c.name)
        )
        return [
            (interview, fragment_id(interview, start, end), coder, at)
            for interview, start, end, coder, at in self._connection.execute(wanted)
        ]

    def independent_verdicts(self) -> IndependentVerdicts:
        """As `ledger.informed.independent_verdicts`: what was said before the verdict of another was open to view."""
        return independent_verdicts(self._connection)

    def coded_anew(self) -> set[tuple[str, str]]:
        """As `Store.adjudication.adjudicator_verdicts`."""
        return adjudication.adjudicator_verdicts(self._connection)

    def state(self) -> str:
        """A sign that is another one once anything changes that is published; the same as long as nothing does."""
        return fingerprint(self._connection)
