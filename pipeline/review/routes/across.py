"""Across interviews: fragments by code and by words, the code table, the codebook, and what was said of a fragment."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pipeline.records import Action
from pipeline.review.across import Question, hits, marks
from pipeline.review.desk import desk_of
from pipeline.review.memos import on_codes
from pipeline.review.pages import render
from pipeline.review.visitor import visitor_of
from pipeline.review.wording import in_both

router = APIRouter()

ACTIONS = {
    Action.ACCEPTED: in_both("accepted"),
    Action.REJECTED: in_both("rejected"),
    Action.CHANGED: in_both("changed into"),
    Action.ADDED: in_both("added"),
    Action.REMOVED: in_both("took away"),
    Action.REVIEWED: in_both("finished the fragment"),
    Action.REOPENED: in_both("reopened the fragment"),
    Action.UNDONE: in_both("undid entry"),
}
CUTS = {
    "split": in_both("split this fragment in two"),
    "merge": in_both("merged two fragments"),
    "move": in_both("moved the boundary between two fragments"),
}
PAGE = 50
EXAMPLES = 2


@router.get("/find")
def find(
    request: Request,
    code: str = "",
    without: str = "",
    about: str = "",
    words: str = "",
    page: int = 1,
) -> Response:
    """Fragments that hold a code and not another, in some interviews, with some words."""
    desk = desk_of(request)
    across = desk.across(visitor_of(request).coder)
    column, _, value = about.partition("=")
    question = Question(code=code, without=without, column=column, value=value, words=words[:200])
    found = across.found(question) if question.asks else []
    first = (max(page, 1) - 1) * PAGE
    shown = [(each, hits(each.text, words), marks(each, desk.labels)) for each in found[first : first + PAGE]]
    facts = {
        "question": question,
        "about": about,
        "columns": across.columns(),
        "dimensions": desk.codebook.dimensions,
        "shown": shown,
        "total": len(found),
        "interviews": len({each.interview for each in found}),
        "first": first,
        "page": max(page, 1),
        "pages": -(-len(found) // PAGE),
    }
    return render(request, "find.html", facts)


@router.get("/table")
def table(request: Request, by: str = "") -> Response:
    """How often each code was given, by the values of an interview column, with shares."""
    desk = desk_of(request)
    across = desk.across(visitor_of(request).coder)
    columns = list(across.columns())
    column = by if by in columns else next((each for each in columns if each == "role"), columns[0] if columns else "")
    reviewed, cells = across.table(column)
    facts = {
        "columns": columns,
        "column": column,
        "reviewed": reviewed,
        "cells": cells,
        "labels": desk.labels,
        "total": sum(reviewed.values()),
    }
    return render(request, "table.html", facts)


@router.get("/codebook")
def codebook(request: Request) -> Response:
    """The codebook, with how often each code was given and fragments that show it."""
    desk = desk_of(request)
    across = desk.across(visitor_of(request).coder)
    examples = {key: across.holding(key)[:EXAMPLES] for key in desk.labels.every()}
    facts = {
        "codebook": desk.codebook,
        "labels": desk.labels,
        "counts": across.counts(),
        "examples": examples,
        "memos": on_codes(desk.store.memos()),
    }
    return render(request, "codebook.html", facts)


@router.get("/fragments/{fragment_id}/history")
def history(request: Request, fragment_id: str) -> Response:
    """Everything that was ever said of a fragment, by whom and when, undone or not."""
    desk = desk_of(request)
    interview, _, anchor = fragment_id.rpartition(":")
    view = desk.interview(interview, visitor_of(request).coder)
    facts = {
        "interview": view,
        "fragment": view.at(anchor),
        "name": fragment_id,
        "entries": desk.history(fragment_id, visitor_of(request).coder),
        "cuts": desk.store.cuts(fragment_id),
        "kinds": CUTS,
        "labels": desk.labels,
        "actions": ACTIONS,
    }
    return render(request, "history.html", facts)
