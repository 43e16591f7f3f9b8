"""The verb `check`: verify and repair a study."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.output.terminal import show


@app.command(epilog="Example: `drempel check`, after a power cut or before a release of results")
def check(
    context: typer.Context,
    only_look: Annotated[bool, typer.Option("--only-look", help="Report only; change nothing.")] = False,
    json: Json = False,
) -> None:
    """Verify store, models and results against each other; repair what can be recomputed, report what is left.

    Exit code 1 when something is left for a person. Coding at the desk can go on meanwhile.
    """
    from pipeline.steps import check as check_step

    report = check_step.check(study_of(context), repair=not only_look)
    show(report, as_json=json)
    if report.counts["left"]:
        raise typer.Exit(1)
