"""Comparing coders: agreement with its interval, and from each number to the fragments that it is about."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pipeline.review.context import review_context
from pipeline.review.pages.adjudicate.cases import rulings_on
from pipeline.review.pages.compare.filters import Dockets, disagreements
from pipeline.review.rendering import page_offset, pager, render

router = APIRouter(prefix="/compare")

PAGE = 50


@router.get("")
def compare(request: Request) -> Response:
    """Every pair of coders who finished the same fragments."""
    desk = review_context(request)
    comparison, complete = desk.comparing.now()
    compared = comparison.compared if comparison else ()
    facts = {"compared": compared, "complete": complete, "codebook": desk.codebook, "labels": desk.labels}
    return render(request, "compare.html", facts)


@router.get("/differences")
def differences(request: Request, docket: Dockets, page: int = 1) -> Response:
    """The fragments that these coders coded differently, as far as the visitor may see them."""
    desk, found = review_context(request), disagreements(request, docket)
    first = page_offset(page, PAGE)
    facts = {
        "docket": docket,
        "dimension": desk.codebook.dimension(docket.dimension),
        "labels": desk.labels,
        "found": found[first : first + PAGE],
        "total": len(found),
        "complete": desk.comparing.now()[1],
        **pager(first, len(found), PAGE, f"/compare/differences?{docket.query()}&page="),
        "rulings": rulings_on(desk.store, found),
    }
    return render(request, "differences.html", facts)
