"""Undo and redo a coder's last act, whatever it did: verdicts, a boundary change, or a choice between coders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from pipeline.decisions.boundaries.history import cut_of
from pipeline.decisions.boundaries.undo import last_cut_back, last_recut, redo_recut, undo_recut
from pipeline.decisions.database.conditions import is_live
from pipeline.decisions.database.identifiers import coder_number, known_coder
from pipeline.decisions.database.schema import acts, boundary_changes, decisions
from pipeline.decisions.ledger.acts import DOUBLE_CODING, REDO, UNDO, VERDICT, first_act
from pipeline.decisions.ledger.adjudication import chosen_on, last_choice, last_taken_back, redo_choice, undo_choice
from pipeline.decisions.ledger.entries import shown_entries
from pipeline.decisions.ledger.undo import last_live_act, live_entries_of, undo_entries, undo_within


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
        return undo_entries(connection, live_entries_of(connection, said), who, at=decided_at)
    if last == recut:
        return [_beside(connection, last, undo_recut(connection, last, who, at=decided_at), at=decided_at)]
    return [undo_choice(connection, last, who, at=decided_at)]


def redo_last(connection: Connection, coder: str, *, decided_at: datetime) -> list[int]:
    """Bring back what this coder undid last, if nothing new was said since; returns the new entries.

    What was cut back is cut again, what was chosen chosen again: the number of the act is returned then.

    Raises:
        InvalidDecision: somebody else said something since that would be lost.
    """
    who = coder_number(connection, coder)
    forward = select(func.max(acts.c.number)).where(
        acts.c.coder == who, acts.c.kind.not_in((UNDO, REDO, DOUBLE_CODING))
    )
    newest = connection.execute(forward).scalar() or 0
    unsaid, recut = last_live_act(connection, who, UNDO) or 0, last_cut_back(connection, who, since=newest) or 0
    last = max(unsaid, recut, last_taken_back(connection, who, since=newest) or 0)
    if last <= newest:
        return []
    # Cutting back can also have undone entries on fragments that were coded whole in the same act: first.
    if last == recut:
        return [_beside(connection, last, redo_recut(connection, last, who, at=decided_at), at=decided_at)]
    if last == unsaid:
        return undo_entries(connection, live_entries_of(connection, unsaid), who, at=decided_at)
    return [redo_choice(connection, last, who, at=decided_at)]


def _beside(connection: Connection, act: int, by: int, *, at: datetime) -> int:
    """Undo what an act said of fragments that it did not cut, within the act `by` that undoes it; gives that back."""
    cut = select(boundary_changes.c.fragment).where(boundary_changes.c.act == first_act(connection, act).number)
    touched = set(connection.execute(cut).scalars())
    rows = [row for row in live_entries_of(connection, act) if row.fragment not in touched]
    if rows:
        undo_within(connection, rows, by, at=at)
    return by


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


def last_act(connection: Connection, coder: str) -> LastAct | None:
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
    said = last_live_act(connection, coder, VERDICT)
    return said or 0, last_recut(connection, coder) or 0, last_choice(connection, coder) or 0
