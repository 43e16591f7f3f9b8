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
    form: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="xlsx, csv (a file per table), wide, quotes, matrix, codebook, qdc, qdpx (REFI-QDA), or taguette.",
        ),
    ],
    output: Annotated[
        Path | None, typer.Option(help="The file, or the folder for csv (default: in data/exports/).")
    ] = None,
    language: Annotated[str, typer.Option(help="The language of labels and names: nl or en.")] = "en",
    with_reviewed: Annotated[
        bool, typer.Option("--with-reviewed", help="In qdpx, add a code for reviewed fragments without codes.")
    ] = False,
    file_type: Annotated[
        str | None, typer.Option("--as", help="wide, quotes, matrix: xlsx (default), csv, parquet, sav or dta.")
    ] = None,
    by: Annotated[
        str, typer.Option(help="In matrix, what to count by: interview, code, or an interview column.")
    ] = "interview",
    every: Annotated[
        bool, typer.Option("--all", help="In quotes, also words that nobody released; check them before you share.")
    ] = False,
    json: Json = False,
) -> None:
    """Write every published table as XLSX or CSV, with text escaped so that it cannot run as a formula.

    wide: a row per fragment, 0 or 1 per code. quotes: codes beside words. matrix: codes by interview, column or code.
    qdpx: every coder's codes in the texts, for NVivo, ATLAS.ti, MAXQDA or QualCoder. taguette: for Taguette.
    """
    from pipeline.steps import export as export_step

    if language not in ("nl", "en"):
        raise typer.BadParameter("choose nl or en", param_hint="--language")
    study = study_of(context)
    written = export_step.export(
        study,
        form,
        output=output,
        language=language,
        with_reviewed=with_reviewed,
        file_type=file_type,
        by=by,
        every=every,
    )
    files: Any = written.details["files"]
    notes = [f"{problem.place}: {problem.message}" for problem in written.problems]
    _tell(written, f"Written: {', '.join(files)}", *notes, as_json=json)
