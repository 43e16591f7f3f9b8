"""Coding: a verdict on a fragment is saved before the answer leaves."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from pipeline.errors import InvalidDecision
from pipeline.review.desk import Desk, desk_of
from pipeline.review.meanwhile import since_shown, told_of_cuts
from pipeline.review.nearby import Nearby
from pipeline.review.pages import gone_to, render, swaps
from pipeline.review.verdicts import parse
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
    queue: Annotated[str, Form()] = "",
) -> Response:
    """Record a verdict, then show where the fragment stands; after `done` and `none`, the next one that waits."""
    desk, coder = desk_of(request), visitor_of(request).coder
    fragment, queue = f"{interview_id}:{anchor}", desk.queues.known(queue)
    with told_of_cuts(desk.store, fragment):
        try:
            told = since_shown(desk.store, fragment, coder, shown_at)
            desk.judge(interview_id, anchor, coder, parse(verdict), shown_at=shown_at)
        except InvalidDecision as refusal:
            return _stays(request, fragment, queue, str(refusal), status=409)
    if told and verdict in MOVES_ON:
        return _stays(request, fragment, queue, told, status=200)
    near = desk.near(fragment, coder)
    shown = _onward(desk, near, coder, queue) if verdict in MOVES_ON else near.fragment.id
    if not swaps(request) or shown.rpartition(":")[0] != interview_id:
        return gone_to(request, shown, queue)
    then = near if shown == fragment else desk.near(shown, coder)
    facts = {"interview": then, "card": desk.card(then, coder, queue=queue), "judged": near.fragment, "problem": ""}
    return render(request, "partials/judged.html", facts)


def _onward(desk: Desk, near: Nearby, coder: str, queue: str) -> str:
    """The next that waits; but a blind one stays on screen: now its coder sees what the model thought."""
    if near.fragment.revealed:
        return near.fragment.id
    onward = desk.queues.next_in(queue, coder, after=near.fragment.id) if queue else near.onward
    return onward.fragment if onward else near.fragment.id


def _stays(request: Request, fragment: str, queue: str, problem: str, *, status: int) -> Response:
    """The same fragment as it stands now, with what there is to say of it."""
    desk, coder = desk_of(request), visitor_of(request).coder
    near = desk.near(fragment, coder)
    facts = {"card": desk.card(near, coder, queue=queue), "judged": near.fragment, "problem": problem}
    if swaps(request):
        return render(request, "partials/judged.html", {"interview": near, **facts}, status=status)
    return render(request, "interview.html", {"interview": desk.interview(near.id, coder), **facts}, status=status)
