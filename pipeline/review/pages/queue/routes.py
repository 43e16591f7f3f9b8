"""Choosing an order: what waits, how much of it, about how long that takes, and on to the first of it."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from pipeline.review.context import review_context
from pipeline.review.rendering import redirect_to_fragment, render
from pipeline.review.session import visitor_of

router = APIRouter(prefix="/queue")


@router.get("")
def queues(request: Request) -> Response:
    """Every order, with what is left in it for this coder."""
    return _page(request, "")


@router.get("/{queue}")
def begin(request: Request, queue: str) -> Response:
    """On to the first fragment of an order; back to the list when nothing waits in it."""
    desk = review_context(request)
    if not desk.queues.known(queue):
        raise HTTPException(404)
    first = desk.queues.next_in(queue, visitor_of(request).coder)
    return redirect_to_fragment(request, first.fragment, queue) if first else _page(request, queue)


def _page(request: Request, ended: str) -> Response:
    desk, coder = review_context(request), visitor_of(request).coder
    plain, by_code, pace = desk.queues.of(coder, now=desk.clock())
    rows = desk.interviews(coder)
    facts = {
        "queues": plain,
        "by_code": by_code,
        "pace": pace,
        "interviews": len(rows),
        "left": sum(row.progress.left for row in rows),
        "next": next((row.id for row in rows if row.progress.left), None),
        "ended": ended,
    }
    return render(request, "queue.html", facts)
