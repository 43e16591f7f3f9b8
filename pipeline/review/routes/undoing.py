"""Undo and redo: back through everything that one did since signing in, an act at a time; the ledger only grows."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from pipeline.decisions import Deed
from pipeline.errors import InvalidDecision
from pipeline.review.desk import desk_of
from pipeline.review.pages import gone_to, render, swaps
from pipeline.review.visitor import from_our_page, visitor_of
from pipeline.review.wording import in_both

NOTHING = in_both("There is nothing to go back to since you signed in.")

router = APIRouter(dependencies=[Depends(from_our_page)])


@router.post("/undo")
def undo(request: Request, interview: Annotated[str, Form()] = "", queue: Annotated[str, Form()] = "") -> Response:
    """Take back the last act, and show the fragment it was about."""
    visitor = visitor_of(request)
    return _shown(request, interview, queue, desk_of(request).undo(visitor.coder, since=visitor.began))


@router.post("/redo")
def redo(request: Request, interview: Annotated[str, Form()] = "", queue: Annotated[str, Form()] = "") -> Response:
    """Bring back what was undone last, and show the fragment it was about."""
    return _shown(request, interview, queue, desk_of(request).redo(visitor_of(request).coder))


def _shown(request: Request, interview: str, queue: str, deed: Deed | None) -> Response:
    if deed is None:
        raise InvalidDecision(NOTHING)
    fragment = deed.fragments[0]
    there = fragment.rpartition(":")[0]
    # What changed in more places than one card and one margin is drawn anew.
    if there != interview or deed.cut or len(deed.fragments) > 1 or not swaps(request):
        return gone_to(request, fragment, desk_of(request).queues.known(queue))
    desk, coder = desk_of(request), visitor_of(request).coder
    near = desk.near(fragment, coder)
    card = desk.card(near, coder, queue=desk.queues.known(queue))
    facts = {"interview": near, "card": card, "judged": near.fragment, "problem": ""}
    return render(request, "partials/judged.html", facts)
