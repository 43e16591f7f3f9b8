"""Undo and redo: back through everything that one did since signing in, an act at a time; the ledger only grows."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.errors import InvalidDecision
from pipeline.review.desk import desk_of
from pipeline.review.pages import render, swaps
from pipeline.review.visitor import from_our_page, visitor_of
from pipeline.review.wording import in_both

NOTHING = in_both("There is nothing to go back to since you signed in.")

router = APIRouter(dependencies=[Depends(from_our_page)])


@router.post("/undo")
def undo(request: Request, interview: Annotated[str, Form()] = "") -> Response:
    """Take back the last act, and show the fragment it was about."""
    visitor = visitor_of(request)
    return _shown(request, interview, desk_of(request).undo(visitor.coder, since=visitor.began))


@router.post("/redo")
def redo(request: Request, interview: Annotated[str, Form()] = "") -> Response:
    """Bring back what was undone last, and show the fragment it was about."""
    return _shown(request, interview, desk_of(request).redo(visitor_of(request).coder))


def _shown(request: Request, interview: str, fragment: str | None) -> Response:
    if fragment is None:
        raise InvalidDecision(NOTHING)
    there, _, anchor = fragment.rpartition(":")
    address = f"/interviews/{quote(there)}?at={anchor}#f-{anchor}"
    if not swaps(request):
        return RedirectResponse(address, status_code=303)
    if there != interview:
        return Response(status_code=204, headers={"x-desk-go": address})
    desk = desk_of(request)
    view = desk.interview(there, visitor_of(request).coder)
    shown = view.at(anchor) or view.first()
    facts = {"interview": view, "card": desk.card(view, shown), "judged": shown, "problem": ""}
    return render(request, "partials/judged.html", facts)
