"""The Typer application, the workspace folder, and the options of every verb."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from pipeline.settings import Study, open_study
from pipeline.settings import adopt as adopt_workspace

app = typer.Typer(
    name="drempel",
    help="Code Dutch interviews: drempel suggests codes learnt from your team, people decide, results are Parquet.",
    epilog="Start with `drempel demo`. Help on a verb: `drempel VERB --help`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"drempel {version('drempel')}")
        raise typer.Exit


@app.callback()
def choose_folder(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Option("-C", "--directory", metavar="DIR", help="The workspace to work in (default: this folder).")
    ] = Path(),
    adopt: Annotated[
        bool, typer.Option("--adopt", help="Use the addresses in drempel.toml from this copy of the workspace on.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Store the folder for the verb that follows."""
    context.obj = folder
    if adopt:
        adopt_workspace(folder)


def study_of(context: typer.Context) -> Study:
    """Open the study in the chosen folder; raises NotAWorkspace."""
    folder: Path = context.obj
    return open_study(folder)
