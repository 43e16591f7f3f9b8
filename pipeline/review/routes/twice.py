"""Choosing by hand which interviews two people code without seeing each other's verdicts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.review.desk import desk_of
from pipeline.review.pages import render
from pipeline.review.visitor import from_our_page

router = APIRouter(prefix="/manage/twice")


@router.get("")
def twice(request: Request) -> Response:
    """Every interview, with whether it asks for two coders and how many finished it."""
    return render(request, "twice.html", {"interviews": desk_of(request).store.interviews()})


@router.post("", dependencies=[Depends(from_our_page)])
def choose(request: Request, interview: Annotated[str, Form()], wanted: Annotated[bool, Form()]) -> Response:
    """Ask for two coders, or for one."""
    desk_of(request).store.code_twice(interview, wanted=wanted)
    return RedirectResponse("/manage/twice", status_code=303)
