"""Typing what is known of an interview: its columns, by which results are told apart."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.review.columns import Typed, names_elsewhere, store_columns, typed
from pipeline.review.desk import desk_of
from pipeline.review.pages import render
from pipeline.review.visitor import from_our_page

router = APIRouter(prefix="/manage/columns")

EMPTY_ROWS = 2
"""Rows for columns that nobody thought of yet."""


@router.get("")
def columns(request: Request, stored: str = "") -> Response:
    """Every interview with its columns."""
    rows = desk_of(request).store.interviews()
    return render(request, "columns.html", {"rows": rows, "stored": stored})


@router.get("/{interview_id}")
def edit(request: Request, interview_id: str) -> Response:
    """The columns of one interview, to change."""
    known = desk_of(request).store.transcript(interview_id).metadata
    return _form(request, interview_id, Typed(seen=known, columns=known))


@router.post("/{interview_id}", dependencies=[Depends(from_our_page)])
def keep(
    request: Request,
    interview_id: str,
    seen: Annotated[str, Form()] = "",
    name: Annotated[list[str] | None, Form()] = None,
    value: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Store the columns; whoever was not the first to change them is told, and loses nothing."""
    desk = desk_of(request)
    read = desk.study.settings.suggestions.read_columns
    refused = store_columns(desk.store, interview_id, typed(seen, name or [], value or []), read=read)
    if refused is None:
        return RedirectResponse(f"/manage/columns?stored={interview_id}", status_code=303)
    return _form(request, interview_id, refused, status=409)


def _form(request: Request, interview: str, given: Typed, *, status: int = 200) -> Response:
    store = desk_of(request).store
    others = [each for each in names_elsewhere(store, store.transcript(interview)) if each not in given.columns]
    facts = {
        "interview": interview,
        "seen": json.dumps(dict(given.seen), ensure_ascii=False),
        "rows": [*given.columns.items(), *((each, "") for each in others), *[("", "")] * EMPTY_ROWS],
        "problem": given.problem,
    }
    return render(request, "columns_of.html", facts, status=status)
