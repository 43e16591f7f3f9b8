"""Edit the columns of an interview: check the form, and merge it with what others stored meanwhile."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.decisions import Store
from pipeline.errors import InvalidDecision
from pipeline.records import Transcript
from pipeline.review.context import review_context
from pipeline.review.language import N_
from pipeline.review.rendering import render
from pipeline.review.session import require_csrf_token

router = APIRouter(prefix="/manage/columns")

LONGEST_NAME, LONGEST_VALUE, MOST = 60, 500, 60

_NAMELESS = N_("A value has no name of a column beside it.")

_TWICE = N_("Two columns have the same name.")

_TOO_LONG = N_("A name is longer than 60 characters, or a value longer than 500.")

_ODD = N_("A name or a value holds a line end or another mark that cannot be seen.")

_TOO_MANY = N_("There are more than 60 columns.")

MEANWHILE = N_(
    "Somebody else changed these columns meanwhile, so nothing was stored yet. Below stands what is stored now, with "
    "your changes in it. Look whether that is right, then store it."
)

Columns = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnForm:
    """What a form holds: the columns as they were when it was made, and as somebody typed them."""

    seen: Columns
    columns: Columns
    problem: str = ""


def typed(seen: str, names: Sequence[str], values: Sequence[str]) -> ColumnForm:
    """A form as it came in; `problem` says why it cannot be stored. A row with nothing in it is no column."""
    told = [(name.strip(), value.strip()) for name, value in zip(names, values, strict=False)]
    rows = [(name, value) for name, value in told if name or value]
    filled = {name: value for name, value in rows if value}
    return ColumnForm(seen=_as_columns(seen), columns=filled, problem=_problem(rows))


def store_columns(store: Store, interview: str, given: ColumnForm, *, read: Collection[str] = ()) -> ColumnForm | None:
    """Store what was typed; None when that is done, else what to show instead, with the reason.

    `read` are the columns that suggestions rest on.

    Raises:
        UnknownInterview: it is not in the study.
    """
    if given.problem:
        return given
    try:
        store.transcripts.set_columns(interview, given.columns, instead_of=given.seen, read=read)
    except InvalidDecision:
        now = store.transcripts.get(interview).metadata
        return ColumnForm(seen=now, columns=_together(now, given), problem=MEANWHILE)
    return None


def names_elsewhere(store: Store, transcript: Transcript) -> list[str]:
    """Columns that other interviews have and this one has not, the commonest first."""
    times = Counter(name for about in store.transcripts.columns().values() for name in about)
    return [name for name, _ in times.most_common() if name not in transcript.metadata]


def _problem(rows: Sequence[tuple[str, str]]) -> str:
    names = [name.casefold() for name, _ in rows]
    checks = {
        _NAMELESS: not all(names),
        _TWICE: len(set(names)) < len(names),
        _TOO_LONG: any(len(name) > LONGEST_NAME or len(value) > LONGEST_VALUE for name, value in rows),
        _ODD: not all(name.isprintable() and value.isprintable() for name, value in rows),
        _TOO_MANY: len(rows) > MOST,
    }
    return next((why for why, holds in checks.items() if holds), "")


def _together(now: Columns, given: ColumnForm) -> dict[str, str]:
    """What is stored, with only that changed which the form changed."""
    changed = {name: value for name, value in given.columns.items() if given.seen.get(name) != value}
    removed = given.seen.keys() - given.columns.keys()
    return {name: value for name, value in {**now, **changed}.items() if name not in removed}


def _as_columns(told: str) -> Columns:
    try:
        found = json.loads(told)
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


EMPTY_ROWS = 2
"""Rows for columns that nobody thought of yet."""


@router.get("")
def columns(request: Request, stored: str = "") -> Response:
    """Every interview with its columns."""
    rows = review_context(request).store.transcripts.interviews()
    return render(request, "columns.html", {"rows": rows, "stored": stored})


@router.get("/{interview_id}")
def edit(request: Request, interview_id: str) -> Response:
    """The columns of one interview, to change."""
    known = review_context(request).store.transcripts.get(interview_id).metadata
    return _form(request, interview_id, ColumnForm(seen=known, columns=known))


@router.post("/{interview_id}", dependencies=[Depends(require_csrf_token)])
def keep(
    request: Request,
    interview_id: str,
    seen: Annotated[str, Form()] = "",
    name: Annotated[list[str] | None, Form()] = None,
    value: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Store the columns; whoever was not the first to change them is told, and loses nothing."""
    desk = review_context(request)
    read = desk.study.settings.suggestions.read_columns
    refused = store_columns(desk.store, interview_id, typed(seen, name or [], value or []), read=read)
    if refused is None:
        return RedirectResponse(f"/manage/columns?stored={interview_id}", status_code=303)
    return _form(request, interview_id, refused, status=409)


def _form(request: Request, interview: str, given: ColumnForm, *, status: int = 200) -> Response:
    store = review_context(request).store
    others = [each for each in names_elsewhere(store, store.transcripts.get(interview)) if each not in given.columns]
    facts = {
        "interview": interview,
        "seen": json.dumps(dict(given.seen), ensure_ascii=False),
        "rows": [*given.columns.items(), *((each, "") for each in others), *[("", "")] * EMPTY_ROWS],
        "problem": given.problem,
    }
    return render(request, "columns_of.html", facts, status=status)
