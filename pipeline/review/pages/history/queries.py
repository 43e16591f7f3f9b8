"""The ledger of a fragment, as far as one coder may see it."""

from __future__ import annotations

from pipeline.decisions.records import Entry
from pipeline.errors import UnknownFragment
from pipeline.review.context import ReviewContext


def visible_entries(desk: ReviewContext, fragment: str, coder: str) -> list[Entry]:
    """The entries of a fragment that this coder may see: all once he has finished it, else his own.

    While the interview waits for two coders, only his own.
    """
    entries = desk.store.ledger.history(fragment)
    waiting = fragment.rpartition(":")[0] in desk.visibility(coder).waiting_for_two
    sees_all = _finished(desk, fragment, coder) and not waiting
    return entries if sees_all else [entry for entry in entries if entry.coder == coder]


def _finished(desk: ReviewContext, fragment: str, coder: str) -> bool:
    try:
        return desk.store.queries.fragment(fragment, coder).state.reviewed
    except UnknownFragment:  # it was re-cut since
        return False
