"""Security middleware: host check, limit on request bodies, security headers, and a log without what people said.

A plain ASGI layer outside everything else, so that no page can forget it.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.review.language import N_

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
SMALL_BODY = 256 * 1024
LARGE_BODY = 64 * 1024 * 1024
LARGE_PATHS = ("/manage/inbox", "/manage/projects/read")
MOST_READ_PAST = 8 * LARGE_BODY
"""Bytes of an upload over the limit that are read before the answer, so that the browser shows it."""

BODY = {"content-length", "transfer-encoding"}
"""Headers of which a request that carries something has one."""

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}

log = logging.getLogger("drempel.desk")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody is turned away, in words that give nothing of the study away."""

    status: int
    title: str
    message: str


STRANGER = Refusal(421, N_("This is not the address"), N_("This desk answers only to the address that it printed."))
TOO_MUCH = Refusal(
    413,
    N_("That is too much at once"),
    N_("That is more than the desk takes in one go. Add fewer files, or less text, at a time."),
)
BROKEN = Refusal(
    500,
    N_("Something in the desk broke"),
    N_("Nothing that was saved is lost: go back and reload the page."),
)

Tell = Callable[[Scope, Refusal], Response]
"""Draws a refusal for whoever is turned away."""


class SecurityMiddleware:
    """Check host and size of each request, and add security headers to each response."""

    def __init__(self, app: ASGIApp, *, tell: Tell, hosts: Collection[str] = LOOPBACK) -> None:
        self.app, self.tell, self.hosts = app, tell, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the request, pass it on, and answer an unexpected error without its text."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        carried = _LimitedBody(receive, _limit(scope["path"]), comes=bool(BODY & set(headers)))
        guarded = _HeaderSender(send, carried, scope)
        refusal = self._refusal(scope)
        if refusal:
            await self.tell(scope, refusal)(scope, receive, guarded)
            return
        try:
            await self.app(scope, carried, guarded)
        except TooLarge:
            await guarded.finish(self.tell(scope, TOO_MUCH), scope, receive)
        except Exception as error:  # the one place where anything is caught: its text may hold what people said
            log.error("%s at %s", type(error).__name__, _place(error))
            await guarded.finish(self.tell(scope, BROKEN), scope, receive)

    def _refusal(self, scope: Scope) -> Refusal | None:
        headers = Headers(scope=scope)
        # A page elsewhere can point a name of its own at this machine; it cannot forge the Host header.
        if _without_port(headers.get("host", "")) not in self.hosts:
            return STRANGER
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > _limit(scope["path"]):
            return TOO_MUCH
        return None


class TooLarge(Exception):
    """A request body above the limit."""


class _LimitedBody:
    """Count the bytes of a request body, so that the limit also holds without a declared length."""

    def __init__(self, receive: Receive, limit: int, *, comes: bool) -> None:
        self.receive, self.left, self.comes = receive, limit, comes
        self.read = 0

    @property
    def too_much(self) -> bool:
        """Whether more came in than may."""
        return self.left < 0

    async def __call__(self) -> Message:
        message = await self._next()
        self.left -= len(message.get("body", b""))
        if self.too_much:
            raise TooLarge
        return message

    async def let_go(self, most: int) -> bool:
        """Read past what nobody asked for: a browser that still sends takes an early answer for a broken connection.

        Returns whether the body ended within `most` bytes.
        """
        while self.comes and self.read <= most:
            await self._next()
        return not self.comes

    async def _next(self) -> Message:
        message = await self.receive()
        self.read += len(message.get("body", b""))
        self.comes = self.comes and bool(message.get("more_body"))
        return message


class _HeaderSender:
    """Sends an answer once, with the strict headers on it."""

    def __init__(self, send: Send, carried: _LimitedBody, scope: Scope) -> None:
        self.send, self.carried, self.scope, self.started = send, carried, scope, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            ended = await self.carried.let_go(MOST_READ_PAST if self._is_expected() else SMALL_BODY)
            self.started = True
            if self.carried.too_much:  # whoever parses the body may have called it something else
                message["status"] = 413
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("cache-control", "no-store")
            if not ended:
                headers["connection"] = "close"
        await self.send(message)

    def _is_expected(self) -> bool:
        """Whether the body has a declared length, or comes from somebody who is signed in."""
        visitor = self.scope.get("state", {}).get("visitor")
        return "content-length" in Headers(scope=self.scope) or bool(getattr(visitor, "coder", ""))

    async def finish(self, response: Response, scope: Scope, receive: Receive) -> None:
        if not self.started:
            await response(scope, receive, self)


def _limit(path: str) -> int:
    return LARGE_BODY if path.startswith(LARGE_PATHS) else SMALL_BODY


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name.lower() if colon and port.isdigit() else host.lower()


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return ", ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-3:])
