"""Routes of signing in and out, and of preferences: language, theme, single keys."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.review.access_keys import keys_of, name_of
from pipeline.review.context import review_context
from pipeline.review.language import N_, language_or
from pipeline.review.rendering import render
from pipeline.review.session import THEMES, Session, new_id, require_csrf_token, session_cookies_of, session_of

router = APIRouter()

_NO_NAME = N_("Give a name of at most 40 characters.")
_WRONG = N_("This name and this key do not go together.")
_WAIT = N_("Too many wrong keys. Wait a minute, then try again.")


@router.get("/who")
def who(request: Request, back: str = "/") -> Response:
    """Ask under which name the visitor codes."""
    return _ask(request, back=back, coder=session_of(request).coder)


@router.post("/who", dependencies=[Depends(require_csrf_token)])
def sign_in(
    request: Request,
    coder: Annotated[str, Form()] = "",
    key: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Remember the name; the session, and with it what can be undone, begins here."""
    name, keys = name_of(coder), keys_of(request)
    if not name:
        return _ask(request, back=back, coder="", problem=_NO_NAME, status=422)
    if keys.asked():
        refused = _refused(request, name, key.strip())
        if refused:
            return _ask(request, back=back, coder=name, problem=refused[0], status=refused[1])
    now = review_context(request).clock()
    before = session_of(request)
    # Another token from here on: what a page got before somebody signed in says nothing in their name.
    visitor = replace(before, id=new_id(), coder=name, began=now.isoformat())
    store = review_context(request).store
    store.coders.sign_out(before.id)
    store.coders.sign_in(visitor.id, name, with_key=keys.asked(), at=now)
    return _back(request, back, visitor)


@router.post("/who/leave", dependencies=[Depends(require_csrf_token)])
def sign_out(request: Request) -> Response:
    """End the session, here and in the store; language and theme stay."""
    review_context(request).store.coders.sign_out(session_of(request).id)
    return _back(request, "/who", replace(session_of(request), id=new_id(), coder="", began=""))


@router.post("/preferences", dependencies=[Depends(require_csrf_token)])
def prefer(
    request: Request,
    back: Annotated[str, Form()] = "/",
    language: Annotated[str, Form()] = "",
    theme: Annotated[str, Form()] = "",
    keys: Annotated[str, Form()] = "",
) -> Response:
    """Remember a language, a theme, or whether single keys do something; anything unknown changes nothing."""
    visitor = session_of(request)
    wanted = replace(
        visitor,
        language=language_or(language, visitor.language),
        theme=next((each for each in THEMES if each == theme), visitor.theme),
        keys=keys == "on" if keys in ("on", "off") else visitor.keys,
    )
    return _back(request, back, wanted)


def _ask(request: Request, *, back: str, coder: str, problem: str = "", status: int = 200) -> Response:
    asks = keys_of(request).asked()
    # Who codes here is nobody's business before they have shown a key.
    coders = [] if asks else review_context(request).coders()
    facts = {"back": back, "coder": coder, "problem": problem, "coders": coders, "asks_key": asks}
    return render(request, "who.html", facts, status=status)


def _refused(request: Request, name: str, key: str) -> tuple[str, int] | None:
    """Why a name and a key do not open the desk; the same words whether the name or the key is wrong."""
    keys, address = keys_of(request), (request.client.host if request.client else "", name)
    # Nobody guesses a right key: who has it does not wait for what others tried.
    if keys.is_valid(name, key):
        return None
    if keys.throttle.waits(address):
        return _WAIT, 429
    keys.throttle.note(address)
    return _WRONG, 403


def _back(request: Request, back: str, visitor: Session) -> Response:
    response = RedirectResponse(_within(back), status_code=303)
    session_cookies_of(request).write(response, visitor)
    return response


def _within(back: str) -> str:
    """An address of this desk: a form must not send anybody elsewhere."""
    ours = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    return back if ours else "/"
