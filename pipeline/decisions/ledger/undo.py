"""Undo and redo ledger entries, by adding entries that cancel earlier ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from pipeline.codebook import CodeKey
from pipeline.decisions.codebook.mapping import CodeMapping
from pipeline.decisions.codebook.recorded_mapping import code_mapping
from pipeline.decisions.database.conditions import is_live
from pipeline.decisions.database.identifiers import coder_number
from pipeline.decisions.database.schema import acts, decisions, fragments
from pipeline.decisions.ledger.acts import REDO, UNDO, VERDICT, first_act, insert_act
from pipeline.decisions.ledger.adjudication import follow, is_choice
from pipeline.decisions.ledger.codebooks import codebook_of
from pipeline.decisions.ledger.entries import add_entries, strike, undo_rows
from pipeline.decisions.ledger.informed import informed_pairs
from pipeline.decisions.ledger.projection import shown_suggestions, states_of, update_projection
from pipeline.decisions.ledger.rules import State, contradiction
from pipeline.errors import InvalidDecision
from pipeline.messages import Message
from pipeline.records import Action


def undo(connection: Connection, number: int, coder: str, *, decided_at: datetime) -> int:
    """Say that this coder's entry counts as never said; returns the number of the entry that says so.

    Undoing an `undone` entry brings back what it undid.

    Raises:
        InvalidDecision: it is not this coder's, not live, or what was said later rests on it.
    """
    who = coder_number(connection, coder)
    row = connection.execute(select(decisions, is_live().label("live")).where(decisions.c.number == number)).first()
    if row is None or row.coder != who:
        raise InvalidDecision(
            Message(
                "Entry %(number)s is not one of %(coder)s; only one's own verdicts can be undone.",
                number=number,
                coder=repr(coder),
            )
        )
    if not row.live:
        raise InvalidDecision(Message("Entry %(number)s is undone already. Reload the page.", number=number))
    return undo_entries(connection, [row], who, at=decided_at)[0]


def last_live_act(connection: Connection, coder: int, kind: str) -> int | None:
    """The last act of this kind by a coder of which an entry is live, on a fragment of the study."""
    return connection.execute(
        select(acts.c.number)
        .join(decisions, decisions.c.act == acts.c.number)
        .join(fragments, fragments.c.number == decisions.c.fragment)
        .where(acts.c.coder == coder, acts.c.kind == kind, is_live(), fragments.c.live)
        .order_by(acts.c.number.desc())
        .limit(1)
    ).scalar()


def live_entries_of(connection: Connection, act: int | None) -> list[Any]:
    """The live entries of an act."""
    return list(connection.execute(select(decisions).where(decisions.c.act == act, is_live())))


def undo_entries(connection: Connection, rows: Sequence[Any], coder: int, *, at: datetime) -> list[int]:
    """Undo these entries in one act; returns the new entries.

    Raises:
        InvalidDecision: what was said later rests on one of them.
    """
    if not rows:
        return []
    undone = connection.execute(select(acts.c.kind).where(acts.c.number == rows[0].act)).scalar_one()
    first = first_act(connection, rows[0].act)
    # Verdicts are undone by act; an entry that a boundary change repeated does not undo that change.
    about = first.number if first.kind == VERDICT else None
    act = insert_act(connection, coder, REDO if undone == UNDO else UNDO, at=at, about=about)
    added = undo_within(connection, rows, act, at=at)
    # An adjudicator who coded the fragment chose that verdict in the same act.
    if is_choice(connection, rows[0].act):
        follow(connection, act)
    return added


def undo_within(connection: Connection, rows: Sequence[Any], act: int, *, at: datetime) -> list[int]:
    """Undo these entries as part of an act; returns the new entries.

    Raises:
        InvalidDecision: what was said later rests on one of them.
    """
    informed = informed_pairs(connection, {(row.fragment, row.coder) for row in rows})
    added = add_entries(connection, undo_rows(rows, act, at=at, informed=informed))
    for row in sorted(rows, key=lambda row: row.number, reverse=True):
        strike(connection, row)
    _refuse_contradictions(connection, rows)
    update_projection(connection, {(row.fragment, row.coder) for row in rows})
    return added


def _refuse_contradictions(connection: Connection, rows: Sequence[Any]) -> None:
    touched, mapping = {row.fragment for row in rows}, code_mapping(connection)
    states, shown = states_of(connection, touched), shown_suggestions(connection, touched)
    for row in rows:
        state = states.get((row.fragment, row.coder), State())
        why = contradiction(state, codebook_of(connection, row.codebook))
        answers = _answers(row, mapping) & shown[row.fragment].must_answer
        if why is None and row.action != Action.UNDONE and _unanswered(row, state, answers):
            why = Message("the fragment is finished, and a suggestion would be without an answer")
        if why:
            raise InvalidDecision(
                Message(
                    "Entry %(number)s cannot be undone: %(why)s. Undo what was said later first.",
                    number=row.number,
                    why=why,
                )
            )


def _answers(row: Row[Any], mapping: CodeMapping) -> set[CodeKey]:
    """The codes, as they count now, that an entry speaks of."""
    named = [code for code in (row.code, row.instead_of) if code is not None]
    return {(row.dimension, mapping.given_by(row.dimension, code, row.number)) for code in named}


def _unanswered(row: Row[Any], state: State, answers: set[CodeKey]) -> bool:
    return state.finished is not None and not row.blind and bool(answers - state.codes.keys())
