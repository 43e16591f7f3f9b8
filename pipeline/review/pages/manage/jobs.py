"""Run steps in the background, one at a time, with their progress and result."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.errors import DrempelError
from pipeline.records import Report
from pipeline.review.language import N_
from pipeline.settings import Study

log = logging.getLogger("drempel.desk")

STEPS: Mapping[str, str] = {
    "ingest": N_("Read the inbox"),
    "train": N_("Train a model"),
    "suggest": N_("Suggest codes"),
    "publish": N_("Publish the results"),
}
EXPORTS: Mapping[str, str] = {
    "xlsx": N_("Make a workbook (XLSX)"),
    "csv": N_("Make CSV files"),
}
LABELS: Mapping[str, str] = {**STEPS, **EXPORTS, "accept": N_("Use the proposed model")}
"""What can be started from the desk, by its name in forms, with its label."""


def run_step(name: str, study: Study, progress: Callable[[str, int, int], None]) -> Report:
    """Run the step of this name; what it needs is loaded only now, so that the desk opens without it."""
    from pipeline.steps import api

    if name in EXPORTS:
        return api.export(study, name)
    if name == "publish":
        return api.publish(study)
    if name == "accept":
        return api.accept_proposal(study)
    steps: Mapping[str, Callable[..., Report]] = {"ingest": api.ingest, "train": api.train, "suggest": api.suggest}
    return steps[name](study, progress=progress)


BROKEN = N_("The step broke off by a fault of our own. Nothing that was finished is lost; try again.")


@dataclass(slots=True)
class Job:
    """One run of a step: what it is doing, and how it ended."""

    step: str
    began: datetime
    doing: str = ""
    done: int = 0
    of: int = 0
    report: Report | None = None
    trouble: str = ""
    ended: datetime | None = None


@dataclass(slots=True)
class Jobs:
    """The runs since the desk was opened, the newest first; a second one waits for nobody: it is refused."""

    study: Study
    clock: Callable[[], datetime]
    runs: list[Job] = field(default_factory=list)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    @property
    def running(self) -> Job | None:
        """The run that is going on."""
        return next((work for work in self.runs if work.ended is None), None)

    def start(self, step: str) -> bool:
        """Begin a step unless one is going on; says whether it began."""
        with self._one_at_a_time:
            if self.running or step not in LABELS:
                return False
            work = Job(step=step, began=self.clock())
            self.runs.insert(0, work)
        threading.Thread(target=self._run, args=(work,), name=f"drempel {step}", daemon=True).start()
        return True

    def _run(self, work: Job) -> None:
        def progress(doing: str, done: int, of: int) -> None:
            work.doing, work.done, work.of = doing, done, of

        try:
            work.report = run_step(work.step, self.study, progress)
        except DrempelError as mistake:
            work.trouble = mistake.message
        except Exception as error:  # the thread's edge: its text may hold what people said
            log.error("%s in step %s", type(error).__name__, work.step)
            work.trouble = BROKEN
        finally:
            work.ended = self.clock()
