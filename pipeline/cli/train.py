"""The verb `train`: train a model on what people coded."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.app import Json, app, study_of
from pipeline.cli.output.model_figures import show_figures
from pipeline.cli.output.terminal import progress_bar, show


@app.command(epilog="Example: `drempel train`")
def train(
    context: typer.Context,
    no_evaluation: Annotated[bool, typer.Option("--no-evaluation", help="Fit only; the card has no figures.")] = False,
    accept_proposal: Annotated[
        bool, typer.Option("--accept-proposal", help="Use the model that `watch` proposed, without training.")
    ] = False,
    json: Json = False,
) -> None:
    """Train a model on everything people coded, evaluate it on held-out interviews, and store it with its card."""
    from pipeline.steps import propose as propose_step
    from pipeline.steps import train as train_step

    study = study_of(context)
    if accept_proposal:
        show(propose_step.accept_proposal(study), as_json=json)
        return
    with progress_bar(as_json=json) as progress:
        report = train_step.train(study, evaluate=not no_evaluation, progress=progress)
    show(report, as_json=json)
    if not json:
        show_figures(report.details["figures"], int(report.counts["interviews"]))
