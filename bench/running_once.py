"""`python -m bench.running_once KIND WORKSPACE`: run twice in a process of its own and print time and memory.

It prints a line when it is ready and begins at a line on standard input, so that the start of Prefect's server is not
measured.
"""

from __future__ import annotations

import atexit
import json
import resource
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from flows.prefect_home import Home
from flows.server import any_server
from pipeline import fragments, results, suggestions, transcripts
from pipeline.settings import Study, open_study
from pipeline.steps import api as steps

# Imports of a run are loaded before the clock starts, for both kinds.
ROOMS = (transcripts, fragments, suggestions, results)


def main(kind: str, workspace: str) -> None:
    """Run the whole inbox, run again, and print the seconds and the peak of memory as JSON."""
    work = KINDS[kind](open_study(Path(workspace)))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    if not sys.stdin.readline():  # the parent has ended
        return
    before = time.process_time()
    took = {"seconds": _seconds(work), "processor": time.process_time() - before, "again": _seconds(work)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({**took, "peak": peak}) + "\n")


def _plain(study: Study) -> Callable[[], object]:
    return partial(steps.run, study)


def _with_prefect(study: Study) -> Callable[[], object]:
    until_exit = ExitStack()
    # Registered before Prefect is imported, so that Prefect sends its last logs before the server ends.
    atexit.register(until_exit.close)
    server = until_exit.enter_context(any_server(Home(study.folder)))
    Home(study.folder).enter(server.address)
    from flows.flows import run

    server.wait_until_ready()
    return partial(run, workspace=str(study.folder))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


KINDS = {"plain": _plain, "prefect": _with_prefect}

if __name__ == "__main__":
    main(*sys.argv[1:])
