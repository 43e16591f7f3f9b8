"""What Prefect costs: the same inbox through the flow and through the plain loop, in one run on one machine."""

from __future__ import annotations

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

DOCUMENTS = 60
LIMIT = 10.0
"""Percent that Prefect may add to the plain loop."""

show = partial(Console(highlight=False, soft_wrap=True).print, markup=False)


def run() -> None:
    """Run both on copies of the shipped interviews, by turns, and print the better time of each."""
    documents = int(os.environ.get("DREMPEL_BENCH_DOCUMENTS", DOCUMENTS))
    with tempfile.TemporaryDirectory() as folder, ExitStack() as until_done:
        server = until_done.enter_context(any_server(Home(Path(folder))))
        Home(Path(folder)).enter(server.address)
        from flows.verbs import run as flow

        server.wait_until_ready()
        took: dict[str, list[float]] = {"plain": [], "prefect": []}
        for turn in range(2):
            plain, flowing = (_study(Path(folder) / f"{name}{turn}", documents) for name in took)
            took["plain"].append(_seconds(partial(steps.run, plain)))
            took["prefect"].append(_seconds(partial(flow, workspace=str(flowing.folder))))
    _show(documents, min(took["plain"]), min(took["prefect"]))


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


def _show(documents: int, plain: float, prefect: float) -> None:
    added = 100 * (prefect - plain) / plain
    show(f"{documents} interviews, ingest and publish, the better of two")
    show(f"{'plain loop':20} {plain:7.2f} s")
    show(f"{'flow on a server':20} {prefect:7.2f} s   {added:+.1f} %   {'ok' if added <= LIMIT else 'TOO MUCH'}")
