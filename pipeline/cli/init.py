"""The verbs that bring a study up: init, and the demo that goes the whole way."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import Json, app
from pipeline.cli.output.terminal import show


@app.command(epilog="Example: `drempel init mystudy`")
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet, or empty.")],
    starter: Annotated[
        bool,
        typer.Option("--starter", help="Also learn from the shipped invented study while that helps."),
    ] = False,
    json: Json = False,
) -> None:
    """Make a new workspace with the shipped codebook and settings, each setting explained."""
    from pipeline.steps import init as init_step

    show(init_step.init(folder, starter=starter), as_json=json)
