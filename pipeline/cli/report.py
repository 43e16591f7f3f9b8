"""The verb `report`: write the report as an HTML page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.output.terminal import console, show
from pipeline.records import Report

Facts = Mapping[str, Any]


@app.command(epilog="Example: `drempel report --language en --output report.html`")
def report(
    context: typer.Context,
    language: Annotated[
        str | None, typer.Option(help="nl or en (default: the desk's language in drempel.toml).")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(dir_okay=False, help="The file to write (default: data/report.html).")
    ] = None,
    json: Json = False,
) -> None:
    """Write what was last published as one HTML page with charts, which opens offline and prints in grey."""
    from pipeline.steps import report as report_step

    if language not in (None, "nl", "en"):
        raise typer.BadParameter("is nl or en", param_hint="--language")
    written = report_step.report(study_of(context), language=language, output=output)
    _tell(written, f"The report is in {written.details['file']}", as_json=json)


def _tell(report: Report, *lines: str, as_json: bool) -> None:
    if as_json:
        show(report, as_json=True)
        return
    for line in lines:
        console.print(line, soft_wrap=True, markup=False)
