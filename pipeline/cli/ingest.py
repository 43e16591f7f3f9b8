"""The verbs around coding: ingest, import-codes, publish, status."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.show import show, watched


@app.command(epilog="Example: `drempel ingest interviews/ extra/int_40.docx`")
def ingest(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(exists=True, help="Files or folders (default: data/inbox).")
    ] = None,
    accept_changes: Annotated[
        bool, typer.Option("--accept-changes", help="Also take in a changed file that orphans most of what was coded.")
    ] = False,
    json: Json = False,
) -> None:
    """Read transcripts and cut them into fragments; a second run does nothing.

    A file with other contents under a known name is a new version: codes go along where their words still stand. One
    that cannot be read is set aside in data/rejected with the reason; the rest goes on.
    """
    from pipeline import steps

    study = study_of(context)
    with watched(as_json=json) as progress:
        report = steps.ingest(study, paths, accept_changes=accept_changes, progress=progress)
    show(report, as_json=json)
    if paths and report.counts["rejected"] and not sum(report.counts[each] for each in ("read", "changed", "known")):
        raise typer.Exit(1)


@app.command(epilog="Example: `drempel import-codes codes.csv --coder anneleen`")
def import_codes(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="CSV: interview,start,end,text, then one "
            "column per dimension (several ids joined by |), optionally coder.",
        ),
    ],
    coder: Annotated[str, typer.Option(help="Whose codes these are, where the file has no column `coder`.")] = "",
    json: Json = False,
) -> None:
    """Store hand-coded fragments: all rows of the file, or none with every bad row named."""
    from pipeline import steps

    show(steps.import_codes(study_of(context), file, coder=coder), as_json=json)


@app.command(epilog="Example: `drempel publish && ls data/results`")
def publish(context: typer.Context, json: Json = False) -> None:
    """Write what was reviewed to data/results/*.parquet: every table, or none."""
    from pipeline import steps

    study = study_of(context)
    with watched(as_json=json) as progress:
        report = steps.publish(study, progress=progress)
    show(report, as_json=json)


@app.command(epilog="Example: `drempel status --json`")
def status(context: typer.Context, json: Json = False) -> None:
    """Tell what is in, waiting, reviewed, published and rejected."""
    from pipeline import steps

    show(steps.status(study_of(context)), as_json=json)
