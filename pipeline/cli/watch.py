"""The verbs that go over the inbox: run once, or watch on a schedule."""

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
        int | None, typer.Option(min=5, metavar="SECONDS", help="Run this often, instead of the cron in drempel.toml.")
    ] = None,
) -> None:
    """Go over the inbox on a schedule until stopped (Ctrl-C): starts a Prefect server of its own, on loopback."""
    study = study_of(context)
    wish = [] if every is None else ["--every", str(every)]
    raise typer.Exit(subprocess.call(_flows("watch", study.folder, *wish)))
