"""The run that the schedule makes: ingest, suggest, publish."""

from __future__ import annotations

from pipeline.errors import NoModel
from pipeline.records import Problem, Report
from pipeline.settings import Study
from pipeline.steps.access import Clock, held, now
from pipeline.steps.publishing import publish
from pipeline.steps.reports import Progress, silent, together
from pipeline.steps.suggesting import suggest
from pipeline.steps.taking_in import ingest


def run(study: Study, *, progress: Progress = silent, clock: Clock = now) -> Report:
    """Take in the inbox, suggest codes where there is a model, publish what was reviewed."""
    with held(study):
        reports = [ingest(study, progress=progress, clock=clock)]
        reports.append(suggest_if_trained(study, progress=progress, clock=clock))
        reports.append(publish(study, anew=False, progress=progress))
    return together("run", reports)


def suggest_if_trained(study: Study, *, progress: Progress = silent, clock: Clock = now) -> Report:
    """Like `suggest`, but a study that has no model yet only gets a notice: its transcripts can be coded by hand."""
    try:
        return suggest(study, progress=progress, clock=clock)
    except NoModel as none_yet:
        return Report(step="suggest", problems=(Problem(place="models", message=str(none_yet)),))
