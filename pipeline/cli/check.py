"""The verbs that keep a study safe: check, backup, forget."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.show import show, watched


@app.command(epilog="Example: `drempel check`, after a power cut or before a release of results")
def check(
    context: typer.Context,
    only_look: Annotated[bool, typer.Option("--only-look", help="Change nothing; only tell.")] = False,
    json: Json = False,
) -> None:
    """Verify store, models and results against each other; repair what can be made anew, tell what is left.

    Exit code 1 when something is left for a person. Coding at the desk can go on meanwhile.
    """
    from pipeline import steps

    report = steps.check(study_of(context), repair=not only_look)
    show(report, as_json=json)
    if report.counts["left"]:
        raise typer.Exit(1)


@app.command(epilog="Example: `drempel backup /media/usb/mystudy-monday.zip`")
def backup(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", dir_okay=False, help="The zip to make (default: in data/backups).")
    ] = None,
    json: Json = False,
) -> None:
    """Copy the study to one zip, whole or not at all, while the desk is in use; unzipped it is a workspace again."""
    from pipeline import steps

    show(steps.backup(study_of(context), file), as_json=json)


@app.command(epilog="Example: `drempel forget int_07 --retrain`")
def forget(
    context: typer.Context,
    interview: Annotated[str, typer.Argument(metavar="INTERVIEW", help="Its id: the file's name without suffix.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")] = False,
    retrain: Annotated[
        bool, typer.Option("--retrain", help="Make a new model from the other interviews at once.")
    ] = False,
    json: Json = False,
) -> None:
    """Remove one participant everywhere: files, store, results, models that learnt from the interview, history of runs.

    What was decided stays, as entries about nobody. Prints a certificate. Backups are named: destroying them is yours.
    """
    from pipeline import steps

    study = study_of(context)
    if not yes:
        typer.confirm(f"Remove {interview} from {study.folder} for good?", abort=True, err=True)
    with watched(as_json=json) as progress:
        report = steps.forget(study, interview, retrain=retrain, progress=progress)
    show(report, as_json=json)
    if report.counts["left"]:
        raise typer.Exit(1)
