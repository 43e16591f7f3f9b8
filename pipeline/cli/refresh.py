"""The verb `refresh`: bring the model in use up to date with a few verdicts."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.output.terminal import progress_bar, show


@app.command(epilog="Example: `drempel refresh --interview int_07`")
def refresh(
    context: typer.Context,
    interview: Annotated[
        list[str] | None, typer.Option(help="Renew the suggestions of this interview alone; may be given again.")
    ] = None,
    leave: Annotated[
        list[str] | None, typer.Option(help="A fragment that somebody has on screen: it keeps its suggestions.")
    ] = None,
    json: Json = False,
) -> None:
    """Bring the model up to date with the verdicts since it was trained, and renew suggestions without an answer."""
    from pipeline.steps import refresh as refresh_step

    with progress_bar(as_json=json) as progress:
        report = refresh_step.refresh(study_of(context), interview, leave=leave or (), progress=progress)
    show(report, as_json=json)
