"""Reading: the list of interviews, one interview, and the card of one fragment."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.review.desk import desk_of
from pipeline.review.pages import render, swaps
from pipeline.review.visitor import visitor_of

router = APIRouter()


@router.get("/")
def interviews(request: Request) -> Response:
    """All interviews, with how far this coder is."""
    rows = desk_of(request).interviews(visitor_of(request).coder)
    unfinished = next((row.id for row in rows if row.progress.left), None)
    facts = {
        "rows": rows,
        "next": unfinished,
        "done": sum(row.progress.done for row in rows),
        "total": sum(row.progress.of for row in rows),
    }
    return render(request, "interviews.html", facts)


@router.get("/interviews/{interview_id}")
def interview(request: Request, interview_id: str, at: str = "") -> Response:
    """One interview, with the card of the fragment asked for, else of the first that waits."""
    desk = desk_of(request)
    view = desk.interview(interview_id, visitor_of(request).coder)
    card = desk.card(view, view.at(at) or view.first())
    return render(request, "interview.html", {"interview": view, "card": card, "problem": ""})


@router.get("/interviews/{interview_id}/fragments/{anchor}")
def fragment(request: Request, interview_id: str, anchor: str) -> Response:
    """The card of one fragment, for the desk's script; whoever comes by a link gets the whole page."""
    if not swaps(request):
        return RedirectResponse(f"/interviews/{interview_id}?at={anchor}#f-{anchor}", status_code=303)
    desk = desk_of(request)
    view = desk.interview(interview_id, visitor_of(request).coder)
    card = desk.card(view, view.at(anchor) or view.first())
    return render(request, "partials/card.html", {"interview": view, "card": card, "problem": ""})
