"""A `watch` as people start it: a process with a server of its own, on an interval, that tests can stop or kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from flows.prefect_home import Address, Home
from flows.server import answers
from pipeline.settings import Study

T = TypeVar("T")

ENOUGH = 180
"""Seconds: half a minute on an idle machine, with room for a busy one."""


@contextmanager
def watch(
    study: Study, *, every: int | None = 15, more: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """The process, killed at the end if the test did not stop it; without `every` it goes by the study's cron lines."""
    often = [] if every is None else ["--every", str(every)]
    command = [sys.executable, "-m", "flows", "watch", str(study.folder), *often]
    child = subprocess.Popen(
        command, env={**os.environ, **(more or {})}, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield child
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


def until(what: Callable[[], T], child: subprocess.Popen[str], seconds: int = ENOUGH) -> T:
    """The first true answer; fails when the process ends or the time is up before it."""
    last = time.monotonic() + seconds
    while not (found := what()):
        assert child.poll() is None, f"watch ended: {child.stderr.read() if child.stderr else ''}"
        assert time.monotonic() < last, f"not within {seconds} seconds"
        time.sleep(0.5)
    return found


def address(study: Study) -> Address | None:
    """Where the watching server answers, once it does."""
    told = Home(study.folder).announced()
    return told if told is not None and answers(told) else None


def journal(study: Study) -> str:
    """What watch said it did."""
    path = Home(study.folder).journal
    return path.read_text(encoding="utf-8") if path.is_file() else ""
