"""Sessions: a signed cookie per study with name and preferences, and the token against cross-site request forgery."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from fastapi import HTTPException, Request, Response
from itsdangerous import BadSignature, Signer, URLSafeSerializer

from pipeline.review.language import Language, language_or

COOKIE_PREFIX = "drempel-"
"""A cookie is sent to every port of a machine: the rest of its name is the study's own."""
A_WEEK = 7 * 24 * 3600
"""How long a browser keeps the cookie; the desk keeps its own count of who is signed in (`accounts`)."""
Theme = Literal["auto", "light", "dark"]
THEMES: tuple[Theme, ...] = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One browser's session: coder, begin, language, theme, single keys."""

    id: str
    coder: str = ""
    began: str = ""
    language: Language = "nl"
    theme: Theme = "auto"
    keys: bool = True


class SessionCookies:
    """Read and write the signed session cookie of a study."""

    def __init__(self, secret: bytes, language: Language) -> None:
        self._cookies = URLSafeSerializer(secret, salt="visitor")
        self._tokens = Signer(secret, salt="form")
        self._language: Language = language
        self.name = f"{COOKIE_PREFIX}{hashlib.sha256(secret).hexdigest()[:12]}"

    def read(self, request: Request) -> tuple[Session, bool]:
        """The visitor, and whether the cookie told who that is.

        A cookie that is missing, forged or of another version is that of a new visitor; it has to be written.
        """
        try:
            visitor = Session(**self._cookies.loads(request.cookies.get(self.name, "")))
        except (BadSignature, TypeError):
            return Session(id=new_id(), language=self._language), False
        return replace(visitor, language=language_or(visitor.language, self._language)), True

    def write(self, response: Response, visitor: Session) -> None:
        """Send the cookie along: out of reach of scripts and of other sites."""
        response.set_cookie(
            self.name, self._cookies.dumps(asdict(visitor)), max_age=A_WEEK, httponly=True, samesite="strict", path="/"
        )

    def token(self, visitor: Session) -> str:
        """What a form of this visitor must bring back."""
        return self._tokens.sign(visitor.id).decode()

    def admits(self, visitor: Session, token: str) -> bool:
        """Whether a form comes from a page that this desk gave to this visitor."""
        try:
            return self._tokens.unsign(token).decode() == visitor.id
        except (BadSignature, UnicodeError):
            return False


def new_id() -> str:
    """A random session id."""
    return secrets.token_urlsafe(12)


def secret_of(folder: Path) -> bytes:
    """The study's secret, made on first use and readable by its owner alone."""
    path = folder / "data" / ".desk-secret"
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written beside it and then linked: nobody ever reads half a secret, and two desks agree on the first one.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_bytes(secrets.token_bytes(32))
        _publish(draft, path)
        draft.unlink(missing_ok=True)
    return path.read_bytes()


def _publish(draft: Path, path: Path) -> None:
    """Give a whole file its name unless another process was first."""
    with suppress(FileExistsError):
        try:
            os.link(draft, path)
        except OSError as error:
            if isinstance(error, FileExistsError):
                raise
            # File systems without hard links, such as exFAT on a stick: two desks that start in the same instant there
            # may sign with different secrets, and their coders sign in once more.
            if not path.exists():
                draft.replace(path)


def session_of(request: Request) -> Session:
    """The visitor behind a request."""
    known = getattr(request.state, "visitor", None)
    if not isinstance(known, Session):
        known, was_told = session_cookies_of(request).read(request)
        request.state.visitor, request.state.write_cookie = known, not was_told
    return known


def session_cookies_of(request: Request) -> SessionCookies:
    """The session cookies of the desk that got this request."""
    session_cookies: SessionCookies = request.app.state.session_cookies
    return session_cookies


async def require_csrf_token(request: Request) -> None:
    """Refuse a form that does not come from a page of this desk (cross-site request forgery)."""
    form = await request.form()
    if not session_cookies_of(request).admits(session_of(request), str(form.get("csrf", ""))):
        raise HTTPException(403, "stale")
