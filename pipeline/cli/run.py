"""The verb `run`: ingest, suggest and publish once."""

from __future__ import annotations

import json as json_format
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.output.terminal import progress_bar, show
from pipeline.records import Problem, Report
from pipeline.settings import Study


@app.command(epilog="Example: `drempel run` (from cron, systemd or Task Scheduler)")
def run(
    context: typer.Context,
    no_prefect: Annotated[bool, typer.Option("--no-prefect", help="Run the same steps without Prefect.")] = False,
    json: Json = False,
) -> None:
    """Ingest the inbox, suggest codes, publish what was reviewed: once, like the scheduled run."""
    study = study_of(context)
    if not no_prefect:
        report = run_flow(study, "run")
    else:
        from pipeline.steps import run as run_step

        with progress_bar(as_json=json) as progress:
            report = run_step.run(study, progress=progress)
    show(report, as_json=json)


def run_flow(study: Study, flow: str) -> Report:
    """Run a Prefect flow in a process of its own, since nothing in this package may import Prefect."""
    with prepared_flow(study, flow) as begin:
        return begin()


@contextmanager
def prepared_flow(study: Study, flow: str) -> Iterator[Callable[[], Report]]:
    """Start the server of a flow in the background; call the result to run the flow and get its report."""
    call = _flows(flow, study.folder, "--json", "--on-word")
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as child:

        def begin() -> Report:
            output, _ = child.communicate("begin\n")
            if child.returncode:
                raise typer.Exit(child.returncode)
            facts = json_format.loads(output.splitlines()[-1])
            problems = tuple(Problem(**each) for each in facts["problems"])
            return Report(step=facts["step"], counts=facts["counts"], problems=problems, details=facts["details"])

        try:
            yield begin
        finally:
            # An exception before the call ends the flow too.
            child.terminate()


def _flows(verb: str, folder: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "flows", verb, str(folder), *options]
