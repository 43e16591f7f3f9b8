"""Reading: the list of interviews, one interview, and the card of one fragment."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pipeline.review.desk import desk_of
from pipeline.review.nearby import nearby_in
from pipeline.review.pages import gone_to, render, swaps
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
def interview(request: Request, interview_id: str, at: str = "", queue: str = "") -> Response:
    """One interview, with the card of the fragment asked for, else of the first that waits."""
    desk, coder = desk_of(request), visitor_of(request).coder
    view = desk.interview(interview_id, coder)
    first = view.at(at) or view.first()
    card = desk.card(nearby_in(view, first), coder, queue=desk.queues.known(queue)) if first else None
    return render(request, "interview.html", {"interview": view, "card": card, "problem": ""})


@router.get("/interviews/{interview_id}/fragments/{anchor}")
def fragment(request: Request, interview_id: str, anchor: str, queue: str = "") -> Response:
    """The card of one fragment, for the desk's script; whoever comes by a link gets the whole page."""
    if not swaps(request):
        return gone_to(request, f"{interview_id}:{anchor}", queue)
    desk, coder = desk_of(request), visitor_of(request).coder
    near = desk.near(f"{interview_id}:{anchor}", coder)
    card = desk.card(near, coder, queue=desk.queues.known(queue))
    return render(request, "partials/card.html", {"interview": near, "card": card, "problem": ""})


@router.get("/interviews/{interview_id}/fragments/{anchor}/why")
def why(request: Request, interview_id: str, anchor: str, queue: str = "") -> Response:
    """Why the model suggests what it does: beside the card for the desk's script, else a page."""
    desk, coder = desk_of(request), visitor_of(request).coder
    near = desk.near(f"{interview_id}:{anchor}", coder)
    facts = {"interview": near, "fragment": near.fragment, "whys": desk.why(near, coder), "codebook": desk.codebook}
    template = "partials/why.html" if swaps(request) else "why.html"
    return render(request, template, {**facts, "queue": desk.queues.known(queue)})
