"""Cutting anew: split a fragment, merge it with a neighbour, move a boundary by word."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from pipeline.errors import InvalidDecision, UnknownFragment
from pipeline.review.desk import desk_of
from pipeline.review.pages import gone_to, render, swaps
from pipeline.review.reshaping import Bench, bench_of, reshape
from pipeline.review.views import InterviewView
from pipeline.review.visitor import from_our_page, visitor_of

router = APIRouter()


@router.get("/interviews/{interview_id}/fragments/{anchor}/cut")
def bench(request: Request, interview_id: str, anchor: str) -> Response:
    """The fragment word by word, with its neighbours."""
    view, found = _bench(request, interview_id, anchor)
    return render(request, "cut.html", {"interview": view, "bench": found, "problem": ""})


@router.post("/interviews/{interview_id}/fragments/{anchor}/cut", dependencies=[Depends(from_our_page)])
def cut(request: Request, interview_id: str, anchor: str, cut: Annotated[str, Form()] = "") -> Response:
    """Cut anew, and show what came of it; the whole page, because every number after it changed."""
    desk, (view, found) = desk_of(request), _bench(request, interview_id, anchor)
    try:
        shown = reshape(desk.store, found, cut, coder=visitor_of(request).coder, decided_at=desk.clock())
    except InvalidDecision as refusal:
        if swaps(request):
            raise
        return render(request, "cut.html", {"interview": view, "bench": found, "problem": str(refusal)}, status=409)
    return gone_to(request, shown)


def _bench(request: Request, interview_id: str, anchor: str) -> tuple[InterviewView, Bench]:
    view = desk_of(request).interview(interview_id, visitor_of(request).coder)
    fragment = view.at(anchor)
    if fragment is None:
        raise UnknownFragment(f"{interview_id}:{anchor}")
    return view, bench_of(view, fragment)
