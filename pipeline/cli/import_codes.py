"""The verb `import-codes`: store hand codes from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.output.terminal import show


@app.command(epilog="Example: `drempel import-codes codes.csv --coder anneleen`")
def import_codes(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="CSV or .xlsx: interview,start,end,text, then one "
            "column per dimension (several ids joined by |), optionally coder.",
        ),
    ],
    coder: Annotated[str, typer.Option(help="The coder, if the file has no column `coder`.")] = "",
    json: Json = False,
) -> None:
    """Store hand-coded fragments: all rows of the file; or none, with every invalid row named."""
    from pipeline.steps import import_codes as import_codes_step

    show(import_codes_step.import_codes(study_of(context), file, coder=coder), as_json=json)
