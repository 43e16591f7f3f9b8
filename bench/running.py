"""What Prefect costs: the same inbox through the flow and through the plain loop, in one run on one machine."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from rich.console import Console

from flows.home import Home
from flows.serving import any_server
from pipeline import steps
from pipeline.settings import Study, open_study

DOCUMENTS = 200
LIMIT = 10.0
"""Percent that Prefect may add to the plain loop."""

show = partial(Console(highlight=False, soft_wrap=True).print, markup=False)


def run() -> None:
    """Run both on copies of the shipped interviews, by turns; print the better time of each, and of a second run."""
    documents = int(os.environ.get("DREMPEL_BENCH_DOCUMENTS", DOCUMENTS))
    until_exit = ExitStack()
    # Before Prefect is imported, so that it has sent its last logs when the server ends.
    atexit.register(until_exit.close)
    folder = Path(until_exit.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
    server = until_exit.enter_context(any_server(Home(folder)))
    Home(folder).enter(server.address)
    from flows.verbs import run as flow

    server.wait_until_ready()
    took: dict[str, list[float]] = {"plain": [], "prefect": [], "again": []}
    for turn in range(2):
        plain, flowing = (_study(folder / f"{name}{turn}", documents) for name in ("plain", "prefect"))
        with_prefect = partial(flow, workspace=str(flowing.folder))
        took["plain"].append(_seconds(partial(steps.run, plain)))
        took["prefect"].append(_seconds(with_prefect))
        took["again"].append(_seconds(with_prefect))
    _show(documents, *(min(times) for times in took.values()))


def _study(folder: Path, documents: int) -> Study:
    """A new study whose inbox holds that many interviews."""
    steps.init(folder)
    study = open_study(folder)
    shipped = sorted((steps.starter_study() / "interviews").glob("*.txt"))
    for number in range(documents):
        shutil.copy(shipped[number % len(shipped)], study.inbox / f"copy_{number:04}.txt")
    return study


def _seconds(work: partial[object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _show(documents: int, plain: float, prefect: float, again: float) -> None:
    added = 100 * (prefect - plain) / plain
    show(f"{documents} interviews, ingest and publish, the better of two")
    show(f"{'plain loop':20} {plain:7.2f} s")
    show(f"{'flow on a server':20} {prefect:7.2f} s   {added:+.1f} %   {'ok' if added <= LIMIT else 'TOO MUCH'}")
    show(f"{'the flow, again':20} {again:7.2f} s")
