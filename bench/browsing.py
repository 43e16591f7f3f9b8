"""HTTP client of the desk: keeps a connection, the cookie and the CSRF token, as a browser does."""

from __future__ import annotations

import http.client
import re
from urllib.parse import urlencode

TOKEN = re.compile(rb'name="csrf" value="([^"]+)"')
Fields = dict[str, str | list[str]]


class Browser:
    """Sends requests to one desk; a redirect counts as the answer."""

    def __init__(self, port: int) -> None:
        self._port, self._cookie, self._token = port, "", ""
        self._line = http.client.HTTPConnection("127.0.0.1", port)

    def sign_in(self, coder: str) -> None:
        """Sign in under a name."""
        self.get("/who")
        self.post("/who", {"coder": coder, "back": "/"})
        self.get("/")

    def get(self, address: str, *, swap: bool = False) -> bytes:
        """GET a page."""
        return self._ask("GET", address, None, {"X-Desk": "1"} if swap else {})

    def post(self, address: str, fields: Fields) -> bytes:
        """POST a form and return the answer."""
        kind = {"X-Desk": "1", "Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", address, urlencode({"csrf": self._token, **fields}, doseq=True), kind)

    def _ask(self, method: str, address: str, body: str | None, headers: dict[str, str]) -> bytes:
        self._line.request(method, address, body, {**headers, "Cookie": self._cookie})
        answer = self._line.getresponse()
        given, page = answer.getheader("set-cookie"), answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {address.partition('?')[0]} was answered with {answer.status}")
        self._cookie = given.partition(";")[0] if given else self._cookie
        token = TOKEN.search(page)
        self._token = token[1].decode() if token else self._token
        return page
