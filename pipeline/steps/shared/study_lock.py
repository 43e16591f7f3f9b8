"""Open a study for one run: its lock, its store and the clock."""

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
from pipeline.steps.shared.codebook_versions import follow_codebook

if TYPE_CHECKING:
    from pipeline.settings import Study

Clock = Callable[[], datetime]

PATIENCE = 2.0
"""Seconds that a run waits for another to end before it reports that the study is busy."""


def now() -> datetime:
    """Return the current time, in UTC."""
    return datetime.now(UTC)


def fetch_remote_folders(study: Study) -> Study:
    """Download results and models that are stored at a remote address; raises DepotUnusable."""
    for depot in study.depots:
        depot.bring()
    return study


_THREADS: dict[Path, RLock] = defaultdict(RLock)
"""A lock per study for threads of this process: a file lock excludes other processes only."""


@contextmanager
def open_store(study: Study) -> Iterator[Store]:
    """Open the store for a step that only reads it; it waits for no other run.

    Remote results and models are downloaded first, unless another run is active: that has done so.

    Raises:
        DepotUnusable: the remote address of results or models does not answer.
    """
    if study.depots:
        with suppress(StoreBusy), _exclusive(study, patience=0) as inside_another:
            if not inside_another:
                fetch_remote_folders(study)
    with Store.open(study.store_url, workspace=study.store_owner) as store:
        yield store


@contextmanager
def locked_store(study: Study, *, follows_codebook: bool = True) -> Iterator[Store]:
    """Open the store and exclude every other run until the end, including those in other threads of this process.

    A step may call another one inside. Remote results and models are downloaded before, and uploaded after if they
    changed. What was edited in `codebook.yaml` by hand becomes a version first, unless the step does without
    (`follows_codebook`).

    Raises:
        InvalidCodebook, CodebookDiffers: the codebook cannot be read, or lacks codes that verdicts rest on.
        StoreBusy: another process or thread uses the study.
        DepotUnusable: the remote address of results or models does not answer.
    """
    with _exclusive(study) as inside_another:
        if not inside_another:
            fetch_remote_folders(study)
        with Store.open(study.store_url, workspace=study.store_owner) as store:
            if follows_codebook and not inside_another:
                follow_codebook(study, store, at=now())
            yield store
        for depot in [] if inside_another else study.depots:
            depot.send()


@contextmanager
def _exclusive(study: Study, *, patience: float | None = None) -> Iterator[bool]:
    """Hold the study's lock; yields whether this thread held it before."""
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
