"""A study held for one run: its lock, its store and the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from filelock import FileLock, Timeout

from pipeline.decisions import Store
from pipeline.errors import StoreBusy
from pipeline.settings import Study

Clock = Callable[[], datetime]

PATIENCE = 2.0
"""Seconds that a run waits for another to end before it says that the study is busy."""


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


@contextmanager
def held(study: Study) -> Iterator[Store]:
    """The store, with every other run kept out until the end; a step may call another inside.

    Raises:
        StoreBusy: another process is at work on the study.
    """
    study.lock.parent.mkdir(parents=True, exist_ok=True)
    # One lock object per process makes it re-entrant: `run` holds it around the steps that it calls.
    lock = FileLock(study.lock, timeout=PATIENCE, thread_local=False, is_singleton=True)
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreBusy(study.lock) from error
    try:
        with Store.open(study.store_url) as store:
            yield store
    finally:
        lock.release()
