"""The verb `pseudonymise`: propose replacements for names."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.output.terminal import notices, progress_bar, show


@app.command(epilog="Example: `drempel pseudonymise`, fill in `confirm` in data/pseudonyms/key.csv, `drempel ingest`")
def pseudonymise(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(exists=True, help="Files or folders (default: data/inbox).")
    ] = None,
    xlsx: Annotated[bool, typer.Option(help="Write the key as a workbook, data/pseudonyms/key.xlsx.")] = False,
    json: Json = False,
) -> None:
    """Propose replacements for names, places and numbers; a person confirms them before `ingest` applies any.

    The proposals are in the table data/pseudonyms/key.csv (or key.xlsx), for Excel or LibreOffice. Names of your own
    study, which no list contains, go in data/pseudonyms/names.csv (name,kind,replacement).
    """
    from pipeline.steps import pseudonymise as pseudonymise_step

    study = study_of(context)
    if not json:
        notices.print("Making the lists of names ready takes some seconds.")
    with progress_bar(as_json=json) as progress:
        report = pseudonymise_step.pseudonymise(study, paths, xlsx=xlsx, progress=progress)
    show(report, as_json=json)
