"""Coding: a verdict on a fragment is saved before the answer leaves."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.errors import InvalidDecision
from pipeline.review.desk import Desk, desk_of
from pipeline.review.pages import render, swaps
from pipeline.review.verdicts import parse
from pipeline.review.views import FragmentView, InterviewView
from pipeline.review.visitor import from_our_page, visitor_of

router = APIRouter()

MOVES_ON = ("done", "none")


@router.post("/interviews/{interview_id}/fragments/{anchor}", dependencies=[Depends(from_our_page)])
def judge(
    request: Request,
    interview_id: str,
    anchor: str,
    verdict: Annotated[str, Form()] = "",
    shown_at: Annotated[float, Form()] = 0.0,
) -> Response:
    """Record a verdict, then show where the fragment stands; after `done` and `none`, the next one that waits."""
    desk, coder = desk_of(request), visitor_of(request).coder
    try:
        desk.judge(interview_id, anchor, coder, parse(verdict), shown_at=shown_at)
    except InvalidDecision as refusal:
        return _answer(request, desk, interview_id, anchor, problem=str(refusal))
    return _answer(request, desk, interview_id, anchor, moves_on=verdict in MOVES_ON)


def _onward(view: InterviewView, judged: FragmentView) -> FragmentView:
    """The next that waits; but a blind one stays on screen: now its coder sees what the model thought."""
    return judged if judged.revealed else view.after(judged) or judged


def _answer(
    request: Request, desk: Desk, interview_id: str, anchor: str, *, problem: str = "", moves_on: bool = False
) -> Response:
    view = desk.interview(interview_id, visitor_of(request).coder)
    judged = view.at(anchor) or view.first()
    shown = _onward(view, judged) if moves_on and judged else judged
    if not swaps(request) and not problem:
        at = shown.anchor if shown else ""
        return RedirectResponse(f"/interviews/{quote(interview_id)}?at={at}#f-{at}", status_code=303)
    facts = {"interview": view, "card": desk.card(view, shown), "judged": judged, "problem": problem}
    template = "partials/judged.html" if swaps(request) else "interview.html"
    return render(request, template, facts, status=409 if problem else 200)
