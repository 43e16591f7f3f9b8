"""Prefect tasks: each runs one step on a batch. Paths and ids in, a report of counts out; retries where they help."""

from __future__ import annotations

import errno
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun

from flows.confidential_errors import without_words
from flows.console import progress_from, told
from pipeline.errors import NoModel, StoreBusy
from pipeline.records import Problem, Report
from pipeline.settings import open_study
from pipeline.steps import api as steps
from pipeline.steps.api import Handover

P = ParamSpec("P")
R = TypeVar("R")

BATCH = 20
"""Interviews per task: as measured, Prefect's few milliseconds are then negligible."""

DELAYS = [5.0, 15.0, 60.0]
"""Seconds before each retry: another run of this study, or a busy disk, is usually ready by then."""

PASSING = frozenset({errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.ETIMEDOUT, errno.ESTALE, errno.ETXTBSY})
"""File errors that are temporary; a full disk or a read-only folder is not."""

WINDOWS_SHARING = frozenset({32, 33})
"""Windows errors for a file that another program has open: Word, a virus scanner, a backup."""


def can_pass(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether a failed task should be retried."""
    trouble = state.data
    if isinstance(trouble, OSError):
        return trouble.errno in PASSING or getattr(trouble, "winerror", None) in WINDOWS_SHARING
    return isinstance(trouble, StoreBusy)


def around(name: str) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Decorate a step as a task: no cache, no pickles, no words of people in what Prefect stores."""

    def made(step: Callable[P, R]) -> Task[P, R]:
        configured = task(
            name=name.partition(" {")[0],
            task_run_name=name,
            cache_policy=NO_CACHE,
            persist_result=False,
            retries=len(DELAYS),
            retry_delay_seconds=DELAYS,
            retry_condition_fn=can_pass,
        )
        return configured(without_words(step))

    return made


@around("look what is new in the inbox")
def find_new_files(workspace: str) -> tuple[list[str], int]:
    """The files in the inbox that are not in the study yet, and the number of those that are."""
    new, known = steps.look_in_inbox(open_study(Path(workspace)))
    return [str(path) for path in new], known


@around("read interviews {first} to {last} of {total}")
def take_in(
    workspace: str, files: Sequence[str], first: int, last: int, total: int, handed: Handover | None = None
) -> Report:
    """Read a batch of files and cut them into fragments; a file that is gone was processed by another run."""
    there = [path for path in map(Path, files) if path.exists()]
    progress = progress_from(first - 1, total)
    return steps.ingest(open_study(Path(workspace)), there, handed=handed, progress=progress)


@around("tell workers which files")
def hash_files(workspace: str, files: Sequence[str], name: str) -> tuple[list[tuple[str, str]]]:
    """The files that may be opened, with their hashes; a worker skips a file with other contents."""
    return (steps.hashes(files),)


@around("hand interviews to workers")
def hand_out(workspace: str, interviews: Sequence[str], name: str) -> tuple[Handover, str]:
    """Write the interviews where workers find them, and name the model that scores them."""
    return steps.hand_out(open_study(Path(workspace)), interviews, name)


@around("look what has no suggestions yet")
def find_unsuggested(workspace: str) -> list[str]:
    """The interviews that the current model has not scored; none if there is no model yet."""
    try:
        return steps.unsuggested(open_study(Path(workspace)))
    except NoModel:
        return []


@around("suggest codes for interviews {first} to {last} of {total}")
def suggest_codes(
    workspace: str, interviews: Sequence[str], first: int, last: int, total: int, handed: Handover | None = None
) -> Report:
    """Suggest codes for a batch of interviews; a study without a model gets a notice."""
    try:
        progress = progress_from(first - 1, total)
        return steps.suggest(open_study(Path(workspace)), interviews, handed=handed, progress=progress)
    except NoModel as none_yet:
        return Report(step="suggest", problems=(Problem(place="models", message=none_yet.message),))


@around("learn from what people coded")
def learn(workspace: str) -> Report:
    """Train and evaluate a model."""
    return steps.train(open_study(Path(workspace)), progress=told())


@around("publish what was reviewed")
def publish_results(workspace: str) -> Report:
    """Write the Parquet tables, all or none, if anything changed since they were written."""
    return steps.publish(open_study(Path(workspace)), anew=False, progress=told())


@around("learn, and compare with the current model")
def propose_model(workspace: str) -> Report:
    """Train and evaluate a model, and propose it if it is better; the current one stays in use."""
    return steps.propose(open_study(Path(workspace)), progress=told())
