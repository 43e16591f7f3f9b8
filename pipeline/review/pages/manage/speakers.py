"""The account of who speaks in an interview, and the form that renames speakers and swaps roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.errors import InvalidDecision
from pipeline.records import Role, Transcript
from pipeline.review.context import review_context
from pipeline.review.language import N_
from pipeline.review.rendering import render
from pipeline.review.session import require_csrf_token
from pipeline.steps.speakers import correct_speakers

router = APIRouter(prefix="/manage/speakers")

LONGEST_NAME = 60

BAD_NAME = N_("A speaker needs a name of at most 60 characters, and no two speakers the same one.")
SOURCES = {
    "codebook": N_("the codebook names the labels"),
    "labels": N_("well-known labels or the head of the file"),
    "guessed": N_("a guess"),
    "proposed": N_("a model, as nothing in the file tells who speaks"),
    "confirmed": N_("somebody at the desk"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerRow:
    """One speaker of an interview, with how much is said."""

    name: str
    role: str
    turns: int
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerAccount:
    """Who speaks in an interview, where the roles are from, and how many words are nobody's."""

    speakers: tuple[SpeakerRow, ...]
    source: str
    turns: int
    words: int
    words_outside: int


def account_of(transcript: Transcript) -> SpeakerAccount:
    """The speakers in the order in which they begin; labels, times and headings count as words outside turns."""
    rows: dict[str, SpeakerRow] = {}
    for turn in transcript.turns:
        row = rows.get(turn.speaker)
        words = len(transcript.words_of(turn).split())
        before = (row.turns, row.words) if row else (0, 0)
        rows[turn.speaker] = SpeakerRow(
            name=turn.speaker, role=turn.role.value, turns=before[0] + 1, words=before[1] + words
        )
    words = sum(row.words for row in rows.values())
    return SpeakerAccount(
        speakers=tuple(rows.values()),
        source=SOURCES.get(transcript.roles_from, transcript.roles_from),
        turns=len(transcript.turns),
        words=words,
        words_outside=max(len(transcript.text.split()) - words, 0),
    )


@router.get("/{interview_id}")
def edit(request: Request, interview_id: str) -> Response:
    """Who speaks in one interview."""
    return _page(request, interview_id)


@router.post("/{interview_id}", dependencies=[Depends(require_csrf_token)])
def keep(
    request: Request,
    interview_id: str,
    speaker: Annotated[list[str] | None, Form()] = None,
    name: Annotated[list[str] | None, Form()] = None,
    role: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Store other names or roles; codes stay where they are, or nothing is changed."""
    desk = review_context(request)
    names = [" ".join(each.split()) for each in name or ()]
    if not names or len(set(names)) < len(names) or not all(0 < len(each) <= LONGEST_NAME for each in names):
        return _page(request, interview_id, BAD_NAME)
    roles = [Role.INTERVIEWER if each == "interviewer" else Role.RESPONDENT for each in role or ()]
    given = {old: (new, part) for old, new, part in zip(speaker or (), names, roles, strict=False)}
    try:
        correct_speakers(desk.study, desk.store, interview_id, given, desk.clock)
    except InvalidDecision as refused:
        return _page(request, interview_id, refused.message)
    return RedirectResponse(f"/interviews/{quote(interview_id, safe='')}", status_code=303)


def _page(request: Request, interview: str, problem: object = "") -> Response:
    account = account_of(review_context(request).store.transcripts.get(interview))
    facts = {"interview_id": interview, "account": account, "problem": problem}
    return render(request, "speakers.html", facts, status=422 if problem else 200)
