"""The verb `watch`: run on a schedule."""

from __future__ import annotations

import subprocess
from typing import Annotated

import typer

from pipeline.cli.app import app, study_of
from pipeline.cli.run import _flows


@app.command(epilog="Example: `drempel watch`, then drop files in data/inbox")
def watch(
    context: typer.Context,
    every: Annotated[
        int | None,
        typer.Option(min=5, metavar="SECONDS", help="The interval of runs, instead of the cron line in drempel.toml."),
    ] = None,
) -> None:
    """Ingest, suggest and publish on a schedule until stopped (Ctrl-C); starts its own Prefect server, on loopback."""
    study = study_of(context)
    wish = [] if every is None else ["--every", str(every)]
    raise typer.Exit(subprocess.call(_flows("watch", study.folder, *wish)))
