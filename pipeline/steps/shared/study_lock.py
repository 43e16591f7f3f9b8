"""A study held for one run: its lock, its store and the clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from pipeline.decisions import Store
from pipeline.errors import StoreBusy

if TYPE_CHECKING:
    from pipeline.settings import Study

Clock = Callable[[], datetime]

PATIENCE = 2.0
"""Seconds that a run waits for another to end before it says that the study is busy."""


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def fetch_remote_folders(study: Study) -> Study:
    """The study, once its results and models are what they are where they live; raises DepotUnusable."""
    for depot in study.depots:
        depot.bring()
    return study


_THREADS: dict[Path, RLock] = defaultdict(RLock)
"""Per study the lock between the threads of this process: a lock on a file tells processes apart, not threads."""


@contextmanager
def open_store(study: Study) -> Iterator[Store]:
    """The store for a step that only reads it: it waits for no other run.

    Results and models that live elsewhere are brought before, unless another run is at work: it has brought them.

    Raises:
        DepotUnusable: results or models live where nobody answers.
    """
    if study.depots:
        with suppress(StoreBusy), _exclusive(study, patience=0) as inside_another:
            if not inside_another:
                fetch_remote_folders(study)
    with Store.open(study.store_url) as store:
        yield store


@contextmanager
def locked_store(study: Study) -> Iterator[Store]:
    """The store, with every other run kept out until the end, also those in other threads of this process.

    A step may call another inside. Results and models that live elsewhere are brought before, and sent after, where
    they changed.

    Raises:
        StoreBusy: another process or thread is at work on the study.
        DepotUnusable: results or models live where nobody answers.
    """
    with _exclusive(study) as inside_another:
        with Store.open((study if inside_another else fetch_remote_folders(study)).store_url) as store:
            yield store
        for depot in [] if inside_another else study.depots:
            depot.send()


@contextmanager
def _exclusive(study: Study, *, patience: float | None = None) -> Iterator[bool]:
    """Hold the study's lock; gives whether this thread holds it already."""
    study.lock.parent.mkdir(parents=True, exist_ok=True)
    threads = _THREADS[study.lock.resolve()]
    patience = PATIENCE if patience is None else patience
    if not threads.acquire(timeout=patience):
        raise StoreBusy(study.lock)
    try:
        # One lock object per process makes it re-entrant: `run` holds it around the steps that it calls.
        lock = FileLock(study.lock, thread_local=False, is_singleton=True)
        inside_another = lock.is_locked
        try:
            lock.acquire(timeout=patience)
        except Timeout as error:
            raise StoreBusy(study.lock) from error
        try:
            yield inside_another
        finally:
            lock.release()
    finally:
        threads.release()
