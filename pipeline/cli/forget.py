"""The verb `forget`: remove one participant from a study."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.output.terminal import progress_bar, show


@app.command(epilog="Example: `drempel forget int_07 --retrain`")
def forget(
    context: typer.Context,
    interview: Annotated[
        str, typer.Argument(metavar="INTERVIEW", help="The interview's id: the file name without suffix.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
    retrain: Annotated[
        bool, typer.Option("--retrain", help="Train a new model on the other interviews at once.")
    ] = False,
    json: Json = False,
) -> None:
    """Remove one participant everywhere: files, store, results, models that learnt from the interview, history of runs.

    Decisions stay as entries without words or name. Prints a certificate. Backups are listed: destroy them
    yourself.
    """
    from pipeline.steps.forget import forget as forget_step

    study = study_of(context)
    if not yes:
        typer.confirm(f"Remove {interview} from {study.folder} for good?", abort=True, err=True)
    with progress_bar(as_json=json) as progress:
        report = forget_step.forget(study, interview, retrain=retrain, progress=progress)
    show(report, as_json=json)
    if report.counts["left"]:
        raise typer.Exit(1)
