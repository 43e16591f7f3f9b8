"""The desk's door: who may knock, how much may be carried in, which headers leave, and a log that tells nothing.

A plain ASGI layer outside everything else, so that no page can forget it.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Collection
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
SMALL_BODY = 256 * 1024
LARGE_BODY = 64 * 1024 * 1024
LARGE_PATHS = ("/manage/inbox",)

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


class Door:
    """Lets in what is addressed to this machine and fits; sends everything out with strict headers."""

    def __init__(self, app: ASGIApp, *, hosts: Collection[str] = LOOPBACK) -> None:
        self.app, self.hosts = app, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, pass on, and answer a failure without a word of what people said."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        carried = _Carried(receive, _limit(scope["path"]))
        guarded = _Answer(send, carried)
        refusal = self._refusal(scope)
        if refusal:
            await refusal(scope, receive, guarded)
            return
        try:
            await self.app(scope, carried, guarded)
        except TooLarge:
            await guarded.finish(_too_large(), scope, receive)
        except Exception as error:  # the one place where anything is caught: its text may hold what people said
            log.error("%s at %s", type(error).__name__, _place(error))
            await guarded.finish(_broken(), scope, receive)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        # A page elsewhere can point a name of its own at this machine; it cannot forge the Host header.
        if _without_port(headers.get("host", "")) not in self.hosts:
            return PlainTextResponse("This desk answers only to the address that it printed.\n", status_code=421)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > _limit(scope["path"]):
            return _too_large()
        return None


class TooLarge(Exception):
    """A request that carries more than the door lets in."""


class _Carried:
    """Counts what comes in: a body without a declared length cannot be larger than one with it."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self.receive, self.left = receive, limit

    @property
    def too_much(self) -> bool:
        """Whether more came in than may."""
        return self.left < 0

    async def __call__(self) -> Message:
        message = await self.receive()
        self.left -= len(message.get("body", b""))
        if self.too_much:
            raise TooLarge
        return message


class _Answer:
    """Sends an answer once, with the strict headers on it."""

    def __init__(self, send: Send, carried: _Carried) -> None:
        self.send, self.carried, self.started = send, carried, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            if self.carried.too_much:  # whoever parses the body may have called it something else
                message["status"] = 413
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("cache-control", "no-store")
        await self.send(message)

    async def finish(self, response: PlainTextResponse, scope: Scope, receive: Receive) -> None:
        if not self.started:
            await response(scope, receive, self)


def _limit(path: str) -> int:
    return LARGE_BODY if path.startswith(LARGE_PATHS) else SMALL_BODY


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name.lower() if colon and port.isdigit() else host.lower()


def _too_large() -> PlainTextResponse:
    return PlainTextResponse("That is more than the desk takes in one go.\n", status_code=413)


def _broken() -> PlainTextResponse:
    return PlainTextResponse(
        "Something in the desk broke. Nothing that was saved is lost: go back and reload the page.\n", status_code=500
    )


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return ", ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-3:])
