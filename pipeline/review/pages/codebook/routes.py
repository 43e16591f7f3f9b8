"""Routes of the codebook page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pipeline.review.context import review_context
from pipeline.review.pages.crosstab.crosstab import counts
from pipeline.review.pages.memos.memos import on_codes
from pipeline.review.rendering import render
from pipeline.review.session import session_of

router = APIRouter()

EXAMPLES = 2


@router.get("/codebook")
def codebook(request: Request) -> Response:
    """The codebook, with how often each code was given and fragments that show it."""
    desk, coder = review_context(request), session_of(request).coder
    facts = {
        "codebook": desk.codebook,
        "labels": desk.labels,
        "counts": counts(desk.store.queries.frequencies(coder)),
        "examples": desk.store.queries.examples_of_codes(desk.labels.every(), coder, each=EXAMPLES),
        "memos": on_codes(desk.store.notes.memos()),
    }
    return render(request, "codebook.html", facts)
