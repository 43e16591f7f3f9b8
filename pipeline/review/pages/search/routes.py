"""Across interviews: fragments by code and by words, the code table, the codebook, and what was said of a fragment."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from pipeline.decisions import Page
from pipeline.errors import UnknownFragment
from pipeline.records import Action
from pipeline.review.across import Asked, columns, counts, marks, pieces
from pipeline.review.across import table as table_of
from pipeline.review.desk import desk_of
from pipeline.review.leafing import first_on, pager
from pipeline.review.memos import on_codes
from pipeline.review.pages import render
from pipeline.review.views import FragmentView
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
NOTHING_FOUND = Page(found=(), total=0, interviews=0)


@router.get("/find")
def find(
    request: Request,
    code: str = "",
    without: str = "",
    about: Annotated[list[str], Query()] = [],  # noqa: B006  # FastAPI copies it
    words: str = "",
    page: int = 1,
) -> Response:
    """Fragments that hold a code and not another, in some interviews, with some words, and what is around them."""
    desk, coder = desk_of(request), visitor_of(request).coder
    told = desk.store.columns()
    asked = Asked(code=code, without=without, about=tuple(about), words=words)
    first = first_on(page, PAGE)
    found = desk.store.retrieve(asked.question(told), coder, limit=PAGE, offset=first) if asked.asks else NOTHING_FOUND
    facts = {
        "asked": asked,
        "columns": columns(told.values()),
        "dimensions": desk.codebook.dimensions,
        "shown": [(each, list(pieces(each.text, each.marks)), marks(each, desk.labels)) for each in found.found],
        "total": found.total,
        "more": found.more,
        "interviews": found.interviews,
        "first": first,
        **pager(first, found.total, PAGE, f"/find?{urlencode([*_asked(asked), ('page', '')])}"),
    }
    return render(request, "find.html", facts)


def _asked(asked: Asked) -> list[tuple[str, str]]:
    about = [("about", f"{name}={value}") for name, value in asked.chosen.items()]
    return [("code", asked.code), ("without", asked.without), *about, ("words", asked.words)]


@router.get("/table")
def table(request: Request, by: str = "") -> Response:
    """How often each code was given, by the values of an interview column, with shares."""
    desk = desk_of(request)
    counted = desk.store.counted(visitor_of(request).coder)
    known = list(columns([each.metadata for each in counted]))
    column = by if by in known else next((each for each in known if each == "role"), known[0] if known else "")
    reviewed, cells = table_of(counted, column)
    facts = {
        "columns": known,
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
    desk, coder = desk_of(request), visitor_of(request).coder
    facts = {
        "codebook": desk.codebook,
        "labels": desk.labels,
        "counts": counts(desk.store.counted(coder)),
        "examples": desk.store.samples(desk.labels.every(), coder, each=EXAMPLES),
        "memos": on_codes(desk.store.memos()),
    }
    return render(request, "codebook.html", facts)


@router.get("/fragments/{fragment_id}/history")
def history(request: Request, fragment_id: str) -> Response:
    """Everything that was ever said of a fragment, by whom and when, undone or not."""
    desk = desk_of(request)
    facts = {
        "fragment": _standing_here(request, fragment_id),
        "name": fragment_id,
        "interview": fragment_id.rpartition(":")[0],
        "entries": desk.history(fragment_id, visitor_of(request).coder),
        "cuts": desk.store.cuts(fragment_id),
        "kinds": CUTS,
        "labels": desk.labels,
        "actions": ACTIONS,
    }
    return render(request, "history.html", facts)


def _standing_here(request: Request, fragment_id: str) -> FragmentView | None:
    """The fragment as it is cut now; None when it was cut anew since."""
    try:
        return desk_of(request).near(fragment_id, visitor_of(request).coder).fragment
    except UnknownFragment:
        return None
