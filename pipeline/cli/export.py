"""The verb `export`: write results for spreadsheets and other programs."""

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
    language: Annotated[str, typer.Option(help="The language of code names in qdpx: nl or en.")] = "en",
    with_reviewed: Annotated[
        bool, typer.Option("--with-reviewed", help="In qdpx, add a code for reviewed fragments without codes.")
    ] = False,
    json: Json = False,
) -> None:
    """Write every published table as XLSX or CSV, with text escaped so that it cannot run as a formula.

    As qdpx: every coder's codes in the texts, for NVivo, ATLAS.ti, MAXQDA or QualCoder.
    """
    from pipeline.steps import export as export_step

    if language not in ("nl", "en"):
        raise typer.BadParameter("choose nl or en", param_hint="--language")
    study = study_of(context)
    written = export_step.export(study, form, output=output, language=language, with_reviewed=with_reviewed)
    files: Any = written.details["files"]
    _tell(written, f"Written: {', '.join(files)}", as_json=json)
