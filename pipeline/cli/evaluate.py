"""The verb `evaluate`: print the model's figures, its confusions and the agreement of coders, as tables or JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Annotated, Any, cast

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.output.agreement import show_agreement, show_certificates
from pipeline.cli.output.model_figures import NAMES, informative_figures, show_figures
from pipeline.cli.output.terminal import console, show, table
from pipeline.records import Report

_DOUBTFUL = 20
_CODES = {"examples": "examples", "precision": "precision", "recall": "recall", "f1": "F1", "average_precision": "AP"}
Facts = Mapping[str, Any]


@app.command(epilog="Example: `drempel evaluate --doubtful 30 --show-text`")
def evaluate(
    context: typer.Context,
    doubtful: Annotated[
        bool, typer.Option("--doubtful", help="List hand codes that the model finds unlikely, to check again.")
    ] = False,
    most: Annotated[
        int | None,
        typer.Argument(min=1, metavar="[N]", help=f"With --doubtful: the number to list (default {_DOUBTFUL})."),
    ] = None,
    show_text: Annotated[bool, typer.Option("--show-text", help="Also print the text of the fragments.")] = False,
    json: Json = False,
) -> None:
    """Report how good suggestions are on held-out interviews, which codes are confused, and how far coders agree."""
    from pipeline.steps import evaluate as evaluate_step

    if most is not None and not doubtful:
        raise typer.BadParameter("a number goes with --doubtful", param_hint="N")
    wanted = (most or _DOUBTFUL) if doubtful else 0
    report = evaluate_step.evaluate(study_of(context), doubtful=wanted, show_text=show_text)
    show(report, as_json=json)
    if not json and "suggestions" in report.details:
        _show_suggestions(report)
    if not json:
        show_agreement(cast(list[dict[str, Any]], report.details["agreement"]))
        show_certificates(cast(list[dict[str, Any]], report.details["certificates"]))


def _show_suggestions(report: Report) -> None:
    fields: Any = report.details["suggestions"]
    show_figures(fields["figures"], len(fields["interviews"]))
    for dimension, figures in fields["figures"].items():
        for shown in (_spread, _per_code, _curve, _confusions):
            shown(dimension, figures)
    _doubts(report.details["doubtful"])


def _spread(dimension: str, figures: Facts) -> None:
    ends = ", ".join(f"{NAMES[name]} {low:.2f}-{high:.2f}" for name, (low, high) in figures["intervals"].items())
    each = sorted(figures.get("by_interview", {}).values())
    console.print(f"\n{dimension}: 95 % {ends}", soft_wrap=True, markup=False)
    if each:
        line = f"worst {each[0]:.2f}, middle {median(each):.2f}, best {each[-1]:.2f}"
        console.print(f"One interview at a time: {line}", soft_wrap=True, markup=False)
    console.print(f"Probabilities are off by {figures['calibration_error']:.3f} on average (ECE).")


def _per_code(dimension: str, figures: Facts) -> None:
    rows = [[code, *(_cell(fields[name]) for name in _CODES)] for code, fields in figures["codes"].items()]
    _print(f"{dimension}, code by code", ["code", *_CODES.values()], rows)


def _curve(dimension: str, figures: Facts) -> None:
    curve = figures["learning_curve"]
    if not curve:
        return
    names = informative_figures(figures)
    rows = [[size, *(f"{fields[name]:.2f}" for name in names)] for size, fields in curve.items()]
    _print(f"{dimension}, by interviews learnt from", ["interviews", *(NAMES[name] for name in names)], rows)


def _confusions(dimension: str, figures: Facts) -> None:
    rows = [
        [pair["given"] or "none", pair["shown"] or "none", pair["times"], pair["fragments"][0], *_text(pair)]
        for pair in figures["confusions"]
    ]
    columns = ["coded", "shown instead", "times", "for example", *(["said"] if rows and len(rows[0]) > 4 else [])]
    _print(f"{dimension}, codes taken for each other", columns, rows)


def _doubts(listed: Any) -> None:  # noqa: ANN401  # a list of plain values, as a report has them
    rows = [
        [
            each["fragment"],
            each["dimension"],
            each["code"] or "none",
            "given" if each["given"] else "not given",
            f"{each['probability']:.3f}",
            *_text(each),
        ]
        for each in listed
    ]
    columns = ["fragment", "dimension", "code", "was", "probability", *(["said"] if rows and len(rows[0]) > 5 else [])]
    _print("Hand codes worth a second look", columns, rows)


def _text(fields: Facts) -> list[str]:
    return [fields["text"]] if "text" in fields else []


def _print(title: str, columns: list[str], rows: Sequence[list[object]]) -> None:
    if rows:
        console.print()
        console.print(table(title, columns, list(rows)), markup=False)


def _cell(value: float) -> object:
    return value if isinstance(value, int) else f"{value:.2f}"
