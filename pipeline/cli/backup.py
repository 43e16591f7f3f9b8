"""The verb `backup`: copy the study to one zip file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.output.terminal import show


@app.command(epilog="Example: `drempel backup /media/usb/mystudy-monday.zip`")
def backup(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", dir_okay=False, help="The zip file to write (default: in data/backups)."),
    ] = None,
    json: Json = False,
) -> None:
    """Copy the study to one zip file, all or nothing, while the desk is in use; unzipped it is a workspace again."""
    from pipeline.steps import backup as backup_step

    show(backup_step.backup(study_of(context), file), as_json=json)
