"""Listing what a newer version of a transcript left without a place."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pipeline.review.desk import desk_of
from pipeline.review.orphans import orphans_for
from pipeline.review.pages import render
from pipeline.review.routes.across import ACTIONS
from pipeline.review.visitor import visitor_of

router = APIRouter()


@router.get("/manage/orphans")
def orphans(request: Request, interview: str = "") -> Response:
    """Every orphan with the old words and what was said of it; of one interview, or of all."""
    desk = desk_of(request)
    found = orphans_for(desk.store, visitor_of(request).coder, interview or None)
    return render(request, "orphans.html", {"orphans": found, "labels": desk.labels, "actions": ACTIONS})
