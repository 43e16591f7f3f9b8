"""The verbs that tell what was published: report, export, explain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.report import _tell


@app.command(epilog="Example: `drempel export xlsx --output results.xlsx`")
def export(
    context: typer.Context,
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="xlsx, csv (a file per table), or qdpx (REFI-QDA).")],
    output: Annotated[
        Path | None, typer.Option(help="The file, or the folder for csv (default: in data/exports/).")
    ] = None,
    json: Json = False,
) -> None:
    """Write every published table for a spreadsheet, where nothing that was said can run as a formula.

    As qdpx: every coder's codes in the texts, for NVivo, ATLAS.ti, MAXQDA or QualCoder.
    """
    from pipeline.steps import export as export_step

    written = export_step.export(study_of(context), form, output=output)
    files: Any = written.details["files"]
    _tell(written, f"Written: {', '.join(files)}", as_json=json)
