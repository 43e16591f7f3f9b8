"""Comparing coders: agreement with its interval, and from each number to the fragments that it is about."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from pipeline.review.desk import desk_of
from pipeline.review.pages import render
from pipeline.review.visitor import visitor_of

router = APIRouter(prefix="/compare")


@router.get("")
def compare(request: Request) -> Response:
    """Every pair of coders who finished the same fragments."""
    desk = desk_of(request)
    facts = {"compared": desk.comparison().compared, "codebook": desk.codebook, "labels": desk.labels}
    return render(request, "compare.html", facts)


@router.get("/differences")
def differences(request: Request, coders: str, dimension: str, code: str = "") -> Response:
    """The fragments that these coders coded differently, as far as the visitor may see them."""
    desk = desk_of(request)
    if dimension not in desk.codebook.dimension_ids or "" in coders.split(", "):
        raise HTTPException(404)
    found = desk.comparison().differences(coders, dimension, code)
    veil = desk.veil(visitor_of(request).coder)
    facts = {
        "coders": coders,
        "dimension": desk.codebook.dimension(dimension),
        "code": code,
        "labels": desk.labels,
        "found": [each for each in found if not veil.hides(each.interview, each.fragment)],
    }
    return render(request, "differences.html", facts)
