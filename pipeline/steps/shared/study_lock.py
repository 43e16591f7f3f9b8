"""A study held for one run: its lock, its store and the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
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


@contextmanager
def locked_store(study: Study) -> Iterator[Store]:
    """The store, with every other run kept out until the end; a step may call another inside.

    Results and models that live elsewhere are brought before, and sent after, where they changed.

    Raises:
        StoreBusy: another process is at work on the study.
        DepotUnusable: results or models live where nobody answers.
    """
    study.lock.parent.mkdir(parents=True, exist_ok=True)
    # One lock object per process makes it re-entrant: `run` holds it around the steps that it calls.
    lock = FileLock(study.lock, timeout=PATIENCE, thread_local=False, is_singleton=True)
    inside_another = lock.is_locked
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreBusy(study.lock) from error
    try:
        with Store.open((study if inside_another else fetch_remote_folders(study)).store_url) as store:
            yield store
        for depot in [] if inside_another else study.depots:
            depot.send()
    finally:
        lock.release()
