"""Routes of the search page: fragments by code, words and interview columns."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from pipeline.decisions import SearchPage
from pipeline.review.context import review_context
from pipeline.review.pages.crosstab.crosstab import columns
from pipeline.review.pages.search.query import SearchForm, marks
from pipeline.review.rendering import page_offset, pager, render
from pipeline.review.session import session_of
from pipeline.review.text_marks import highlighted_parts

router = APIRouter()


PAGE = 50

NOTHING_FOUND = SearchPage(found=(), total=0, interviews=0)


@router.get("/find")
def find(
    request: Request,
    code: str = "",
    without: str = "",
    about: Annotated[list[str], Query()] = [],  # noqa: B006  # FastAPI copies it
    words: str = "",
    below: bool = False,
    page: int = 1,
) -> Response:
    """Fragments that hold a code and not another, in some interviews, with some words, and what is around them."""
    desk, coder = review_context(request), session_of(request).coder
    told = desk.store.transcripts.columns()
    asked = SearchForm(code=code, without=without, about=tuple(about), words=words, below=below)
    first = page_offset(page, PAGE)
    found = (
        desk.store.queries.search(asked.question(told, desk.codebook), coder, limit=PAGE, offset=first)
        if asked.asks
        else NOTHING_FOUND
    )
    facts = {
        "asked": asked,
        "columns": columns(told.values()),
        "dimensions": desk.codebook.dimensions,
        "has_tree": any(code.parent for dimension in desk.codebook for code in dimension.codes),
        "shown": [
            (each, list(highlighted_parts(each.text, each.marks)), marks(each, desk.labels)) for each in found.found
        ],
        "total": found.total,
        "more": found.more,
        "interviews": found.interviews,
        "first": first,
        **pager(first, found.total, PAGE, f"/find?{urlencode([*_asked(asked), ('page', '')])}"),
    }
    return render(request, "find.html", facts)


def _asked(asked: SearchForm) -> list[tuple[str, str]]:
    about = [("about", f"{name}={value}") for name, value in asked.chosen.items()]
    below = [("below", "1")] if asked.below else []
    return [("code", asked.code), ("without", asked.without), *about, ("words", asked.words), *below]
