"""Routes of memos: write, rewrite, remove and search them."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.decisions import Topic
from pipeline.errors import InvalidDecision, UnknownFragment
from pipeline.review.context import review_context
from pipeline.review.language import N_
from pipeline.review.pages.memos.memos import LONGEST, about, topic_of, visible, with_words
from pipeline.review.rendering import address_of, is_partial_request, page_offset, pager, redirect_to_fragment, render
from pipeline.review.session import require_csrf_token, session_of

router = APIRouter(prefix="/memos")

PAGE = 25
"""Each memo comes with the form that rewrites it: more of them make a page that takes long to draw."""

REWRITTEN = N_("This memo was rewritten or removed meanwhile. Your text is still here: save it as a memo of its own.")
CUT_MEANWHILE = N_("The fragment was re-cut meanwhile. Your text is still here: save it as a memo on the interview.")


@router.get("")
def memos(request: Request, words: str = "", page: int = 1) -> Response:
    """Every memo that the visitor may read, the newest first."""
    return _page(request, words=words[:200], page=page)


@router.post("", dependencies=[Depends(require_csrf_token)])
def write(
    request: Request,
    # A browser counts a line end as one character, and sends two.
    text: Annotated[str, Form(max_length=2 * LONGEST)] = "",
    topic: Annotated[str, Form()] = "",
    replaces: Annotated[str, Form(pattern=r"^\d*$")] = "",
) -> Response:
    """Keep a memo, or its new wording; an empty one takes it away. A text that cannot be kept is given back."""
    desk, words = review_context(request), text.strip()
    on = topic_of(topic, desk.codebook)
    earlier = int(replaces) if replaces else None
    if words or earlier is not None:
        try:
            desk.store.notes.write_memo(words, on, coder=session_of(request).coder, at=desk.clock(), replaces=earlier)
        except InvalidDecision:
            return _given_back(request, words, on, REWRITTEN)
        except UnknownFragment:
            return _given_back(request, words, Topic(interview=on.interview), CUT_MEANWHILE)
    if on.fragment_id:
        return redirect_to_fragment(request, on.fragment_id)
    return RedirectResponse(_place_of(on), status_code=303)


def _place_of(topic: Topic) -> str:
    if topic.fragment_id:
        return address_of(topic.fragment_id)
    if topic.interview:
        return address_of(f"{topic.interview}:").partition("?")[0]
    return f"/codebook#c-{topic.dimension}-{topic.code}" if topic.code else "/memos"


def _given_back(request: Request, text: str, topic: Topic, problem: str) -> Response:
    if is_partial_request(request):  # the text stands in its field still
        raise InvalidDecision(problem)
    return _page(request, text=text, topic=topic, problem=problem)


def _page(
    request: Request, *, words: str = "", page: int = 1, text: str = "", topic: Topic | None = None, problem: str = ""
) -> Response:
    desk, coder = review_context(request), session_of(request).coder
    found = with_words(visible(desk.store.notes.memos(), desk.visibility(coder), coder), words)[::-1]
    first = page_offset(page, PAGE)
    facts = {
        "memos": [(memo, _place_of(memo.topic)) for memo in found[first : first + PAGE]],
        "total": len(found),
        **pager(first, len(found), PAGE, f"/memos?{urlencode({'words': words})}&page="),
        "words": words,
        "text": text,
        "topic": about(topic or Topic()),
        "about": about,
        "labels": desk.labels,
        "problem": problem,
    }
    return render(request, "memos.html", facts, status=409 if problem else 200)
