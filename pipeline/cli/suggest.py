"""The verb `suggest`: suggest codes with the current model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.output.terminal import progress_bar, show


@app.command(epilog="Example: `drempel suggest --fragments mine.csv --output scores.parquet`")
def suggest(
    context: typer.Context,
    fragments: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Score the fragments in this CSV (interview,start,end)."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(dir_okay=False, help="With --fragments: the Parquet file to write.")
    ] = None,
    json: Json = False,
) -> None:
    """Suggest codes for unreviewed fragments; or score given fragments of ingested transcripts."""
    from pipeline.steps import suggest as suggest_step

    if (fragments is None) != (output is None):
        raise typer.BadParameter("--fragments and --output go together", param_hint="--fragments / --output")
    study = study_of(context)
    with progress_bar(as_json=json) as progress:
        if fragments is not None and output is not None:
            report = suggest_step.suggest_for_file(study, fragments, output, progress=progress)
        else:
            report = suggest_step.suggest(study, progress=progress)
    show(report, as_json=json)
