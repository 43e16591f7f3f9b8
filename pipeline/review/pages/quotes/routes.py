"""Routes of the quotes page: release, list and withdraw quotes for the report."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.decisions import Quote
from pipeline.errors import InvalidDecision
from pipeline.review.context import ReviewContext, review_context
from pipeline.review.language import N_
from pipeline.review.pages.coding.queries import fragment_context
from pipeline.review.rendering import address_of, render
from pipeline.review.session import require_csrf_token, session_of

router = APIRouter(prefix="/quotes")

LONGEST = 5_000
NOT_HELD = N_("Only a fragment that you finished can be quoted, for a code that you gave it.")


@router.get("")
def quotes(request: Request, fragment: str = "") -> Response:
    """Every quote that was released, and a form for one fragment where that is named."""
    desk, coder = review_context(request), session_of(request).coder
    visibility = desk.visibility(coder)
    shown = [
        q for q in desk.store.notes.quotes() if q.coder == coder or not visibility.hides(q.interview, q.fragment_id)
    ]
    text, held = _quotable(desk, fragment, coder) if fragment else ("", [])
    facts = {
        "quotes": [(quote, address_of(quote.fragment_id)) for quote in shown],
        "labels": desk.labels,
        "fragment": fragment,
        "text": text,
        "held": held,
        "problem": NOT_HELD if fragment and not held else "",
    }
    return render(request, "quotes.html", facts)


@router.post("", dependencies=[Depends(require_csrf_token)])
def release(
    request: Request,
    fragment: Annotated[str, Form()],
    code: Annotated[str, Form(pattern=r"^[^.]+\.[^.]+$")],
    text: Annotated[str, Form(max_length=LONGEST)] = "",
) -> Response:
    """Release the words for the report; empty words take the quote back."""
    desk, coder = review_context(request), session_of(request).coder
    dimension, _, name = code.partition(".")
    words = " ".join(text.split())
    if words and (dimension, name) not in _quotable(desk, fragment, coder)[1]:
        raise InvalidDecision(NOT_HELD)
    interview = fragment.rpartition(":")[0]
    desk.store.notes.release_quote(
        Quote(
            fragment_id=fragment, interview=interview, dimension=dimension, code=name, coder=coder, at=desk.clock(),
            text=words,
        )
    )  # fmt: skip
    return RedirectResponse("/quotes", status_code=303)


def _quotable(desk: ReviewContext, fragment: str, coder: str) -> tuple[str, list[tuple[str, str]]]:
    """What was said there, and the codes that this coder gave it; none before the coder has finished it."""
    near = fragment_context(desk, fragment, coder).fragment
    held = near.standing.held if near.standing.reviewed else ()
    return near.text, [(code.dimension, code.code) for code in held]
