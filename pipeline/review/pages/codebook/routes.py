"""Routes of the codebook page: show it, its history, and change dimensions and codes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.codebook import COLOURS, Code, Codebook, Dimension, changes
from pipeline.codebook.changes import Edited
from pipeline.codebook.rows import tree_order
from pipeline.errors import InvalidChange, InvalidCodebook
from pipeline.review.context import ReviewContext, review_context
from pipeline.review.language import N_
from pipeline.review.pages.codebook.forms import CodeForm, DimensionForm
from pipeline.review.pages.codebook.history import told_versions
from pipeline.review.pages.crosstab.crosstab import counts
from pipeline.review.pages.memos.memos import on_codes
from pipeline.review.rendering import render
from pipeline.review.session import require_csrf_token, session_of
from pipeline.steps.codebook import restore_version
from pipeline.steps.shared.codebook_versions import change_codebook

router = APIRouter()

EXAMPLES = 2

CHANGED = N_("The codebook has a new version. A model of before does not fit new or other codes: train one.")

CHANGES = [Depends(require_csrf_token)]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody changes the codebook, and the version that was on the screen."""

    base: Annotated[int, Form()] = 0
    why: Annotated[str, Form(max_length=500)] = ""


Why = Annotated[Reason, Depends()]
Fields = Annotated[CodeForm, Depends()]
DimensionFields = Annotated[DimensionForm, Depends()]
Id = Annotated[str, Form()]


@router.get("/codebook")
def codebook(request: Request, changed: str = "") -> Response:
    """The codebook, with how often each code was given and fragments that show it."""
    desk, coder = review_context(request), session_of(request).coder
    given = counts(desk.store.queries.frequencies(coder))
    facts = {
        "codebook": desk.codebook,
        "labels": desk.labels,
        "counts": given,
        "tree": {each.id: _tree(desk, coder, each) for each in desk.codebook},
        "examples": desk.store.queries.examples_of_codes(desk.labels.every(), coder, each=EXAMPLES),
        "memos": on_codes(desk.store.notes.memos()),
        "told": CHANGED if changed else "",
    }
    return render(request, "codebook.html", facts)


def _tree(desk: ReviewContext, coder: str, dimension: Dimension) -> list[tuple[Code, int, int | None]]:
    """Each code with its level, and on how many fragments it or one below it holds; None without sub-codes."""
    return [(code, dimension.depth(code.id), _whole(desk, coder, dimension, code.id)) for code in tree_order(dimension)]


def _whole(desk: ReviewContext, coder: str, dimension: Dimension, code: str) -> int | None:
    below = dimension.below(code)
    return (
        desk.store.queries.fragments_with([(dimension.id, each) for each in (code, *below)], coder) if below else None
    )


@router.get("/codebook/history")
def history(request: Request) -> Response:
    """Every version of the codebook, with what changed."""
    return _history(request)


@router.post("/codebook/history", dependencies=CHANGES)
def bring_back(request: Request, why: Why, version: Annotated[int, Form()] = 0) -> Response:
    """Bring an earlier version back, as a new one."""
    desk = review_context(request)
    try:
        if why.base != desk.version.number:
            raise InvalidChange(_MEANWHILE)
        restore_version(desk.study, desk.store, version, coder=session_of(request).coder, why="", clock=desk.clock)
    except InvalidChange as refusal:
        return _history(request, problem=refusal.message)
    return _changed(request)


_MEANWHILE = N_("Somebody changed the codebook meanwhile, so nothing was changed. Look again, and repeat it.")


def _history(request: Request, *, problem: str = "") -> Response:
    desk = review_context(request)
    versions = told_versions(desk.store.codebook.all(), session_of(request).language)
    facts = {"versions": versions, "base": desk.version.number, "problem": problem}
    return render(request, "codebook_history.html", facts, status=409 if problem else 200)


@router.get("/codebook/new")
def new_dimension(request: Request) -> Response:
    """The form for a new dimension."""
    return _dimension_page(request, None, {})


@router.post("/codebook/new", dependencies=CHANGES)
def add_dimension(
    request: Request, why: Why, form: DimensionFields, fields: Fields, dimension_id: Id = "", code_id: Id = ""
) -> Response:
    """Add a dimension with its first code."""
    made = {"id": dimension_id, **form.fields(), "codes": [{"id": code_id, **fields.fields()}]}
    typed = {**asdict(form), **asdict(fields), "dimension_id": dimension_id, "code_id": code_id, "why": why.why}
    return _try(
        request,
        why,
        lambda book: changes.add_dimension(book, made),
        lambda problem: _dimension_page(request, None, typed, problem=problem),
    )


@router.get("/codebook/{dimension_id}")
def dimension(request: Request, dimension_id: str) -> Response:
    """A dimension, to change or to add a code to."""
    return _dimension_page(request, _dimension(request, dimension_id), {})


@router.post("/codebook/{dimension_id}/edit", dependencies=CHANGES)
def edit_dimension(request: Request, dimension_id: str, why: Why, form: DimensionFields) -> Response:
    """Store the wording of a dimension, and whether it has room for one code or many."""
    known = _dimension(request, dimension_id)
    return _try(
        request,
        why,
        lambda book: changes.edit_dimension(book, dimension_id, form.fields()),
        lambda problem: _dimension_page(request, known, {**asdict(form), "why": why.why}, problem=problem),
    )


@router.post("/codebook/{dimension_id}/add", dependencies=CHANGES)
def add_code(
    request: Request, dimension_id: str, why: Why, fields: Fields, code_id: Id = "", after: Id = ""
) -> Response:
    """Add a code."""
    known = _dimension(request, dimension_id)
    typed = {**asdict(fields), "code_id": code_id, "why": why.why}
    return _try(
        request,
        why,
        lambda book: changes.add(book, dimension_id, {"id": code_id, **fields.fields()}, after=after or None),
        lambda problem: _dimension_page(request, known, typed, problem=problem),
    )


@router.get("/codebook/{dimension_id}/{code_id}")
def code(request: Request, dimension_id: str, code_id: str) -> Response:
    """A code, to change."""
    return _code_page(request, dimension_id, code_id, {})


@router.post("/codebook/{dimension_id}/{code_id}/edit", dependencies=CHANGES)
def edit_code(request: Request, dimension_id: str, code_id: str, why: Why, fields: Fields) -> Response:
    """Store the wording, the colour and the place in the tree of a code."""
    return _try_code(
        request,
        why,
        (dimension_id, code_id),
        lambda book: changes.edit(book, dimension_id, code_id, fields.fields()),
        asdict(fields),
    )


@router.post("/codebook/{dimension_id}/{code_id}/order", dependencies=CHANGES)
def order(request: Request, dimension_id: str, code_id: str, why: Why, steps: Annotated[int, Form()] = 0) -> Response:
    """Move a code up or down."""
    about = dimension_id, code_id
    return _try_code(request, why, about, lambda book: changes.move_code(book, *about, steps), {})


@router.post("/codebook/{dimension_id}/{code_id}/rename", dependencies=CHANGES)
def rename(request: Request, dimension_id: str, code_id: str, why: Why, new: Id = "") -> Response:
    """Give a code another id."""
    about = dimension_id, code_id
    return _try_code(request, why, about, lambda book: changes.rename(book, *about, new), {"new": new})


@router.post("/codebook/{dimension_id}/{code_id}/merge", dependencies=CHANGES)
def merge(request: Request, dimension_id: str, code_id: str, why: Why, into: Id = "") -> Response:
    """Make one code of this and another."""
    about = dimension_id, code_id
    return _try_code(request, why, about, lambda book: changes.merge(book, dimension_id, [code_id], into), {})


@router.post("/codebook/{dimension_id}/{code_id}/retire", dependencies=CHANGES)
def retire(request: Request, dimension_id: str, code_id: str, why: Why) -> Response:
    """Do not offer a code any more."""
    about = dimension_id, code_id
    return _try_code(request, why, about, lambda book: changes.retire(book, *about), {})


@router.post("/codebook/{dimension_id}/{code_id}/offer", dependencies=CHANGES)
def offer(request: Request, dimension_id: str, code_id: str, why: Why) -> Response:
    """Offer a retired code again."""
    about = dimension_id, code_id
    return _try_code(request, why, about, lambda book: changes.retire(book, *about, back=True), {})


def _try_code(
    request: Request,
    why: Reason,
    about: tuple[str, str],
    operation: Callable[[Codebook], Edited],
    typed: dict[str, Any],
) -> Response:
    return _try(
        request,
        why,
        operation,
        lambda problem: _code_page(request, *about, {**typed, "why": why.why}, problem=problem),
    )


def _try(
    request: Request, why: Reason, operation: Callable[[Codebook], Edited], refused: Callable[[str], Response]
) -> Response:
    """Make a change and show the codebook; or the form again, with why it cannot be made."""
    desk = review_context(request)
    try:
        change_codebook(
            desk.study,
            desk.store,
            lambda book, _: operation(book),
            coder=session_of(request).coder,
            why=why.why.strip(),
            at=desk.clock(),
            base=why.base,
        )
    except (InvalidChange, InvalidCodebook) as refusal:
        return refused(refusal.message)
    return _changed(request)


def _changed(request: Request) -> Response:
    review_context(request).follow()
    return RedirectResponse("/codebook?changed=1", status_code=303)


def _dimension(request: Request, dimension_id: str) -> Dimension:
    book = review_context(request).codebook
    if dimension_id not in book.dimension_ids:
        raise HTTPException(404)
    return book.dimension(dimension_id)


def _dimension_page(request: Request, known: Dimension | None, typed: dict[str, Any], *, problem: str = "") -> Response:
    shown = DimensionForm() if known is None else DimensionForm.of(known)
    facts = {
        "dimension": known,
        "parents": known.open_codes if known else (),
        "colours": range(1, COLOURS + 1),
        "typed": {**asdict(shown), **asdict(CodeForm()), **typed},
        "base": review_context(request).version.number,
        "problem": problem,
    }
    return render(request, "codebook_dimension.html", facts, status=409 if problem else 200)


def _code_page(
    request: Request, dimension_id: str, code_id: str, typed: dict[str, Any], *, problem: str = ""
) -> Response:
    known = _dimension(request, dimension_id)
    if code_id not in known.code_ids:
        raise HTTPException(404)
    shown, below = known.code(code_id), {code_id, *known.below(code_id)}
    facts = {
        "dimension": known,
        "code": shown,
        "others": [each for each in known.open_codes if each.id != code_id],
        "parents": [each for each in known.open_codes if each.id not in below],
        "colours": range(1, COLOURS + 1),
        "typed": {**asdict(CodeForm.of(shown)), **typed},
        "base": review_context(request).version.number,
        "problem": problem,
    }
    return render(request, "codebook_code.html", facts, status=409 if problem else 200)
