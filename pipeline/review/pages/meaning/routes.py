"""Routes of the search by meaning: fragments like a sentence, like a fragment, and like or unlike a code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from pipeline.decisions import SearchHit
from pipeline.errors import DrempelError
from pipeline.review.context import review_context
from pipeline.review.labels import Label, label_of
from pipeline.review.language import N_
from pipeline.review.pages.coding.view import Mark
from pipeline.review.pages.search.query import marks
from pipeline.review.rendering import render
from pipeline.review.session import session_of

if TYPE_CHECKING:
    from pipeline.suggestions import MeaningIndex

router = APIRouter()

MOST = 30
"""Fragments that are shown: further ones have less and less to do with what was asked."""
LONGEST = 500
"""Characters of a sentence that somebody may look for."""

NO_ENCODER = N_("No sentence encoder can be used here, so nothing can be found by meaning. drempel status says why.")
NOT_READ = N_("The encoder has not read this fragment yet: drempel suggest or drempel run does.")

Nearest = Sequence[tuple[int, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HitByMeaning:
    """A fragment that was found, with how like what was asked it is (1 at most)."""

    hit: SearchHit
    likeness: float


@router.get("/meaning")
def by_sentence(request: Request, sentence: str = "") -> Response:
    """The fragments that say nearly the same as a sentence, in whatever words."""
    desk, asked = review_context(request), sentence.strip()[:LONGEST]
    index = desk.meaning.index() if asked else None
    if index is None:
        return _page(request, sentence=asked, problem=NO_ENCODER if asked else "")
    try:
        found = index.nearest_to_texts([asked], most=MOST)
    except DrempelError:
        return _page(request, sentence=asked, problem=NO_ENCODER)
    return _page(request, index, sentence=asked, nearest=_drawn(request, found))


@router.get("/meaning/of/{fragment_id}")
def by_fragment(request: Request, fragment_id: str) -> Response:
    """The fragments that say nearly the same as this one."""
    desk = review_context(request)
    here = desk.store.queries.fragment(fragment_id, session_of(request).coder).state
    index, number = desk.meaning.index(), desk.store.queries.number_of(fragment_id)
    if index is None or number is None:
        return _page(request, of=here.fragment.id, quoted=here.fragment.text, problem=NO_ENCODER)
    found = index.nearest_to_fragment(number, most=MOST)
    problem = "" if found or len(index) == 0 else NOT_READ
    return _page(
        request, index, of=here.fragment.id, quoted=here.fragment.text, nearest=_drawn(request, found), problem=problem
    )


@router.get("/meaning/code/{key}")
def by_code(request: Request, key: str) -> Response:
    """Reviewed fragments near a code that do not have it, and those with it that are unlike the others with it."""
    desk, label = review_context(request), label_of(key, review_context(request).labels)
    if label is None:
        raise HTTPException(404)
    index = desk.meaning.index()
    if index is None:
        return _page(request, label=label, problem=NO_ENCODER)
    given, others = desk.store.queries.with_and_without((label.dimension.id, label.code.id), session_of(request).coder)
    missed = index.nearest_to_texts(_said_of(label), most=MOST, among=others)
    odd = index.furthest(given, most=MOST // 3)
    return _page(request, index, label=label, nearest=_drawn(request, missed), furthest=_drawn(request, odd))


def _said_of(label: Label) -> list[str]:
    """The texts that tell what a code is: its label, its definition and its examples."""
    code = label.code
    told = (code.label.nl, code.definition.nl, code.label.en if not code.label.nl else "", *code.examples)
    return [text for text in told if text.strip()]


def _drawn(request: Request, found: Nearest) -> list[tuple[HitByMeaning, list[Mark]]]:
    """What was found as this coder may see it, in the order of likeness; fragments that are gone are left out."""
    desk, likeness = review_context(request), dict(found)
    shown = desk.store.queries.numbered(list(likeness), session_of(request).coder)
    return [
        (HitByMeaning(hit=hit, likeness=likeness[number]), marks(hit, desk.labels)) for number, hit in shown.items()
    ]


def _page(request: Request, index: MeaningIndex | None = None, **facts: object) -> Response:
    empty: dict[str, object] = {
        "sentence": "",
        "of": "",
        "quoted": "",
        "label": None,
        "nearest": [],
        "furthest": [],
        "problem": "",
    }
    told = {"without": 0 if index is None else index.without}
    return render(request, "by_meaning.html", {**empty, **told, **facts})
