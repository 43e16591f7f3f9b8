"""The verb `ingest`: read transcripts into the study."""

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
        bool,
        typer.Option("--accept-changes", help="Also read a changed file that orphans most of the coded fragments."),
    ] = False,
    again: Annotated[
        bool,
        typer.Option("--again", help="Read known files again: `roles` in codebook.yaml or settings have changed."),
    ] = False,
    json: Json = False,
) -> None:
    """Read transcripts and segment them into fragments; files that are known are skipped.

    A file with other contents under a known name is a new version: codes are carried over where their words still
    occur. A file that cannot be read is moved to data/rejected with the reason; the others are read.
    """
    from pipeline.steps import ingest as ingest_step

    study = study_of(context)
    with progress_bar(as_json=json) as progress:
        report = ingest_step.ingest(study, paths, accept_changes=accept_changes, again=again, progress=progress)
    show(report, as_json=json)
    if paths and report.counts["rejected"] and not sum(report.counts[each] for each in ("read", "changed", "known")):
        raise typer.Exit(1)
