"""The desk at 150,000 fragments in 300 interviews, asked over HTTP as a browser asks: every page and every verdict."""

from __future__ import annotations

import http.client
import os
import re
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote, urlencode

import numpy as np
import uvicorn

from bench.storing import FRAGMENTS, INTERVIEWS, LIMIT_MEDIAN, LIMIT_P95, fill, name_of, show, write_codebook
from pipeline.decisions import Store
from pipeline.review import create_app
from pipeline.settings import Study, open_study

TIMES = 40
ANSWER = re.compile(rb'name="csrf" value="([^"]+)"')


def run() -> None:
    """Make the study, open its desk, ask, and print the distribution per page."""
    interviews = int(os.environ.get("DREMPEL_BENCH_INTERVIEWS", INTERVIEWS))
    with tempfile.TemporaryDirectory() as passing:
        # Filling takes minutes: a folder that is kept is filled once, and further where it was broken off.
        study = _study(Path(os.environ.get("DREMPEL_BENCH_FOLDER", passing)))
        show(f"desk of {interviews} interviews, {interviews * FRAGMENTS:,} fragments")
        began = time.perf_counter()
        with Store.open(study.store_url) as store:
            store.keep_codebook(study.codebook)
            fill(store, interviews, first=len(store.interviews()))
        show(f"filled in {time.perf_counter() - began:.0f} s; load of the machine {os.getloadavg()[0]:.1f}")
        _with_desk(study, lambda port: _ask_everything(Browser(port), study, interviews))


class Browser:
    """Keeps a connection, the cookie and the token, as a browser does."""

    def __init__(self, port: int) -> None:
        self._port, self._cookie, self._token = port, "", ""
        self._line = http.client.HTTPConnection("127.0.0.1", port)

    def sign_in(self, coder: str) -> None:
        """Begin to code under a name."""
        self.get("/who")
        self.post("/who", {"coder": coder, "back": "/"})
        self.get("/")

    def get(self, address: str, *, swap: bool = False) -> bytes:
        """The page at an address."""
        return self._ask("GET", address, None, {"X-Desk": "1"} if swap else {})

    def post(self, address: str, fields: dict[str, str]) -> bytes:
        """What the desk answers to a form."""
        kind = {"X-Desk": "1", "Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", address, urlencode({"csrf": self._token, **fields}), kind)

    def _ask(self, method: str, address: str, body: str | None, headers: dict[str, str]) -> bytes:
        self._line.request(method, address, body, {**headers, "Cookie": self._cookie})
        answer = self._line.getresponse()
        given, page = answer.getheader("set-cookie"), answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {address.partition('?')[0]} was answered with {answer.status}")
        self._cookie = given.partition(";")[0] if given else self._cookie
        token = ANSWER.search(page)
        self._token = token[1].decode() if token else self._token
        return page


def _ask_everything(browser: Browser, study: Study, interviews: int) -> None:
    browser.sign_in("ann")
    chance = np.random.default_rng(1)
    with Store.open(study.store_url) as store:
        names = [name_of(int(each)) for each in chance.permutation(interviews)[:TIMES]]
        places = {name: [each.id for each in store.fragments(name)] for name in names}
    for label, ask in _questions(browser, names, places).items():
        _measure(label, ask)


def _questions(browser: Browser, names: list[str], places: dict[str, list[str]]) -> dict[str, Callable[[int], object]]:
    def one(turn: int) -> str:
        return names[turn % len(names)]

    def card(turn: int) -> str:
        interview, _, anchor = places[one(turn)][turn].rpartition(":")
        return f"/interviews/{interview}/fragments/{anchor}"

    def judge(verdict: str, through: str = "") -> Callable[[int], object]:
        return lambda turn: browser.post(card(turn), {"verdict": verdict, "shown_at": "0", "queue": through})

    return {
        "interviews": lambda turn: browser.get("/"),
        "an interview of 12,000 words": lambda turn: browser.get(f"/interviews/{one(turn)}"),
        "a card": lambda turn: browser.get(card(turn), swap=True),
        "verdict: give a code": judge("give factor factor_1"),
        "verdict: no code here, on to the next": judge("none"),
        "verdict: reopen": judge("reopen"),
        "verdict in a queue, on to the next": judge("none", "uncertain"),
        "undo": lambda turn: browser.post("/undo", {"interview": one(turn)}),
        "find by code": lambda turn: browser.get(f"/find?code=barrier.barrier_{1 + turn % 7}"),
        "find by code, page 40": lambda turn: browser.get(f"/find?code=barrier.barrier_{1 + turn % 7}&page=40"),
        "find by code and not another": lambda turn: browser.get(
            f"/find?code=barrier.barrier_{1 + turn % 7}&without=factor.factor_1"
        ),
        "find by code in some interviews": lambda turn: browser.get(
            f"/find?code=barrier.barrier_{1 + turn % 7}&about=role%3Djobcoach"
        ),
        "find a word": lambda turn: browser.get(f"/find?words=zeldzaam{turn % 20}"),
        "find a word that is everywhere": lambda turn: browser.get("/find?words=huur"),
        "table": lambda turn: browser.get("/table"),
        "codebook": lambda turn: browser.get("/codebook"),
        "queues": lambda turn: browser.get("/queue"),
        "queue: least sure, first": lambda turn: browser.get("/queue/uncertain"),
        "queue: by code, first": lambda turn: browser.get(f"/queue/{quote('code:barrier.barrier_0')}"),
        "queue: at random, first": lambda turn: browser.get("/queue/random"),
        "compare": lambda turn: browser.get("/compare"),
        "differences": lambda turn: browser.get("/compare/differences?coders=ann%2C+bo&dimension=barrier"),
        "history": lambda turn: browser.get(f"/fragments/{places[one(turn)][turn]}/history"),
        "memos": lambda turn: browser.get("/memos"),
        "manage": lambda turn: browser.get("/manage"),
    }


def _measure(label: str, ask: Callable[[int], object]) -> None:
    took, worked = [], []
    for turn in range(TIMES):
        # Desk and browser are one process: its work is told apart from waiting for a busy machine.
        began, busy = time.perf_counter(), time.process_time()
        ask(turn)
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    high = quantiles(took, n=20)[-1]
    verdict = "ok" if median(took) < LIMIT_MEDIAN and high < LIMIT_P95 else "TOO SLOW"
    told = f"p50 {median(took):7.1f} ms   p95 {high:7.1f} ms   max {max(took):7.1f} ms   work {median(worked):6.1f} ms"
    show(f"{label:40} {told}   {verdict}")


def _study(folder: Path) -> Study:
    (folder / "data").mkdir(parents=True, exist_ok=True)
    write_codebook(folder / "codebook.yaml")
    (folder / "drempel.toml").write_text('[review]\nlanguage = "en"\n', encoding="utf-8")
    return open_study(folder)


def _with_desk(study: Study, visit: Callable[[int], None]) -> None:
    app = create_app(study, clock=lambda: datetime.now(UTC))
    door = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, ws="none"))
    running = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    running.start()
    try:
        visit(door.getsockname()[1])
    finally:
        server.should_exit = True
        running.join()
