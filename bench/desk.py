"""Response times of the desk at 150,000 fragments in 300 interviews, over HTTP: every page and every verdict."""

from __future__ import annotations

import os
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

import uvicorn
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send

from bench.browsing import Browser
from bench.desk_questions import Ask, judging, questions
from bench.furnishing import CODER, disputed, furnish, survey
from bench.storing import FRAGMENTS, INTERVIEWS, LIMIT_MEDIAN, LIMIT_P95, fill, show, write_codebook
from pipeline.decisions import Store
from pipeline.review import create_app
from pipeline.review.server import tuned_for_latency
from pipeline.settings import Study, open_study

TIMES = 40


def run() -> None:
    """Make the study, open its desk, send requests, and print the distribution per page."""
    interviews = int(os.environ.get("DREMPEL_BENCH_INTERVIEWS", INTERVIEWS))
    with tempfile.TemporaryDirectory() as passing:
        # Filling takes minutes: a kept folder is filled once, and an interrupted filling continues.
        study = _study(Path(os.environ.get("DREMPEL_BENCH_FOLDER", passing)))
        show(f"desk of {interviews} interviews, {interviews * FRAGMENTS:,} fragments")
        began = time.perf_counter()
        with Store.open(study.store_url) as store:
            store.ledger.keep_codebook(study.codebook)
            fill(store, interviews, first=len(store.transcripts.interviews()))
        show(f"filled in {time.perf_counter() - began:.0f} s; load of the machine {os.getloadavg()[0]:.1f}")
        with tuned_for_latency():
            missed = _with_desk(study, lambda port: _ask_everything(Browser(port), study, interviews))
        show(f"pages that were not asked for: {', '.join(missed) or 'none'}")


def _ask_everything(browser: Browser, study: Study, interviews: int) -> None:
    with Store.open(study.store_url) as store:
        furnish(store, study, interviews)
        ground = survey(store, interviews, TIMES)
    browser.sign_in(CODER)
    slow = [label for label, ask in questions(browser, ground).items() if not _measure(label, ask)]
    # Queried now: fragments whose verdicts were just undone are unfinished and cannot be adjudicated.
    slow += [label for label, ask in judging(browser, disputed(browser)).items() if not _measure(label, ask)]
    show(f"too slow: {', '.join(slow) or 'nothing'}; load of the machine {os.getloadavg()[0]:.1f}")


def _measure(label: str, ask: Ask) -> bool:
    took, worked = [], []
    for turn in range(TIMES):
        # Desk and client share one process: its processor time tells its work from waiting for a busy machine.
        began, busy = time.perf_counter(), time.process_time()
        ask(turn)
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    high = quantiles(took, n=20)[-1]
    quick = median(took) < LIMIT_MEDIAN and high < LIMIT_P95
    told = f"p50 {median(took):7.1f} ms   p95 {high:7.1f} ms   max {max(took):7.1f} ms   work {median(worked):6.1f} ms"
    show(f"{label:40} {told}   {'ok' if quick else 'TOO SLOW'}")
    return quick


def _study(folder: Path) -> Study:
    (folder / "data").mkdir(parents=True, exist_ok=True)
    write_codebook(folder / "codebook.yaml")
    (folder / "drempel.toml").write_text('[review]\nlanguage = "en"\n', encoding="utf-8")
    return open_study(folder)


def _with_desk(study: Study, visit: Callable[[int], None]) -> list[str]:
    """Open the desk and call `visit`; returns the pages of the desk that were not requested."""
    app, asked = create_app(study, clock=lambda: datetime.now(UTC)), set[str]()

    async def noting(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, receive, send)
        asked.add(getattr(scope.get("route"), "path", ""))

    # Named TCP, as the socket of the desk is: otherwise an answer in two parts waits 40 ms for the second.
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    door.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(noting, log_level="warning", access_log=False, ws="none"))
    running = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    running.start()
    try:
        visit(door.getsockname()[1])
    finally:
        server.should_exit = True
        running.join()
    pages = {each.path for each in app.routes if isinstance(each, APIRoute) and "GET" in each.methods}
    return sorted(pages - asked)
