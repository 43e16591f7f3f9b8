"""The scheduled run: ingest, suggest, publish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import NoModel
from pipeline.records import Problem, Report
from pipeline.steps.ingest import ingest
from pipeline.steps.publish import publish
from pipeline.steps.shared.reports import Progress, combine, silent
from pipeline.steps.shared.study_lock import Clock, locked_store, now
from pipeline.steps.suggest import suggest

if TYPE_CHECKING:
    from pipeline.settings import Study


def run(study: Study, *, progress: Progress = silent, clock: Clock = now) -> Report:
    """Ingest the inbox, suggest codes if there is a model, and publish what was reviewed."""
    with locked_store(study):
        reports = [ingest(study, progress=progress, clock=clock)]
        reports.append(suggest_if_trained(study, progress=progress, clock=clock))
        reports.append(publish(study, anew=False, progress=progress))
    return combine("run", reports)


def suggest_if_trained(study: Study, *, progress: Progress = silent, clock: Clock = now) -> Report:
    """Run `suggest`; a study without a model only gets a notice, since its transcripts can be coded by hand."""
    try:
        return suggest(study, progress=progress, clock=clock)
    except NoModel as none_yet:
        return Report(step="suggest", problems=(Problem(place="models", message=none_yet.message),))
