"""Run steps in the background, one at a time, with their progress and result."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
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
    "qdpx": N_("Make a REFI-QDA project (NVivo, ATLAS.ti, MAXQDA, QualCoder)"),
    "taguette": N_("Make a Taguette project"),
    "codebook": N_("Make a codebook (XLSX)"),
    "qdc": N_("Make a codebook (REFI-QDA)"),
}
STARTED: Mapping[str, str] = {**STEPS, **EXPORTS, "accept": N_("Use the proposed model")}
"""What a form can start by its name alone, with its label."""

IMPORT = "import"
REMOVE = "forget"
LABELS: Mapping[str, str] = {
    **STARTED,
    IMPORT: N_("Import of a project"),
    REMOVE: N_("Removal of an interview"),
}
"""What runs in the background, by name, with its label."""

OWN = frozenset((IMPORT, REMOVE, "taguette"))
"""Runs whose report tells what people coded, or who took part: only who started one reads it."""


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


Task = Callable[[], Report]

BROKEN = N_("The step broke off by a fault of our own. Nothing that was finished is lost; try again.")


@dataclass(slots=True)
class Job:
    """One run of a step: what it is doing, and how it ended."""

    step: str
    began: datetime
    coder: str = ""
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

    def shown_to(self, coder: str) -> list[Job]:
        """The last runs as this coder may read them: of some, another only sees that they ran."""
        return [work if work.coder == coder or work.step not in OWN else _closed(work) for work in self.runs[:10]]

    @property
    def running(self) -> Job | None:
        """The run that is going on."""
        return next((work for work in self.runs if work.ended is None), None)

    def start(self, step: str, coder: str = "", task: Task | None = None) -> bool:
        """Begin a step unless one is going on; says whether it began. `task` is done instead of the step of the name.

        `coder` is who starts it.
        """
        with self._one_at_a_time:
            if self.running or step not in (STARTED if task is None else LABELS):
                return False
            work = Job(step=step, began=self.clock(), coder=coder)
            self.runs.insert(0, work)
        threading.Thread(target=self._run, args=(work, task), name=f"drempel {step}", daemon=True).start()
        return True

    def _run(self, work: Job, task: Task | None) -> None:
        def progress(doing: str, done: int, of: int) -> None:
            work.doing, work.done, work.of = doing, done, of

        try:
            work.report = task() if task is not None else run_step(work.step, self.study, progress)
        except DrempelError as mistake:
            work.trouble = mistake.message
        except Exception as error:  # the thread's edge: its text may hold what people said
            log.error("%s in step %s", type(error).__name__, work.step)
            work.trouble = BROKEN
        finally:
            work.ended = self.clock()


def _closed(work: Job) -> Job:
    """A run without what it reports."""
    return replace(work, report=None, trouble="")
