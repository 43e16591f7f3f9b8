"""Routes of the comparison of coders: agreement with intervals, and the fragments behind each number."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.review.context import review_context
from pipeline.review.pages.adjudicate.cases import choices_on
from pipeline.review.pages.compare.background import comparison_of
from pipeline.review.pages.compare.filters import AskedDifferences, disagreements
from pipeline.review.rendering import page_offset, pager, render
from pipeline.review.session import require_csrf_token

router = APIRouter(prefix="/compare")

PAGE = 50


@router.get("")
def compare(request: Request) -> Response:
    """Every pair of coders who finished the same fragments."""
    desk = review_context(request)
    state = comparison_of(request).now()
    compared = state.comparison.compared if state.comparison else ()
    facts = {"compared": compared, "state": state, "codebook": desk.codebook, "labels": desk.labels}
    return render(request, "compare.html", facts)


@router.post("/retry", dependencies=[Depends(require_csrf_token)])
def retry(request: Request) -> Response:
    """Compute a comparison that failed again."""
    comparison_of(request).retry()
    return RedirectResponse("/compare", status_code=303)


@router.get("/differences")
def differences(request: Request, difference_filter: AskedDifferences, page: int = 1) -> Response:
    """The fragments that these coders coded differently, as far as the visitor may see them."""
    desk, found = review_context(request), disagreements(request, difference_filter)
    first = page_offset(page, PAGE)
    facts = {
        "difference_filter": difference_filter,
        "dimension": desk.codebook.dimension(difference_filter.dimension),
        "labels": desk.labels,
        "found": found[first : first + PAGE],
        "total": len(found),
        "state": comparison_of(request).now(),
        **pager(first, len(found), PAGE, f"/compare/differences?{difference_filter.query()}&page="),
        "rulings": choices_on(desk.store, found),
    }
    return render(request, "differences.html", facts)
