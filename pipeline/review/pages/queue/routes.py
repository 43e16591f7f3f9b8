"""Routes of the queues: list them, and open the first fragment of one."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.review.context import review_context
from pipeline.review.pages.compare.filters import filter_for
from pipeline.review.pages.interviews.view import interview_rows
from pipeline.review.pages.queue.queues import queues_of
from pipeline.review.rendering import redirect_to_fragment, render
from pipeline.review.session import session_of

router = APIRouter(prefix="/queue")


@router.get("")
def queues(request: Request) -> Response:
    """Every order, with what is left in it for this coder."""
    return _page(request, "")


@router.get("/{queue}")
def begin(request: Request, queue: str) -> Response:
    """On to the first fragment of an order; back to the list when nothing waits in it."""
    desk = review_context(request)
    if not queues_of(desk).known(queue):
        raise HTTPException(404)
    first = queues_of(desk).next_in(queue, session_of(request).coder)
    if first is None:
        return _page(request, queue)
    if queue == "differing":
        return _decision(request, first.fragment)
    return redirect_to_fragment(request, first.fragment, queue)


def _decision(request: Request, fragment: str) -> Response:
    """On to the page where somebody decides whose coding counts; to the fragment where the visitor may not yet."""
    desk = review_context(request)
    found = filter_for(desk.store, desk.codebook, fragment)
    hidden = desk.visibility(session_of(request).coder).hides(fragment.rpartition(":")[0], fragment)
    if found is None or hidden:
        return redirect_to_fragment(request, fragment, "differing")
    return RedirectResponse(f"/adjudicate/{quote(fragment)}?{found.query()}", status_code=303)


def _page(request: Request, ended: str) -> Response:
    desk, coder = review_context(request), session_of(request).coder
    plain, by_code, pace = queues_of(desk).of(coder, now=desk.clock(), zone=desk.study.settings.schedule.timezone)
    rows = interview_rows(desk.store, coder)
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
