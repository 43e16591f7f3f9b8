"""Taking back is saying so: what was said stays in the ledger, and counts as never said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from pipeline.decisions.boundaries.history import cut_of
from pipeline.decisions.boundaries.undo import last_cut_back, last_recut, redo_recut, undo_recut
from pipeline.decisions.database.identifiers import coder_number, known_coder
from pipeline.decisions.database.schema import acts, decisions, fragments
from pipeline.decisions.ledger.adjudication import (
    chosen_on,
    follow,
    last_choice,
    last_taken_back,
    redo_choice,
    said_of_choice,
    undo_choice,
)
from pipeline.decisions.ledger.codebooks import codebook_of
from pipeline.decisions.ledger.entries import (
    REDO,
    UNDO,
    VERDICT,
    add_entries,
    insert_act,
    shown_entries,
    strike,
    undo_rows,
)
from pipeline.decisions.ledger.projection import is_live, shown_suggestions, states_of, update_projection
from pipeline.decisions.ledger.rules import State, contradiction
from pipeline.errors import InvalidDecision
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
        raise InvalidDecision(f"Entry {number} is not one of {coder!r}; only one's own verdicts can be undone.")
    if not row.live:
        raise InvalidDecision(f"Entry {number} is undone already. Reload the page.")
    return _undo(connection, [row], who, at=decided_at)[0]


def undo_last(connection: Connection, coder: str, *, decided_at: datetime) -> list[int]:
    """Undo this coder's last live act as a whole; returns the new entries, none if there is nothing to undo.

    What was cut anew is cut back, a judge's choice taken back; that adds no entry: the act's number is returned.

    Raises:
        InvalidDecision: others said something since that rests on it.
    """
    who = coder_number(connection, coder)
    said, recut, choice = _last(connection, who)
    last = max(said, recut, choice)
    if last == said:
        return _undo(connection, _live_entries(connection, said), who, at=decided_at)
    return [(undo_recut if last == recut else undo_choice)(connection, last, who, at=decided_at)]


def redo_last(connection: Connection, coder: str, *, decided_at: datetime) -> list[int]:
    """Bring back what this coder undid last, if nothing new was said since; returns the new entries.

    What was cut back is cut again, what was chosen chosen again: the number of the act is returned then.

    Raises:
        InvalidDecision: somebody else said something since that would be lost.
    """
    who = coder_number(connection, coder)
    forward = select(func.max(acts.c.number)).where(acts.c.coder == who, acts.c.kind.not_in((UNDO, REDO)))
    newest = connection.execute(forward).scalar() or 0
    unsaid, recut = _last_live(connection, who, UNDO) or 0, last_cut_back(connection, who, since=newest) or 0
    last = max(unsaid, recut, last_taken_back(connection, who, since=newest) or 0)
    if last <= newest:
        return []
    if last == unsaid:
        return _undo(connection, _live_entries(connection, unsaid), who, at=decided_at)
    return [(redo_recut if last == recut else redo_choice)(connection, last, who, at=decided_at)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LastAct:
    """Somebody's last act: verdicts on `fragments`, or the cut that set these aside for those `made`.

    Where somebody `chose`, it is whose verdict counts that was said.
    """

    at: datetime
    fragments: tuple[str, ...]
    cut: bool
    made: tuple[str, ...] = ()
    chose: bool = False


def last_deed(connection: Connection, coder: str) -> LastAct | None:
    """What `undo_last` would undo; None when there is nothing."""
    who = known_coder(connection, coder)
    _, _, choice = lasts = (0, 0, 0) if who is None else _last(connection, who)
    act = max(lasts)
    if not act:
        return None
    at = connection.execute(select(acts.c.at).where(acts.c.number == act)).scalar_one()
    cut = cut_of(connection, act)
    entries = [] if cut else shown_entries(connection, (decisions.c.act == act) & is_live())
    said = [chosen_on(connection, act)] if act == choice else [each.fragment_id for each in entries]
    return LastAct(
        at=at,
        fragments=cut.gone if cut else tuple(dict.fromkeys(said)),
        cut=cut is not None,
        made=cut.made if cut else (),
        chose=act == choice,
    )


def _last(connection: Connection, coder: int) -> tuple[int, int, int]:
    """The coder's last act that still stands, of each kind: verdicts, a cut, a choice; 0 where there is none."""
    said = _last_live(connection, coder, VERDICT)
    return said or 0, last_recut(connection, coder) or 0, last_choice(connection, coder) or 0


def _last_live(connection: Connection, coder: int, kind: str) -> int | None:
    return connection.execute(
        select(acts.c.number)
        .join(decisions, decisions.c.act == acts.c.number)
        .join(fragments, fragments.c.number == decisions.c.fragment)
        .where(acts.c.coder == coder, acts.c.kind == kind, is_live(), fragments.c.live)
        .order_by(acts.c.number.desc())
        .limit(1)
    ).scalar()


def _live_entries(connection: Connection, act: int | None) -> list[Any]:
    return list(connection.execute(select(decisions).where(decisions.c.act == act, is_live())))


def _undo(connection: Connection, rows: Sequence[Any], coder: int, *, at: datetime) -> list[int]:
    if not rows:
        return []
    kind = REDO if all(row.action == Action.UNDONE for row in rows) else UNDO
    # A judge who coded anew chose with the same act.
    choice = said_of_choice(connection, rows[0].act)
    act = insert_act(connection, coder, kind, at=at, source=choice)
    added = add_entries(connection, undo_rows(rows, act, at=at))
    for row in sorted(rows, key=lambda row: row.number, reverse=True):
        strike(connection, row)
    _refuse_contradictions(connection, rows)
    update_projection(connection, {(row.fragment, row.coder) for row in rows})
    if choice:
        follow(connection, act)
    return added


def _refuse_contradictions(connection: Connection, rows: Sequence[Any]) -> None:
    touched = {row.fragment for row in rows}
    states, shown = states_of(connection, touched), shown_suggestions(connection, touched)
    for row in rows:
        state = states.get((row.fragment, row.coder), State())
        why = contradiction(state, codebook_of(connection, row.codebook))
        if why is None and row.action != Action.UNDONE and _unanswered(row, state, shown[row.fragment].must_answer):
            why = "the fragment is finished, and a suggestion would be without an answer"
        if why:
            raise InvalidDecision(f"Entry {row.number} cannot be undone: {why}. Undo what was said later first.")


def _unanswered(row: Row[Any], state: State, must_answer: frozenset[tuple[str, str]]) -> bool:
    answered = {(row.dimension, row.code), (row.dimension, row.instead_of)} & must_answer
    return state.finished is not None and not row.blind and bool(answered - state.codes.keys())
