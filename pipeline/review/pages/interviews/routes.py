"""Routes of the list of interviews."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pipeline.review.context import review_context
from pipeline.review.pages.interviews.view import interview_rows, next_interview
from pipeline.review.rendering import render
from pipeline.review.session import session_of

router = APIRouter()


@router.get("/")
def interviews(request: Request) -> Response:
    """All interviews, with how far this coder is."""
    rows = interview_rows(review_context(request).store, session_of(request).coder)
    facts = {
        "rows": rows,
        "next": next_interview(rows),
        "done": sum(row.progress.done for row in rows),
        "total": sum(row.progress.of for row in rows),
    }
    return render(request, "interviews.html", facts)
