"""The verbs `codebook …`: show the codebook and its history, and change it."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.output.terminal import show as print_report

codebook = typer.Typer(
    name="codebook",
    help="Show the codebook and its history; rename, merge, retire, restore, add, check, import and export codes.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)
app.add_typer(codebook)

Dimension = Annotated[str, typer.Argument(help="The dimension's id.")]
CodeId = Annotated[str, typer.Argument(metavar="CODE", help="The code's id.")]
Why = Annotated[str, typer.Option(help="Why; kept with the version.")]
Coder = Annotated[str, typer.Option(help="Who makes the change (default: who is logged in on this computer).")]


def _who(coder: str) -> str:
    if coder:
        return coder
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


@codebook.command(epilog="Example: `drempel codebook show`")
def show(context: typer.Context, json: Json = False) -> None:
    """Show dimensions and codes as a tree, with the number of verdicts of each, with and without sub-codes."""
    from pipeline.steps import codebook as steps

    print_report(steps.show(study_of(context)), as_json=json)


@codebook.command(epilog="Example: `drempel codebook history`")
def history(context: typer.Context, json: Json = False) -> None:
    """Show every version: who made it, when, why, and what changed."""
    from pipeline.steps import codebook as steps

    print_report(steps.history(study_of(context)), as_json=json)


@codebook.command(epilog='Example: `drempel codebook rename barrier housing dwelling --why "term of the network"`')
def rename(
    context: typer.Context,
    dimension: Dimension,
    old: Annotated[str, typer.Argument(help="The code's id.")],
    new: Annotated[str, typer.Argument(help="The id that it gets; a code that you just added to the file may be it.")],
    why: Why = "",
    coder: Coder = "",
    json: Json = False,
) -> None:
    """Give a code another id: its verdicts count under the new one everywhere. The ledger keeps the old one."""
    from pipeline.steps import codebook as steps

    made = steps.rename(study_of(context), dimension, old, new, coder=_who(coder), why=why)
    print_report(made, as_json=json)


@codebook.command(epilog="Example: `drempel codebook merge barrier housing rent dwelling`")
def merge(
    context: typer.Context,
    dimension: Dimension,
    codes: Annotated[list[str], typer.Argument(metavar="CODE... INTO", help="The codes, and last what they become.")],
    why: Why = "",
    coder: Coder = "",
    json: Json = False,
) -> None:
    """Make one code of several: the verdicts of all count under the last one named."""
    from pipeline.steps import codebook as steps

    if len(codes) < 2:
        raise typer.BadParameter("name the codes to merge, and last the code that they become", param_hint="CODE")
    made = steps.merge(study_of(context), dimension, codes[:-1], codes[-1], coder=_who(coder), why=why)
    print_report(made, as_json=json)


@codebook.command(epilog="Example: `drempel codebook retire barrier housing`")
def retire(
    context: typer.Context, dimension: Dimension, code: CodeId, why: Why = "", coder: Coder = "", json: Json = False
) -> None:
    """Do not offer a code any more: its verdicts stay, and are published as retired."""
    from pipeline.steps import codebook as steps

    print_report(steps.retire(study_of(context), dimension, code, coder=_who(coder), why=why), as_json=json)


@codebook.command(epilog="Example: `drempel codebook restore 3`, or `drempel codebook restore barrier housing`")
def restore(
    context: typer.Context,
    what: Annotated[
        list[str], typer.Argument(metavar="VERSION | DIMENSION CODE", help="An earlier version, or a retired code.")
    ],
    why: Why = "",
    coder: Coder = "",
    json: Json = False,
) -> None:
    """Bring an earlier version back as a new one, or offer a retired code again."""
    from pipeline.steps import codebook as steps

    study = study_of(context)
    if len(what) == 1 and what[0].isdecimal():
        made = steps.restore(study, int(what[0]), coder=_who(coder), why=why)
    elif len(what) == 2:
        made = steps.restore_code(study, *what, coder=_who(coder), why=why)
    else:
        raise typer.BadParameter("give the number of a version, or a dimension and a code", param_hint="VERSION")
    print_report(made, as_json=json)


@codebook.command(epilog='Example: `drempel codebook add barrier debts --label "schulden" --after housing`')
def add(
    context: typer.Context,
    dimension: Dimension,
    code: CodeId,
    label: Annotated[str, typer.Option(help="The label, for both languages or in Dutch.")],
    label_en: Annotated[str, typer.Option(help="The label in English.")] = "",
    definition: Annotated[str, typer.Option(help="When to give it.")] = "",
    parent: Annotated[str, typer.Option(help="The code above it.")] = "",
    after: Annotated[str, typer.Option(help="The code that it comes after (default: the last).")] = "",
    values: Annotated[
        str, typer.Option(help="Make the dimension, with room for one or many codes, if it is not there.")
    ] = "",
    why: Why = "",
    coder: Coder = "",
    json: Json = False,
) -> None:
    """Add a code to a dimension; with `--values`, a new dimension with this code."""
    from pipeline.steps import codebook as steps

    made: dict[str, object] = {"id": code, "label": {"nl": label, "en": label_en or label}, "definition": definition}
    made |= {"parent": parent} if parent else {}
    study, who = study_of(context), _who(coder)
    if values and dimension not in study.codebook.dimension_ids:
        contents = {"id": dimension, "label": dimension, "values": values, "codes": [made]}
        print_report(steps.add_dimension(study, contents, coder=who, why=why), as_json=json)
        return
    report = steps.add(study, dimension, made, after=after or None, coder=who, why=why)
    print_report(report, as_json=json)


@codebook.command(epilog="Example: `drempel codebook check`, after editing codebook.yaml")
def check(context: typer.Context, json: Json = False) -> None:
    """Compare `codebook.yaml` with the last version: what the next verb takes in, and what stops it.

    Exit code 1 when something is wrong, 2 when the file cannot be read.
    """
    from pipeline.steps import codebook as steps

    report = steps.check(study_of(context))
    print_report(report, as_json=json)
    if report.problems:
        raise typer.Exit(1)


@codebook.command("import", epilog="Example: `drempel codebook import codes.qdc`, or `codes.xlsx --dimension barrier`")
def import_file(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="REFI-QDA codebook (.qdc), table with a row per code (.csv, .tsv, .xlsx), or plain list, indented.",
        ),
    ],
    dimension: Annotated[str, typer.Option(help="Put all codes in this dimension.")] = "",
    values: Annotated[str, typer.Option(help="For new dimensions: room for one or many codes.")] = "many",
    why: Why = "",
    coder: Coder = "",
    json: Json = False,
) -> None:
    """Bring in the codes of a file: new ones are added with their tree, known ones get the file's wording."""
    from pipeline.steps import codebook as steps

    if values not in ("one", "many"):
        raise typer.BadParameter("choose one or many", param_hint="--values")
    made = steps.import_file(study_of(context), file, dimension=dimension, values=values, coder=_who(coder), why=why)
    print_report(made, as_json=json)


@codebook.command(epilog="Example: `drempel codebook export codes.qdc`")
def export(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="The file: .qdc, .csv or .xlsx (default: data/exports/codebook.xlsx).")
    ] = None,
    language: Annotated[str, typer.Option(help="The language of names in .qdc: nl or en.")] = "nl",
    json: Json = False,
) -> None:
    """Write the codebook for another program, or as a table that `codebook import` reads back."""
    from pipeline.steps import codebook as steps

    if language not in ("nl", "en"):
        raise typer.BadParameter("choose nl or en", param_hint="--language")
    print_report(steps.export(study_of(context), file, language=language), as_json=json)
