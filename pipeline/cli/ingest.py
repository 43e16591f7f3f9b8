"""The verbs around coding: ingest, import-codes, publish, status."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.output.terminal import progress_bar, show


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
    from pipeline.steps import ingest as ingest_step

    study = study_of(context)
    with progress_bar(as_json=json) as progress:
        report = ingest_step.ingest(study, paths, accept_changes=accept_changes, progress=progress)
    show(report, as_json=json)
    if paths and report.counts["rejected"] and not sum(report.counts[each] for each in ("read", "changed", "known")):
        raise typer.Exit(1)
