"""Routes of coding: the interview page, the card, verdicts, boundaries, undo, similar suggestions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.decisions import LastAct
from pipeline.errors import InvalidDecision
from pipeline.review.context import ReviewContext, review_context
from pipeline.review.labels import Label, label_of
from pipeline.review.language import N_
from pipeline.review.pages.coding.boundaries import BoundaryEditor, reshape
from pipeline.review.pages.coding.conflicts import changes_since_shown, refuse_if_recut
from pipeline.review.pages.coding.new_codes import add_code
from pipeline.review.pages.coding.passages import code_selection
from pipeline.review.pages.coding.queries import (
    boundary_editor,
    coding_card,
    explanations,
    fragment_context,
    interview_view,
    record_verdict,
)
from pipeline.review.pages.coding.similar import MOST, Accepted, accept, similar_suggestions
from pipeline.review.pages.coding.undo import redo_last, undo_last
from pipeline.review.pages.coding.verdicts import parse
from pipeline.review.pages.coding.view import FragmentContext, fragment_context_in
from pipeline.review.pages.queue.queues import queues_of
from pipeline.review.rendering import is_partial_request, redirect_to_fragment, render
from pipeline.review.session import require_csrf_token, session_of

router = APIRouter()

MOST_GIVEN = 5
"""How many of the codes that are given most the code finder puts first."""

NONE_TICKED = N_("Nothing was ticked, so nothing was accepted.")


@router.get("/alike/{fragment_id}")
def show(request: Request, fragment_id: str, code: str = "") -> Response:
    """The fragments with the same suggestion, none of them ticked."""
    return _page(request, fragment_id, _label(request, code), None)


@router.post("/alike/{fragment_id}", dependencies=[Depends(require_csrf_token)])
def take(
    request: Request,
    fragment_id: str,
    code: Annotated[str, Form()] = "",
    fragments: Annotated[list[str], Form()] = [],  # noqa: B006  # FastAPI copies it
) -> Response:
    """Accept on the ticked ones, and tell how many; those that changed meanwhile are left as they are."""
    desk, label = review_context(request), _label(request, code)
    if not fragments:
        return _page(request, fragment_id, label, None, problem=NONE_TICKED)
    done = accept(
        desk.store,
        list(dict.fromkeys(fragments))[:MOST],
        label,
        coder=session_of(request).coder,
        decided_at=desk.clock(),
        codebook=desk.codebook,
    )
    return _page(request, fragment_id, label, done)


def _label(request: Request, code: str) -> Label:
    label = label_of(code, review_context(request).labels)
    if label is None:
        raise HTTPException(404)
    return label


def _page(request: Request, fragment_id: str, label: Label, done: Accepted | None, problem: str = "") -> Response:
    found = (
        []
        if done
        else similar_suggestions(review_context(request).store, fragment_id, label, session_of(request).coder)
    )
    interview, _, anchor = fragment_id.rpartition(":")
    facts = {
        "fragment": fragment_id,
        "interview": interview,
        "anchor": anchor,
        "label": label,
        "found": found,
        "done": done,
        "problem": problem,
    }
    return render(request, "alike.html", facts, status=409 if problem else 200)


@router.get("/interviews/{interview_id}")
def interview(request: Request, interview_id: str, at: str = "", queue: str = "") -> Response:
    """One interview, with the card of the fragment asked for, else of the first that waits."""
    desk, coder = review_context(request), session_of(request).coder
    view = interview_view(desk, interview_id, coder)
    first = view.at(at) or view.first()
    card = (
        coding_card(desk, fragment_context_in(view, first), coder, queue=queues_of(desk).known(queue))
        if first
        else None
    )
    return _whole_page(request, {"interview": view, "card": card, "problem": ""})


def _whole_page(request: Request, facts: dict[str, object], *, status: int = 200) -> Response:
    desk = review_context(request)
    most = desk.store.queries.most_given(session_of(request).coder, most=MOST_GIVEN)
    finder = {"used": [f"{dimension}.{code}" for dimension, code in most], "labels": desk.labels}
    return render(request, "interview.html", {**facts, **finder}, status=status)


@router.get("/interviews/{interview_id}/fragments/{anchor}")
def fragment(request: Request, interview_id: str, anchor: str, queue: str = "") -> Response:
    """The card of one fragment, for the desk's script; whoever comes by a link gets the whole page."""
    if not is_partial_request(request):
        return redirect_to_fragment(request, f"{interview_id}:{anchor}", queue)
    desk, coder = review_context(request), session_of(request).coder
    near = fragment_context(desk, f"{interview_id}:{anchor}", coder)
    card = coding_card(desk, near, coder, queue=queues_of(desk).known(queue))
    return render(request, "partials/card.html", {"interview": near, "card": card, "problem": ""})


@router.get("/interviews/{interview_id}/fragments/{anchor}/why")
def why(request: Request, interview_id: str, anchor: str, queue: str = "") -> Response:
    """Why the model suggests what it does: beside the card for the desk's script, else a page."""
    desk, coder = review_context(request), session_of(request).coder
    near = fragment_context(desk, f"{interview_id}:{anchor}", coder)
    facts = {
        "interview": near,
        "fragment": near.fragment,
        "whys": explanations(desk, near, coder),
        "codebook": desk.codebook,
    }
    template = "partials/why.html" if is_partial_request(request) else "why.html"
    return render(request, template, {**facts, "queue": queues_of(desk).known(queue)})


@router.get("/interviews/{interview_id}/fragments/{anchor}/cut")
def bench(request: Request, interview_id: str, anchor: str) -> Response:
    """The fragment word by word, with its neighbours."""
    return _drawn(request, interview_id, _bench(request, interview_id, anchor))


@router.post("/interviews/{interview_id}/fragments/{anchor}/cut", dependencies=[Depends(require_csrf_token)])
def cut(request: Request, interview_id: str, anchor: str, cut: Annotated[str, Form()] = "") -> Response:
    """Cut anew, and show what came of it; the whole page, because every number after it changed."""
    desk, found = review_context(request), _bench(request, interview_id, anchor)
    try:
        shown = reshape(desk.store, found, cut, coder=session_of(request).coder, decided_at=desk.clock())
    except InvalidDecision as refusal:
        if is_partial_request(request):
            raise
        return _drawn(request, interview_id, found, problem=refusal.message)
    return redirect_to_fragment(request, shown)


def _bench(request: Request, interview_id: str, anchor: str) -> BoundaryEditor:
    return boundary_editor(review_context(request), f"{interview_id}:{anchor}", session_of(request).coder)


def _drawn(request: Request, interview: str, bench: BoundaryEditor, *, problem: str = "") -> Response:
    facts = {"interview": interview, "bench": bench, "problem": problem}
    return render(request, "cut.html", facts, status=409 if problem else 200)


@router.post("/interviews/{interview_id}/passages", dependencies=[Depends(require_csrf_token)])
def code_words(
    request: Request,
    interview_id: str,
    words: Annotated[list[str], Form()] = [],  # noqa: B006  # FastAPI copies it
    code: Annotated[str, Form()] = "",
) -> Response:
    """Code selected words; answers with the turns that they stand in, as they are cut now."""
    desk, coder = review_context(request), session_of(request).coder
    label = _label(request, code)
    with refuse_if_recut(desk.store, f"{interview_id}:{words[0].partition(':')[0]}" if words else ""):
        coded = code_selection(desk, interview_id, words, [(label.dimension.id, label.code.id)], coder)
    if not is_partial_request(request):
        return redirect_to_fragment(request, coded[0])
    view = interview_view(desk, interview_id, coder)
    shown = [each for each in view.fragments if each.id in coded]
    turns = {each.turn for each in shown}
    facts = {
        "interview": view,
        "card": coding_card(desk, fragment_context_in(view, shown[0]), coder),
        "turns": [each for each in view.turns if each.turn.index in turns],
        "coded": shown,
        "label": label,
        "problem": "",
    }
    return render(request, "partials/passages.html", facts)


@router.post("/interviews/{interview_id}/fragments/{anchor}/codes", dependencies=[Depends(require_csrf_token)])
def new_code(
    request: Request,
    interview_id: str,
    anchor: str,
    dimension: Annotated[str, Form()] = "",
    label: Annotated[str, Form()] = "",
    parent: Annotated[str, Form()] = "",
    queue: Annotated[str, Form()] = "",
) -> Response:
    """Add a code to the codebook; answers with the card, where it can be given now."""
    desk, coder = review_context(request), session_of(request).coder
    fragment, queue = f"{interview_id}:{anchor}", queues_of(desk).known(queue)
    with refuse_if_recut(desk.store, fragment):
        fragment_context(desk, fragment, coder)
    added = add_code(desk, dimension, label, parent=parent, coder=coder)
    if not is_partial_request(request):
        return redirect_to_fragment(request, fragment, queue)
    near = fragment_context(desk, fragment, coder)
    card = coding_card(desk, near, coder, queue=queue)
    facts = {"interview": near, "card": card, "problem": "", "added": ".".join(added)}
    return render(request, "partials/new_code.html", facts)


TAKEN_BACK = N_("Your choice of whose coding counts was taken back.")

CHOSEN_AGAIN = N_("Your choice of whose coding counts was made again.")

NOTHING = N_("There is nothing to go back to since you signed in.")


@dataclass(frozen=True, slots=True)
class UndoForm:
    """The page on which somebody pressed undo or redo."""

    interview: Annotated[str, Form()] = ""
    queue: Annotated[str, Form()] = ""
    difference_filter: Annotated[str, Form()] = ""


Here = Annotated[UndoForm, Depends()]


@router.post("/undo", dependencies=[Depends(require_csrf_token)])
def undo(request: Request, here: Here) -> Response:
    """Take back the last act, and show the fragment it was about."""
    visitor = session_of(request)
    return _shown(request, here, undo_last(review_context(request), visitor.coder, since=visitor.began), TAKEN_BACK)


@router.post("/redo", dependencies=[Depends(require_csrf_token)])
def redo(request: Request, here: Here) -> Response:
    """Bring back what was undone last, and show the fragment it was about."""
    return _shown(request, here, redo_last(review_context(request), session_of(request).coder), CHOSEN_AGAIN)


def _shown(request: Request, here: UndoForm, act: LastAct | None, told: str) -> Response:
    if act is None:
        raise InvalidDecision(NOTHING)
    fragment = act.fragments[0]
    queue = queues_of(review_context(request)).known(here.queue)
    if act.chose and here.difference_filter:
        return RedirectResponse(f"/adjudicate/{quote(fragment)}?{here.difference_filter}", status_code=303)
    # What changed in more places than one card and one margin is drawn anew.
    elsewhere = fragment.rpartition(":")[0] != here.interview
    if elsewhere or act.cut or len(act.fragments) > 1 or not is_partial_request(request):
        return redirect_to_fragment(request, fragment, queue)
    desk, coder = review_context(request), session_of(request).coder
    near = fragment_context(desk, fragment, coder)
    card = coding_card(desk, near, coder, queue=queue)
    facts = {"interview": near, "card": card, "judged": near.fragment, "problem": "", "told": told}
    return render(request, "partials/judged_and_told.html" if act.chose else "partials/judged.html", facts)


MOVES_ON = ("done", "none", "accept-all")


@router.post("/interviews/{interview_id}/fragments/{anchor}", dependencies=[Depends(require_csrf_token)])
def judge(
    request: Request,
    interview_id: str,
    anchor: str,
    verdict: Annotated[str, Form()] = "",
    shown_at: Annotated[float, Form()] = 0.0,
    queue: Annotated[str, Form()] = "",
) -> Response:
    """Record a verdict, then show where the fragment stands; after `done` and `none`, the next one that waits."""
    desk, coder = review_context(request), session_of(request).coder
    fragment, queue = f"{interview_id}:{anchor}", queues_of(desk).known(queue)
    with refuse_if_recut(desk.store, fragment):
        try:
            told = changes_since_shown(desk.store, fragment, coder, shown_at)
            record_verdict(desk, fragment, coder, parse(verdict), shown_at=shown_at)
        except InvalidDecision as refusal:
            return _stays(request, fragment, queue, refusal.message, status=409)
    if told and verdict in MOVES_ON:
        return _stays(request, fragment, queue, told, status=200)
    near = fragment_context(desk, fragment, coder)
    shown = _onward(desk, near, coder, queue) if verdict in MOVES_ON else near.fragment.id
    if not is_partial_request(request) or shown.rpartition(":")[0] != interview_id:
        return redirect_to_fragment(request, shown, queue)
    then = near if shown == fragment else fragment_context(desk, shown, coder)
    facts = {
        "interview": then,
        "card": coding_card(desk, then, coder, queue=queue),
        "judged": near.fragment,
        "problem": "",
    }
    return render(request, "partials/judged.html", facts)


def _onward(desk: ReviewContext, near: FragmentContext, coder: str, queue: str) -> str:
    """The next that waits; but a blind one stays on screen: now its coder sees what the model thought."""
    if near.fragment.revealed:
        return near.fragment.id
    onward = queues_of(desk).next_in(queue, coder, after=near.fragment.id) if queue else near.onward
    return onward.fragment if onward else near.fragment.id


def _stays(request: Request, fragment: str, queue: str, problem: str, *, status: int) -> Response:
    """The same fragment as it stands now, with what there is to say of it."""
    desk, coder = review_context(request), session_of(request).coder
    near = fragment_context(desk, fragment, coder)
    facts = {"card": coding_card(desk, near, coder, queue=queue), "judged": near.fragment, "problem": problem}
    if is_partial_request(request):
        return render(request, "partials/judged.html", {"interview": near, **facts}, status=status)
    return _whole_page(request, {"interview": interview_view(desk, near.id, coder), **facts}, status=status)
