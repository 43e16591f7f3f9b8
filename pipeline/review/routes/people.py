"""Who codes, and how they like to read: name, language, theme, keys."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.review.desk import desk_of
from pipeline.review.pages import render
from pipeline.review.visitor import THEMES, Visitor, from_our_page, guestbook_of, visitor_of
from pipeline.review.wording import in_both, language_or

router = APIRouter()


@router.get("/who")
def who(request: Request, back: str = "/") -> Response:
    """Ask under which name the visitor codes."""
    return _ask(request, back=back, coder=visitor_of(request).coder)


@router.post("/who", dependencies=[Depends(from_our_page)])
def introduce(request: Request, coder: Annotated[str, Form()] = "", back: Annotated[str, Form()] = "/") -> Response:
    """Remember the name; the session, and with it what can be undone, begins here."""
    name = " ".join(coder.split())
    if not name or len(name) > 40 or not name.isprintable():
        return _ask(request, back=back, coder="", problem=in_both("Give a name of at most 40 characters."), status=422)
    began = desk_of(request).clock().isoformat()
    return _back(request, back, replace(visitor_of(request), coder=name, began=began))


@router.post("/preferences", dependencies=[Depends(from_our_page)])
def prefer(
    request: Request,
    back: Annotated[str, Form()] = "/",
    language: Annotated[str, Form()] = "",
    theme: Annotated[str, Form()] = "",
    keys: Annotated[str, Form()] = "",
) -> Response:
    """Remember a language, a theme, or whether single keys do something; anything unknown changes nothing."""
    visitor = visitor_of(request)
    wanted = replace(
        visitor,
        language=language_or(language, visitor.language),
        theme=next((each for each in THEMES if each == theme), visitor.theme),
        keys=keys == "on" if keys in ("on", "off") else visitor.keys,
    )
    return _back(request, back, wanted)


def _ask(request: Request, *, back: str, coder: str, problem: str = "", status: int = 200) -> Response:
    facts = {"back": back, "coder": coder, "problem": problem, "coders": desk_of(request).coders()}
    return render(request, "who.html", facts, status=status)


def _back(request: Request, back: str, visitor: Visitor) -> Response:
    response = RedirectResponse(_within(back), status_code=303)
    guestbook_of(request).write(response, visitor)
    return response


def _within(back: str) -> str:
    """An address of this desk: a form must not send anybody elsewhere."""
    ours = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    return back if ours else "/"
