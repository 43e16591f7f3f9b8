"""The verb `publish`: write the reviewed results."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.output.terminal import progress_bar, show


@app.command(epilog="Example: `drempel publish && ls data/results`")
def publish(
    context: typer.Context,
    anew: Annotated[bool, typer.Option("--anew", help="Write the tables even if nothing changed.")] = False,
    json: Json = False,
) -> None:
    """Write what was reviewed to data/results/*.parquet: all tables or none; nothing if nothing changed."""
    from pipeline.steps import publish as publish_step

    study = study_of(context)
    with progress_bar(as_json=json) as progress:
        report = publish_step.publish(study, anew=anew, progress=progress)
    show(report, as_json=json)
