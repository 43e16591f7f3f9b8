"""The verb `status`: show the state of a study."""

from __future__ import annotations

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.output.terminal import show


@app.command(epilog="Example: `drempel status --json`")
def status(context: typer.Context, json: Json = False) -> None:
    """Show what is stored, waiting, reviewed, published and rejected."""
    from pipeline.steps import status as status_step

    show(status_step.status(study_of(context)), as_json=json)
