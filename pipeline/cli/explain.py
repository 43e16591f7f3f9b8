"""The verb `explain`: trace the codes of a fragment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.report import Facts, _tell
from pipeline.records import Report


@app.command(epilog="Example: `drempel explain int_01:90-262`")
def explain(
    context: typer.Context,
    fragment: Annotated[str, typer.Argument(help="The fragment's id, from the table `fragments`.")],
    show_text: Annotated[bool, typer.Option("--show-text", help="Also print the text of the fragment.")] = False,
    json: Json = False,
) -> None:
    """Trace a fragment's codes to ledger entries, model, training set, codebook version and file."""
    from pipeline.steps import explain as explain_step

    found = explain_step.explain(study_of(context), fragment, show_text=show_text)
    _tell(found, *_traced(found), as_json=json)


def _traced(report: Report) -> Iterator[str]:
    about: Facts = report.details
    yield f"{about['fragment']['fragment']}: {about['fragment']['words']} words, cut by {about['fragment']['cut_by']}."
    if "text" in about:
        yield f"  “{about['text']}”"
    yield f"From {about['file']['source']}, SHA-256 {about['file']['sha256']}."
    if not about["codes"]:
        yield "No code holds on it."
    for traced in about["codes"]:
        yield from _of_code(traced["code"], traced["entries"], traced["model"])
    yield f"Codebook: {', '.join(about['codebooks']) or 'nobody decided anything yet'}."


def _of_code(code: Facts, entries: list[Facts], model: Facts | None) -> Iterator[str]:
    final = "" if code["final"] else " (another coder's verdict counts)"
    yield f"{code['dimension']}: {code['code']}, {code['origin']}, by {code['coder'] or 'nobody'}{final}"
    for entry in entries:
        when = f"{entry['decided_at']:%Y-%m-%d %H:%M} UTC"
        yield f"  entry {entry['number']}: {entry['action']} on {when}, {_seen(entry)}" + _taken_back(entry)
    if code["certificate"]:
        yield f"  certificate {code['certificate']}, at probability {code['probability']:.2f}"
    if model:
        learnt = f"learnt from {len(model['interviews'])} interviews" if "interviews" in model else model["missing"]
        yield f"  model {model['id']}: {learnt}"


def _seen(entry: Facts) -> str:
    if entry["probability"] is not None:
        return f"shown at {entry['probability']:.2f}, rank {entry['rank']}"
    return "blind" if entry["blind"] else "not suggested"


def _taken_back(entry: Facts) -> str:
    return "" if entry["live"] else ", taken back"
