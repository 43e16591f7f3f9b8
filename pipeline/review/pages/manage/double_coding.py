"""Choosing by hand which interviews two people code without seeing each other's verdicts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.review.desk import desk_of
from pipeline.review.leafing import first_on, pager
from pipeline.review.pages import render
from pipeline.review.visitor import from_our_page

PAGE = 50

router = APIRouter(prefix="/manage/twice")


@router.get("")
def twice(request: Request, page: int = 1) -> Response:
    """Every interview, with whether it asks for two coders and how many finished it."""
    every, first = desk_of(request).store.interviews(), first_on(page, PAGE)
    shown = {"interviews": every[first : first + PAGE]}
    return render(request, "twice.html", {**shown, **pager(first, len(every), PAGE, "/manage/twice?page=")})


@router.post("", dependencies=[Depends(from_our_page)])
def choose(
    request: Request,
    interview: Annotated[str, Form()],
    wanted: Annotated[bool, Form()],
    page: Annotated[int, Form()] = 1,
) -> Response:
    """Ask for two coders, or for one; then the same page of the list."""
    desk_of(request).store.code_twice(interview, wanted=wanted)
    return RedirectResponse(f"/manage/twice?page={page}", status_code=303)
