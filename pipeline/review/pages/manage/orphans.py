"""List orphans: coded passages that a newer version of a transcript no longer contains."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pipeline.review.context import review_context
from pipeline.review.language import ACTIONS
from pipeline.review.rendering import render
from pipeline.review.session import session_of
from pipeline.review.visibility import orphans_for

router = APIRouter()


@router.get("/manage/orphans")
def orphans(request: Request, interview: str = "") -> Response:
    """Every orphan with the old words and what was said of it; of one interview, or of all."""
    desk = review_context(request)
    found = orphans_for(desk.store, session_of(request).coder, interview or None)
    return render(request, "orphans.html", {"orphans": found, "labels": desk.labels, "actions": ACTIONS})
