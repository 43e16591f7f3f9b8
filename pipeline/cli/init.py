"""The verb `init`: make a new workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import Json, app
from pipeline.cli.output.terminal import show


@app.command(epilog='Example: `drempel init mystudy --title "Housing after prison" --codebook empty`')
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    starter: Annotated[
        bool,
        typer.Option("--starter", help="Also train on the shipped invented study while that helps."),
    ] = False,
    title: Annotated[
        str | None, typer.Option("--title", help="The study's title (default: the folder's name).")
    ] = None,
    codebook: Annotated[
        str, typer.Option("--codebook", metavar="empty|starter|FILE", help="The codebook to start with.")
    ] = "starter",
    json: Json = False,
) -> None:
    """Make a new workspace with a codebook and settings, each setting explained.

    The starter's codebook is about activation in the social economy; `empty` has one dimension for your own codes.
    """
    from pipeline.steps import init as init_step

    show(init_step.init(folder, starter=starter, title=title, codebook=codebook), as_json=json)
