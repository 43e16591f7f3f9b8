"""Detect edits by others, or in another window, since a page was shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.decisions import Entry, Store
from pipeline.errors import InvalidDecision, UnknownFragment
from pipeline.records import Action
from pipeline.review.language import N_
from pipeline.review.pages.coding.view import Standing

OWN = N_("You coded this fragment in another window meanwhile. This is how it stands now; nothing was overwritten.")
OTHER = N_(
    "Somebody else finished this fragment too while you had it open. Both codings are kept, each under its own name."
)
CUT_ANEW = N_(
    "This fragment was re-cut meanwhile, so your verdict was not kept. Reload the page: what became of it stands there."
)

RENEWED = N_(
    "The model was updated meanwhile, and its suggestions here may differ. Look again, then give your verdict."
)


def refuse_if_renewed(store: Store, fragment: str, standing: Standing, shown_at: float) -> None:
    """Where other suggestions were stored since the page was shown, say so: nobody accepts what was not on screen.

    Raises:
        InvalidDecision: suggestions that are on screen, and that nobody has answered, are newer than the page.
    """
    if not shown_at or standing.hidden or standing.reviewed:
        return
    at = store.suggestions.stored_at(fragment)
    if at is not None and at.timestamp() > shown_at:
        raise InvalidDecision(RENEWED)


def changes_since_shown(store: Store, fragment: str, coder: str, shown_at: float) -> str:
    """What a coder must be told of others' work on a fragment since it was on screen; empty when there is nothing.

    Raises:
        InvalidDecision: something was said under the coder's own name since: what was on screen no longer holds.
        UnknownFragment: nothing was ever cut there.
    """
    if not shown_at:  # a form that does not tell when it was drawn
        return ""
    newer = [entry for entry in store.ledger.history(fragment) if entry.decided_at.timestamp() > shown_at]
    if any(entry.coder == coder for entry in newer):
        raise InvalidDecision(OWN)
    return OTHER if any(map(_finishes, newer)) else ""


@contextmanager
def refuse_if_recut(store: Store, fragment: str) -> Iterator[None]:
    """Where a fragment is gone because somebody cut it anew, say so.

    Raises:
        InvalidDecision: it was cut anew.
        UnknownFragment: it never was there.
    """
    try:
        yield
    except UnknownFragment:
        if any(fragment in cut.gone for cut in store.boundaries.history(fragment)):
            raise InvalidDecision(CUT_ANEW) from None
        raise


def _finishes(entry: Entry) -> bool:
    return entry.live and entry.action is Action.REVIEWED
