"""Routes of the history of a fragment."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pipeline.errors import UnknownFragment
from pipeline.review.context import review_context
from pipeline.review.language import ACTIONS, N_
from pipeline.review.pages.coding.queries import fragment_context
from pipeline.review.pages.coding.view import FragmentView
from pipeline.review.pages.history.queries import visible_entries
from pipeline.review.rendering import render
from pipeline.review.session import session_of

router = APIRouter()

CUTS = {
    "split": N_("split this fragment in two"),
    "merge": N_("merged two fragments"),
    "move": N_("moved the boundary between two fragments"),
    "code": N_("coded words of this fragment"),
}


@router.get("/fragments/{fragment_id}/history")
def history(request: Request, fragment_id: str) -> Response:
    """Everything that was ever said of a fragment, by whom and when, undone or not."""
    desk = review_context(request)
    facts = {
        "fragment": _standing_here(request, fragment_id),
        "name": fragment_id,
        "interview": fragment_id.rpartition(":")[0],
        "entries": visible_entries(desk, fragment_id, session_of(request).coder),
        "cuts": desk.store.boundaries.history(fragment_id),
        "kinds": CUTS,
        "labels": desk.labels,
        "actions": ACTIONS,
    }
    return render(request, "history.html", facts)


def _standing_here(request: Request, fragment_id: str) -> FragmentView | None:
    """The fragment as it is cut now; None when it was cut anew since."""
    try:
        return fragment_context(review_context(request), fragment_id, session_of(request).coder).fragment
    except UnknownFragment:
        return None
