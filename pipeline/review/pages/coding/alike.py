"""Accepting these N like this one: they are shown first, each can be left out, and it is one act."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import Response

from pipeline.review.across import label_of
from pipeline.review.bulk import MOST, Accepted, accept, like_this
from pipeline.review.desk import desk_of
from pipeline.review.pages import render
from pipeline.review.views import Label
from pipeline.review.visitor import from_our_page, visitor_of

router = APIRouter(prefix="/alike")


@router.get("/{fragment_id}")
def show(request: Request, fragment_id: str, code: str = "") -> Response:
    """The fragments with the same suggestion, all ticked."""
    return _page(request, fragment_id, _label(request, code), None)


@router.post("/{fragment_id}", dependencies=[Depends(from_our_page)])
def take(
    request: Request,
    fragment_id: str,
    code: Annotated[str, Form()] = "",
    fragments: Annotated[list[str], Form()] = [],  # noqa: B006  # FastAPI copies it
) -> Response:
    """Accept on the ticked ones, and tell how many; those that changed meanwhile are left as they are."""
    desk, label = desk_of(request), _label(request, code)
    done = accept(
        desk.store,
        list(dict.fromkeys(fragments))[:MOST],
        label,
        coder=visitor_of(request).coder,
        decided_at=desk.clock(),
        codebook=desk.codebook,
    )
    return _page(request, fragment_id, label, done)


def _label(request: Request, code: str) -> Label:
    label = label_of(code, desk_of(request).labels)
    if label is None:
        raise HTTPException(404)
    return label


def _page(request: Request, fragment_id: str, label: Label, done: Accepted | None) -> Response:
    found = [] if done else like_this(desk_of(request).store, fragment_id, label, visitor_of(request).coder)
    interview, _, anchor = fragment_id.rpartition(":")
    facts = {
        "fragment": fragment_id,
        "interview": interview,
        "anchor": anchor,
        "label": label,
        "found": found,
        "done": done,
    }
    return render(request, "alike.html", facts)
