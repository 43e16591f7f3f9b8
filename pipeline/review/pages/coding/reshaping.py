"""Cutting anew: split a fragment, merge it with a neighbour, move a boundary by word."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from pipeline.errors import InvalidDecision
from pipeline.review.desk import desk_of
from pipeline.review.pages import gone_to, render, swaps
from pipeline.review.reshaping import Bench, reshape
from pipeline.review.visitor import from_our_page, visitor_of

router = APIRouter()


@router.get("/interviews/{interview_id}/fragments/{anchor}/cut")
def bench(request: Request, interview_id: str, anchor: str) -> Response:
    """The fragment word by word, with its neighbours."""
    return _drawn(request, interview_id, _bench(request, interview_id, anchor))


@router.post("/interviews/{interview_id}/fragments/{anchor}/cut", dependencies=[Depends(from_our_page)])
def cut(request: Request, interview_id: str, anchor: str, cut: Annotated[str, Form()] = "") -> Response:
    """Cut anew, and show what came of it; the whole page, because every number after it changed."""
    desk, found = desk_of(request), _bench(request, interview_id, anchor)
    try:
        shown = reshape(desk.store, found, cut, coder=visitor_of(request).coder, decided_at=desk.clock())
    except InvalidDecision as refusal:
        if swaps(request):
            raise
        return _drawn(request, interview_id, found, problem=str(refusal))
    return gone_to(request, shown)


def _bench(request: Request, interview_id: str, anchor: str) -> Bench:
    return desk_of(request).around(f"{interview_id}:{anchor}", visitor_of(request).coder)


def _drawn(request: Request, interview: str, bench: Bench, *, problem: str = "") -> Response:
    facts = {"interview": interview, "bench": bench, "problem": problem}
    return render(request, "cut.html", facts, status=409 if problem else 200)
