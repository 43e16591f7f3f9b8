"""Undo and redo of a coder's own last act."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pipeline.decisions import LastAct
from pipeline.review.context import ReviewContext


def undo_last(desk: ReviewContext, coder: str, *, since: str) -> LastAct | None:
    """Undo this coder's last act since that moment; returns the act, or None if there is none."""
    last = desk.store.ledger.last_act(coder)
    if last is None or last.at < datetime.fromisoformat(since):
        return None
    desk.store.ledger.undo_last(coder, decided_at=desk.clock())
    return last


def redo_last(desk: ReviewContext, coder: str) -> LastAct | None:
    """Redo what this coder undid last; returns the act, or None if there is nothing to redo."""
    if not desk.store.ledger.redo_last(coder, decided_at=desk.clock()):
        return None
    act = desk.store.ledger.last_act(coder)
    return replace(act, fragments=act.made) if act and act.cut else act
