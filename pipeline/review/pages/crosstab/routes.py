"""Routes of the table of codes by interview column."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pipeline.review.context import review_context
from pipeline.review.pages.crosstab.crosstab import columns
from pipeline.review.pages.crosstab.crosstab import table as table_of
from pipeline.review.rendering import render
from pipeline.review.session import session_of

router = APIRouter()


@router.get("/table")
def table(request: Request, by: str = "") -> Response:
    """How often each code was given, by the values of an interview column, with shares."""
    desk = review_context(request)
    counted = desk.store.queries.frequencies(session_of(request).coder)
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
