"""Routes of adjudication: codings side by side, choose one or code the fragment again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.errors import InvalidDecision
from pipeline.review.context import ReviewContext, review_context
from pipeline.review.pages.adjudicate.cases import (
    HIDDEN,
    OWN,
    Case,
    case_of,
    choices_on,
    coding_at,
    entries_for,
    turns_around,
)
from pipeline.review.pages.coding.queries import fragment_context
from pipeline.review.pages.coding.verdicts import decisions
from pipeline.review.pages.compare.background import comparison_of
from pipeline.review.pages.compare.filters import AskedDifferences, DifferenceFilter, disagreements
from pipeline.review.rendering import render
from pipeline.review.session import require_csrf_token, session_of

router = APIRouter(prefix="/adjudicate")


@router.get("")
def begin(request: Request, difference_filter: AskedDifferences) -> Response:
    """The first disagreement that nobody judged yet; the list when there is none left."""
    return _onward(request, difference_filter, "")


@router.get("/{fragment_id}")
def weigh(request: Request, fragment_id: str, difference_filter: AskedDifferences) -> Response:
    """One fragment, with the codings side by side and how far these coders agree on each code."""
    return _page(request, _case(request, fragment_id, difference_filter), difference_filter)


@router.post("/{fragment_id}", dependencies=[Depends(require_csrf_token)])
def choose(
    request: Request, fragment_id: str, difference_filter: AskedDifferences, side: Annotated[str, Form()] = ""
) -> Response:
    """Make a coding the final one, or with an empty `side` take the choice back; then on to the next."""
    desk, case = review_context(request), _case(request, fragment_id, difference_filter)
    coder = coding_at(case, side).coder if side else None
    desk.store.adjudication.choose(fragment_id, coder, by=session_of(request).coder, decided_at=desk.clock())
    return _onward(request, difference_filter, fragment_id)


@router.post("/{fragment_id}/anew", dependencies=[Depends(require_csrf_token)])
def code_anew(
    request: Request,
    fragment_id: str,
    difference_filter: AskedDifferences,
    codes: Annotated[list[str], Form()] = [],  # noqa: B006  # FastAPI copies it
) -> Response:
    """Code the fragment under the judge's own name, and make that the final coding; the others stay as they are."""
    desk, judge = review_context(request), session_of(request).coder
    case = _case(request, fragment_id, difference_filter)
    try:
        if not case.may_code:
            raise InvalidDecision(OWN)
        _record(desk, case, judge, {(dimension, code) for dimension, _, code in map(_parted, codes) if code})
    except InvalidDecision as refusal:
        return _page(request, case, difference_filter, problem=refusal.message)
    return _onward(request, difference_filter, fragment_id)


def _parted(code: str) -> tuple[str, str, str]:
    return code.partition(".")


def _record(desk: ReviewContext, case: Case, judge: str, wanted: set[tuple[str, str]]) -> None:
    standing = case.fragment.standing
    unknown = next((refusal for code in sorted(wanted) if (refusal := desk.codebook.refusal(*code))), None)
    if unknown:
        raise InvalidDecision(unknown)
    said = decisions(
        entries_for(standing, wanted, desk.labels.every()),
        standing,
        coder=judge,
        decided_at=desk.clock(),
        codebook=desk.codebook.stamp,
        seconds=None,
    )
    desk.store.adjudication.choose_new_codes(said)


def _case(request: Request, fragment_id: str, difference_filter: DifferenceFilter) -> Case:
    desk, judge = review_context(request), session_of(request).coder
    fragment = fragment_context(desk, fragment_id, judge).fragment
    if desk.visibility(judge).hides(fragment_id.rpartition(":")[0], fragment_id):
        raise InvalidDecision(HIDDEN)
    return case_of(desk.store, fragment, judge, names=difference_filter.names)


def _onward(request: Request, difference_filter: DifferenceFilter, after: str) -> Response:
    """The next disagreement that waits for a judge, from here on and then from the top."""
    listed = [each.fragment for each in disagreements(request, difference_filter)]
    place = listed.index(after) if after in listed else -1
    chosen = review_context(request).store.adjudication.choices()
    # From here on, and then from the top.
    further = (each for each in (*listed[place + 1 :], *listed[: place + 1]) if each != after)
    to = next((each for each in further if not (each in chosen and chosen[each].coder)), None)
    address = f"/adjudicate/{to}?" if to else "/compare/differences?"
    return RedirectResponse(address + difference_filter.query(), status_code=303)


def _page(request: Request, case: Case, difference_filter: DifferenceFilter, *, problem: str = "") -> Response:
    desk = review_context(request)
    found = disagreements(request, difference_filter)
    comparison = comparison_of(request).now().comparison
    compared = comparison.between(difference_filter.coders) if comparison else None
    facts = {
        "case": case,
        "difference_filter": difference_filter,
        "around": turns_around(desk.store.transcripts.get(case.fragment.id.rpartition(":")[0]), case.fragment),
        "interview": case.fragment.id.rpartition(":")[0],
        "labels": desk.labels,
        "codebook": desk.codebook,
        "lines": [each for each in compared.lines if each.dimension == difference_filter.dimension] if compared else [],
        "left": len(found) - len(choices_on(desk.store, found)),
        "problem": problem,
    }
    return render(request, "adjudicate.html", facts, status=409 if problem else 200)
