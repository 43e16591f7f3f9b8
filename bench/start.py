"""Processor time that verbs take to start, beside `drempel --help` and beside an earlier build, in turn in one run.

`DREMPEL_BEFORE` names a folder with the source of the earlier build, for example a worktree of commit 2e06dd2; without
it the column stays empty.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.running import show

ROUNDS = 7
LIMITS = {"--help": None, "status": 2.5, "ingest": 3.5, "publish": None, "check --only-look": None, "explain": None}
"""The verbs, each with the largest ratio to `--help`."""


def run() -> None:
    """Start every verb `ROUNDS` times on a study in which nothing is new, and print medians and ratios."""
    here, before = str(Path.cwd()), os.environ.get("DREMPEL_BEFORE", "")
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder) / "study"
        _seconds(here, ["init", str(study)])
        _seconds(here, ["-C", str(study), "ingest"])
        calls = {verb: ["-C", str(study), *verb.split()] if verb != "--help" else [verb] for verb in LIMITS}
        calls["explain"] += ["int_01:1-2"]  # a fragment that is not there: the answer comes at once
        took: dict[tuple[str, str], list[float]] = {}
        for _ in range(ROUNDS):
            for verb, call in calls.items():
                for build in filter(None, (here, before)):
                    took.setdefault((verb, build), []).append(_seconds(build, call))
    help_takes = median(took["--help", here])
    show(f"processor seconds to start, median of {ROUNDS}; ratio to --help; seconds of the earlier build")
    for verb, limit in LIMITS.items():
        mine = median(took[verb, here])
        ratio = mine / help_takes
        verdict = "" if limit is None else f"limit {limit}: {'ok' if ratio <= limit else 'TOO MUCH'}"
        earlier = f"{median(took[verb, before]):.2f} s" if before else "-"
        show(f"  {verb:20} {mine:5.2f} s   {ratio:4.2f}   {earlier:>7}   {verdict}")


def _seconds(build: str, call: list[str]) -> float:
    """User and system time of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", *call],
        cwd=build, env={**os.environ, "PYTHONPATH": build}, capture_output=True, check=False,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
