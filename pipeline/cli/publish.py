"""The verbs around coding: ingest, import-codes, publish, status."""

from __future__ import annotations

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.output.terminal import show, watched


@app.command(epilog="Example: `drempel publish && ls data/results`")
def publish(context: typer.Context, json: Json = False) -> None:
    """Write what was reviewed to data/results/*.parquet: every table, or none."""
    from pipeline.steps import publish as publish_step

    study = study_of(context)
    with watched(as_json=json) as progress:
        report = publish_step.publish(study, progress=progress)
    show(report, as_json=json)
