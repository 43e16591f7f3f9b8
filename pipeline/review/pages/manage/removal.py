"""Remove an interview from the study, as `drempel forget` does; what is removed stands on the page before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.decisions import Interview
from pipeline.errors import UnknownInterview
from pipeline.review.context import review_context
from pipeline.review.language import N_
from pipeline.review.pages.manage.jobs import REMOVE, Jobs
from pipeline.review.rendering import render
from pipeline.review.session import require_csrf_token, session_of

if TYPE_CHECKING:
    from pipeline.records import Report
    from pipeline.settings import Study

router = APIRouter(prefix="/manage/remove")

OTHER_NAME = N_("That is not the name of this interview. Nothing was removed.")
BUSY = N_("A step is running. Remove the interview when it is done.")


@router.get("/{interview_id}")
def ask(request: Request, interview_id: str) -> Response:
    """What would be removed, and a field for the name of the interview."""
    return _page(request, interview_id)


@router.post("/{interview_id}", dependencies=[Depends(require_csrf_token)])
def remove(request: Request, interview_id: str, name: Annotated[str, Form()] = "") -> Response:
    """Remove the interview in the background, once its name was typed."""
    desk, stored = review_context(request), _stored(request, interview_id)
    if name.strip() != stored.id:
        return _page(request, interview_id, problem=OTHER_NAME)
    jobs: Jobs = request.app.state.jobs
    if not jobs.start(REMOVE, session_of(request).coder, lambda: _forget(desk.study, interview_id)):
        return _page(request, interview_id, problem=BUSY)
    return RedirectResponse("/manage", status_code=303)


def _forget(study: Study, interview: str) -> Report:
    from pipeline.steps import api

    return api.forget(study, interview)


def _stored(request: Request, interview_id: str) -> Interview:
    found = review_context(request).store.transcripts.interviews()
    stored = next((each for each in found if each.id == interview_id), None)
    if stored is None:
        raise UnknownInterview(interview_id)
    return stored


def _page(request: Request, interview_id: str, *, problem: str = "") -> Response:
    facts = {"interview": _stored(request, interview_id), "interview_id": interview_id, "problem": problem}
    return render(request, "removal.html", facts, status=409 if problem else 200)
