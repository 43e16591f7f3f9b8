"""Client of a Dask cluster: its workers do the heavy part of each batch ahead; what they fail to do is done here."""

from __future__ import annotations

import logging
import time
from asyncio import CancelledError
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import uuid4

from flows import tasks
from flows.cluster import worker
from pipeline.errors import DrempelError
from pipeline.messages import Message
from pipeline.records import Problem
from pipeline.settings import open_study
from pipeline.steps import api as steps
from pipeline.steps.api import Handover

if TYPE_CHECKING:  # an extra that need not be installed
    from distributed import Client, Future

ANSWERS = 10
"""Seconds to wait for the scheduler and for a worker."""

LOOK_AGAIN = 5.0
"""Seconds between two checks that there still is a worker."""

LONGEST = 900.0
"""Seconds after which a batch, normally some seconds of work, counts as lost."""

AHEAD = 2
"""Batches per thread of the cluster that are submitted at once: one running, one waiting."""


class ClusterUnusable(DrempelError):
    """The cluster in the settings cannot be used."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(f"The Dask cluster at {address}: {why} (`cluster` in drempel.toml; empty = without).")


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """The part of a step that workers do: `given` prepares the arguments here, `work` runs at the worker."""

    given: Callable[[str, Sequence[str], str], tuple[object, ...]]
    work: Callable[..., worker.Done]


READING = Half(given=tasks.hash_files, work=worker.read_and_cut)
SCORING = Half(given=tasks.hand_out, work=worker.score)


class Cluster:
    """The workers of a cluster, during one step."""

    def __init__(self, client: Client, workspace: str) -> None:
        self._client, self._workspace, self._run = client, workspace, uuid4().hex[:8]
        self._undone: Counter[str] = Counter()
        self._gone = ""

    def ahead(self, half: Half, batches: Sequence[Sequence[str]]) -> Iterator[Handover | None]:
        """For each batch, in order, the result of a worker; None if the batch must be done here."""
        under_way: deque[Future[object] | None] = deque()
        room = AHEAD * max(1, self._threads())
        for number, batch in enumerate(batches):
            under_way.append(self._begin(half, number, batch))
            if len(under_way) >= room:
                yield self._end(under_way.popleft())
        while under_way:
            yield self._end(under_way.popleft())

    def problems(self) -> tuple[Problem, ...]:
        """The number of batches that were done here instead, and why."""
        return tuple(
            Problem(
                place="cluster",
                message=Message(
                    "%(count)s batch(es) were done here instead of by a worker: %(why)s", count=number, why=why
                ),
            )
            for why, number in self._undone.items()
        )

    def _begin(self, half: Half, number: int, batch: Sequence[str]) -> Future[object] | None:
        if self._gone:
            return None
        given = half.given(self._workspace, batch, f"{self._run}-{number}-given")
        # Through the runner's client and not as a Prefect task. A Prefect task would have to reach Prefect's server,
        # which answers on this machine only, and takes 730 ms instead of 22 (30 empty tasks, 2 workers, busy machine).
        return self._client.submit(half.work, self._workspace, f"{self._run}-{number}", *given, pure=False)

    def _end(self, future: Future[object] | None) -> Handover | None:
        done = self._gone if future is None else self._awaited(future)
        if isinstance(done, str):
            self._undone[done] += 1
            return None
        return done

    def _awaited(self, future: Future[object]) -> worker.Done:
        until = time.monotonic() + LONGEST
        while True:
            try:
                return cast(worker.Done, future.result(timeout=LOOK_AGAIN))
            except TimeoutError:
                if self._is_lost(until):
                    return Message("it took too long, or no worker is left")
            except (Exception, CancelledError) as lost:
                # Three workers died over this batch, or the scheduler is gone; Dask logs the details.
                return Message(
                    "%(error)s; this drempel must be on the scheduler and the workers, whose logs say more",
                    error=type(lost).__name__,
                )

    def _threads(self) -> int:
        return sum(self._client.nthreads().values())  # type: ignore[no-untyped-call]

    def _is_lost(self, until: float) -> bool:
        try:
            nobody = not self._threads()
        except OSError:
            nobody = True
        # Without workers, do not wait for the other batches.
        self._gone = Message("no worker is left") if nobody else ""
        return nobody or time.monotonic() > until


@contextmanager
def helping(workspace: str) -> Iterator[Cluster | None]:
    """The cluster that the study's settings name, or None; removes the files that workers left.

    Raises:
        ClusterUnusable: it does not answer, has no workers, or its client is not installed.
    """
    study = open_study(Path(workspace))
    address = study.settings.runs.cluster
    if not address:
        yield None
        return
    try:
        with _connected(address) as client:
            yield Cluster(client, workspace)
    finally:
        steps.clear_handed(study)


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise ClusterUnusable(address, "the extra `drempel[scale]` is not installed") from error
    # A lost worker is mentioned in the report.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with DaskTaskRunner(address=address, client_kwargs={"timeout": ANSWERS}) as runner:
        try:
            client = runner.client
            client.wait_for_workers(1, timeout=ANSWERS)
        except TimeoutError as error:
            raise ClusterUnusable(address, f"it has no workers, or does not answer within {ANSWERS} s") from error
        except (OSError, ValueError) as error:
            raise ClusterUnusable(address, f"it does not answer ({type(error).__name__})") from error
        yield client
