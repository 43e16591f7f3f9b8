"""Does reading and cutting files in two processes pay? Elapsed time, and processor time of all processes."""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from joblib import Parallel, delayed
from joblib.externals.loky import get_reusable_executor
from rich.console import Console
from rich.table import Table

from bench.starter_study import STARTER
from pipeline import transcripts
from pipeline.codebook import load_codebook
from pipeline.fragments import cut
from pipeline.records import Fragment, Transcript

FILES = (10, 100, 400)
WORKERS = 2
PAYS = 0.75
"""The largest share of the time of one process at which two processes are worth it."""


class Took(NamedTuple):
    """Elapsed seconds, and processor seconds of all processes."""

    clock: float
    busy: float


def run() -> None:
    """Print the table; workers are started for every row, as for a run over the inbox."""
    console = Console()
    read_and_cut(_paths(Path(), 1)[0])  # load imports and weights, which every run needs
    table = Table(title=f"Reading and cutting files, one process and {WORKERS} joblib workers")
    for column in ("files", "one: seconds (processor)", f"{WORKERS}: seconds (processor)", "ratio", "pays"):
        table.add_column(column, justify="right")
    paying = []
    with tempfile.TemporaryDirectory() as folder:
        for files in FILES:
            paths = _paths(Path(folder), files)
            alone = _took(lambda paths=paths: [read_and_cut(path) for path in paths])
            together = _took(lambda paths=paths: _by_workers(paths))
            ratio = together.clock / alone.clock
            paying += [files] if ratio <= PAYS else []
            table.add_row(str(files), _told(alone), _told(together), f"{ratio:.2f}", "yes" if ratio <= PAYS else "no")
    table.caption = _caption(paying)
    console.print(table)


def _caption(paying: list[int]) -> str:
    load = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} in the last minute."
    if not paying:
        return f"It does not pay at any of these sizes; ingest uses one process. {load}"
    return f"It paid from {min(paying)} files on in this run; storing is not counted. Ingest uses one process. {load}"


def read_and_cut(path: Path) -> tuple[Transcript, list[Fragment]]:
    """What `ingest` does with a file before it stores it; a worker returns the result."""
    transcript = transcripts.read(path, codebook=load_codebook(STARTER / "codebook.yaml"))
    return transcript, cut(transcript)


def _by_workers(paths: Iterable[Path]) -> None:
    Parallel(n_jobs=WORKERS)(delayed(read_and_cut)(path) for path in paths)
    get_reusable_executor().shutdown(wait=True)


def _paths(folder: Path, files: int) -> list[Path]:
    shipped = sorted((STARTER / "interviews").glob("*.txt"))
    if files == 1:
        return shipped[:1]
    copies = [folder / f"copy_{number:04}.txt" for number in range(files)]
    for number, copy in enumerate(copies):
        shutil.copy(shipped[number % len(shipped)], copy)
    return copies


def _took(work: Callable[[], object]) -> Took:
    began, busy = time.perf_counter(), _busy()
    work()
    return Took(time.perf_counter() - began, _busy() - busy)


def _busy() -> float:
    ours, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return ours.ru_utime + ours.ru_stime + theirs.ru_utime + theirs.ru_stime


def _told(took: Took) -> str:
    return f"{took.clock:.1f} ({took.busy:.1f})"


if __name__ == "__main__":
    run()
