"""The verb `import`: import a project of another program."""

from __future__ import annotations

import sys
from dataclasses import replace
from json import dumps
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.output.terminal import show


@app.command(name="import", epilog="Example: `drempel import project.qdpx --dry-run`")
def import_project(
    context: typer.Context,
    project: Annotated[
        Path,
        typer.Argument(
            exists=True,
            help="REFI-QDA (.qdpx of NVivo, ATLAS.ti, MAXQDA), QualCoder (.qda), Taguette (.sqlite3), RQDA, requal, "
            "INCEpTION (.zip), Label Studio (.json), Potato or brat (folder).",
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report what would be imported; store nothing.")] = False,
    coder_map: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="CSV `coder,name`: names of coders in this study; an empty name excludes one.",
        ),
    ] = None,
    code_map: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="CSV `code,dimension,into`: merge, move or exclude codes."),
    ] = None,
    coder: Annotated[str, typer.Option(help="The coder, if the project names none.")] = "",
    one_dimension: Annotated[
        bool, typer.Option("--one-dimension", help="Put all codes in one dimension and ignore their categories.")
    ] = False,
    own_cuts: Annotated[
        bool, typer.Option("--own-cuts", help="Segment new texts where the project's codings start and end.")
    ] = False,
    whole_texts: Annotated[
        bool,
        typer.Option(
            "--whole-texts", help="Coders read their texts to the end: fragments without a coding have no code."
        ),
    ] = False,
    json: Json = False,
) -> None:
    """Import a project of another program, all or nothing: texts, codes, coders, codings and memos.

    Each coding goes to the fragments that it covers by half, else to the one that contains most of it.
    """
    from pipeline.records import Problem
    from pipeline.steps import import_project as import_project_step
    from pipeline.steps.shared.imports.plan import Options

    options = Options(
        coder=coder,
        coder_map=coder_map,
        code_map=code_map,
        one_dimension=one_dimension,
        own_cuts=own_cuts,
        whole_texts=whole_texts,
        dry_run=dry_run,
    )
    report = import_project_step.import_project(study_of(context), project, options)
    if not json:
        named: Any = report.details["problems"]
        told = tuple(Problem(place=project.name, message=each) for each in named)
        show(replace(report, problems=told), as_json=False)
        return
    summary = {"format": report.details["format"], "counts": dict(report.counts), "unit": report.details["unit"]}
    stored = {} if dry_run else {"stored": report.details["stored"]}
    facts = {**summary, "problems": report.details["problems"], **stored}
    sys.stdout.write(dumps(facts, ensure_ascii=False) + "\n")
