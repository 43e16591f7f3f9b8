"""Comparing coders: agreement with its interval, and from each number to the fragments that it is about."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pipeline.review.adjudicating import rulings_on
from pipeline.review.desk import desk_of
from pipeline.review.pages import render
from pipeline.review.routes.docket import Dockets, disagreements

router = APIRouter(prefix="/compare")


@router.get("")
def compare(request: Request) -> Response:
    """Every pair of coders who finished the same fragments."""
    desk = desk_of(request)
    facts = {"compared": desk.comparison().compared, "codebook": desk.codebook, "labels": desk.labels}
    return render(request, "compare.html", facts)


@router.get("/differences")
def differences(request: Request, docket: Dockets) -> Response:
    """The fragments that these coders coded differently, as far as the visitor may see them."""
    desk, found = desk_of(request), disagreements(request, docket)
    facts = {
        "docket": docket,
        "dimension": desk.codebook.dimension(docket.dimension),
        "labels": desk.labels,
        "found": found,
        "rulings": rulings_on(desk.store, found),
    }
    return render(request, "differences.html", facts)
