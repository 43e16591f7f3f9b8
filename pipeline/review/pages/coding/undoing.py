"""Undo and redo: back through everything that one did since signing in, an act at a time; the ledger only grows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.decisions import Deed
from pipeline.errors import InvalidDecision
from pipeline.review.desk import desk_of
from pipeline.review.pages import gone_to, render, swaps
from pipeline.review.visitor import from_our_page, visitor_of
from pipeline.review.wording import in_both

TAKEN_BACK = in_both("Your choice of whose coding counts was taken back.")
CHOSEN_AGAIN = in_both("Your choice of whose coding counts was made again.")
NOTHING = in_both("There is nothing to go back to since you signed in.")

router = APIRouter(dependencies=[Depends(from_our_page)])


@dataclass(frozen=True, slots=True)
class From:
    """The page on which somebody pressed undo or redo."""

    interview: Annotated[str, Form()] = ""
    queue: Annotated[str, Form()] = ""
    docket: Annotated[str, Form()] = ""


Here = Annotated[From, Depends()]


@router.post("/undo")
def undo(request: Request, here: Here) -> Response:
    """Take back the last act, and show the fragment it was about."""
    visitor = visitor_of(request)
    return _shown(request, here, desk_of(request).undo(visitor.coder, since=visitor.began), TAKEN_BACK)


@router.post("/redo")
def redo(request: Request, here: Here) -> Response:
    """Bring back what was undone last, and show the fragment it was about."""
    return _shown(request, here, desk_of(request).redo(visitor_of(request).coder), CHOSEN_AGAIN)


def _shown(request: Request, here: From, deed: Deed | None, told: str) -> Response:
    if deed is None:
        raise InvalidDecision(NOTHING)
    fragment = deed.fragments[0]
    queue = desk_of(request).queues.known(here.queue)
    if deed.chose and here.docket:
        return RedirectResponse(f"/adjudicate/{quote(fragment)}?{here.docket}", status_code=303)
    # What changed in more places than one card and one margin is drawn anew.
    elsewhere = fragment.rpartition(":")[0] != here.interview
    if elsewhere or deed.cut or len(deed.fragments) > 1 or not swaps(request):
        return gone_to(request, fragment, queue)
    desk, coder = desk_of(request), visitor_of(request).coder
    near = desk.near(fragment, coder)
    card = desk.card(near, coder, queue=queue)
    facts = {"interview": near, "card": card, "judged": near.fragment, "problem": "", "told": told}
    return render(request, "partials/judged_and_told.html" if deed.chose else "partials/judged.html", facts)
