"""Routes of the list of interviews."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pipeline.review.context import review_context
from pipeline.review.pages.interviews.view import SHOWN, SORTS, chosen_rows, interview_rows, next_interview
from pipeline.review.rendering import render
from pipeline.review.session import session_of

router = APIRouter()


@router.get("/")
def interviews(request: Request, words: str = "", show: str = "", sort: str = "") -> Response:
    """The interviews, with how far this coder is; narrowed and in the order that the address asks for."""
    rows = interview_rows(review_context(request).store, session_of(request).coder)
    facts = {
        "rows": chosen_rows(rows, words=words, shown=show, sort=sort),
        "every": len(rows),
        "asked": {"words": words, "show": show, "sort": sort},
        "sorts": SORTS,
        "shown": SHOWN,
        "next": next_interview(rows),
        "done": sum(row.progress.done for row in rows),
        "total": sum(row.progress.of for row in rows),
    }
    return render(request, "interviews.html", facts)
