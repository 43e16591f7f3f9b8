"""Choose which interviews are double coded."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.review.context import review_context
from pipeline.review.rendering import page_offset, pager, render
from pipeline.review.session import require_csrf_token, session_of

PAGE = 50

router = APIRouter(prefix="/manage/twice")


@router.get("")
def twice(request: Request, page: int = 1) -> Response:
    """Every interview, with whether it asks for two coders and how many finished it."""
    every, first = review_context(request).store.transcripts.interviews(), page_offset(page, PAGE)
    shown = {"interviews": every[first : first + PAGE]}
    return render(request, "twice.html", {**shown, **pager(first, len(every), PAGE, "/manage/twice?page=")})


@router.post("", dependencies=[Depends(require_csrf_token)])
def choose(
    request: Request,
    interview: Annotated[str, Form()],
    wanted: Annotated[bool, Form()],
    page: Annotated[int, Form()] = 1,
) -> Response:
    """Ask for two coders, or for one; then the same page of the list."""
    desk, coder = review_context(request), session_of(request).coder
    desk.store.coders.set_double_coding(interview, wanted=wanted, coder=coder, at=desk.clock())
    return RedirectResponse(f"/manage/twice?page={page}", status_code=303)
