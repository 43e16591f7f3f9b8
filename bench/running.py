"""Cost of Prefect, and growth of a run: interviews of 8,000 words through the flow and through a plain loop.

Both run at the same time on inboxes with the same files, so that other load affects both.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from rich.console import Console

from pipeline.settings import Study, open_study
from pipeline.steps import api as steps

SIZES = (100, 1000)
WORDS = 8000
MAY_ADD = 0.10
"""Limit of the time that Prefect adds to the plain loop."""
MAY_GROW = 0.15
"""Limit of the extra time per interview among many, compared with few."""
MAY_TAKE_AGAIN = 5.0
"""Limit in seconds of a second run over the same inbox."""

KINDS = ("plain", "prefect")
Times = dict[str, float]

show = partial(Console(highlight=False, soft_wrap=True).print, markup=False)


def run() -> None:
    """Run each size both ways and print time, memory and ratios."""
    sizes = [int(each) for each in os.environ.get("DREMPEL_BENCH_DOCUMENTS", "").split(",") if each] or list(SIZES)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        learnt = learnt_study(Path(folder) / "learnt")
        measured = {}
        for size in sizes:
            measured[size] = _side_by_side(Path(folder), learnt, size)
            _show_size(size, measured[size])
    few, many = min(sizes), max(sizes)
    if few != many:
        _show_growth(measured[few], measured[many], few, many)


def learnt_study(folder: Path) -> Study:
    """The shipped study with a model of all its codes."""
    steps.init(folder)
    study = open_study(folder)
    steps.ingest(study, [steps.starter_study() / "interviews"])
    steps.import_codes(study, steps.starter_study() / "codes.csv")
    steps.train(study, evaluate=False, curve=False)
    return study


def _side_by_side(folder: Path, learnt: Study, size: int) -> dict[str, Times]:
    studies = {kind: made_study(folder / f"{kind}{size}", learnt, size) for kind in KINDS}
    workers = {kind: _Worker(kind, study) for kind, study in studies.items()}
    for worker in workers.values():
        worker.wait_until_ready()
    for worker in workers.values():
        worker.go()
    return {kind: worker.took() for kind, worker in workers.items()}


class _Worker:
    """A run in a process of its own."""

    def __init__(self, kind: str, study: Study) -> None:
        call = [sys.executable, "-m", "bench.running_once", kind, str(study.folder)]
        self._process = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout

    def wait_until_ready(self) -> None:
        """Wait until the process is ready."""
        self._from.readline()

    def go(self) -> None:
        """Start the run."""
        self._to.write("go\n")
        self._to.close()

    def took(self) -> Times:
        """The measured times and memory."""
        took: Times = json.loads(self._from.readline())
        self._process.wait()
        return took


def made_study(folder: Path, learnt: Study, size: int) -> Study:
    """A study with a model and `size` interviews in its inbox, made of questions and answers of the shipped ones."""
    steps.init(folder)
    study = open_study(folder)
    shutil.copytree(learnt.models, study.models, dirs_exist_ok=True)
    exchanges = _exchanges()
    for number in range(size):
        chance, said, words = random.Random(number), [], 0
        while words < WORDS:
            said.append(chance.choice(exchanges))
            words += len(said[-1].split())
        (study.inbox / f"made_{number:04}.txt").write_text("\n".join(said) + "\n", encoding="utf-8")
    return study


def _exchanges() -> Sequence[str]:
    """The questions of the shipped interviews, each with its answer."""
    found = []
    for path in sorted((steps.starter_study() / "interviews").glob("*.txt")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        found += ["\n".join(lines[at : at + 2]) for at in range(0, len(lines) - 1, 2)]
    return found


def _show_size(size: int, by_kind: dict[str, Times]) -> None:
    show(f"{size} interviews of {WORDS:,} words, ingest, suggest and publish, side by side")
    for kind, times in by_kind.items():
        show(
            f"  {kind:8} {times['seconds']:8.1f} s ({times['processor']:.1f} s of a processor), "
            f"peak {times['peak']:.0f} MB; again {times['again']:.1f} s"
        )
    added = by_kind["prefect"]["seconds"] / by_kind["plain"]["seconds"] - 1
    again = by_kind["prefect"]["again"]
    show(f"  Prefect adds {added:+.1%}   {_verdict(added <= MAY_ADD)}")
    show(f"  a second run takes {again:.1f} s   {_verdict(again <= MAY_TAKE_AGAIN)}")


def _show_growth(few: dict[str, Times], many: dict[str, Times], small: int, large: int) -> None:
    for kind in KINDS:
        for what in ("seconds", "processor"):
            grown = many[kind][what] / few[kind][what] / (large / small) - 1
            show(f"  {kind:8} {what} per interview, {small} to {large}: {grown:+.1%}   {_verdict(grown <= MAY_GROW)}")
        heavier = many[kind]["peak"] / few[kind]["peak"] - 1
        show(f"  {kind:8} peak memory, {small} to {large}: {heavier:+.1%}   {_verdict(heavier <= MAY_GROW)}")


def _verdict(holds: bool) -> str:
    return "ok" if holds else "TOO MUCH"
