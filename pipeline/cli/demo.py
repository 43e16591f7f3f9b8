"""The verb `demo`: run the whole pipeline on the shipped study."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.app import Json, app
from pipeline.cli.output.model_figures import show_figures
from pipeline.cli.output.terminal import console, notices, progress_bar, show, table
from pipeline.cli.run import prepared_flow
from pipeline.records import Report
from pipeline.settings import open_study


@app.command(epilog="Example: `drempel demo`, then `drempel -C demo review`")
def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder for the demo's workspace.")] = Path("demo"),
    no_prefect: Annotated[bool, typer.Option("--no-prefect", help="Run the same steps without Prefect.")] = False,
    json: Json = False,
) -> None:
    """Run the whole pipeline on the shipped study: codes in, a model, three new interviews, a review, Parquet out."""
    from pipeline.steps import api as steps
    from pipeline.steps.demo import demo as demo_study

    with progress_bar(as_json=json) as progress:
        _tell(json, "1/5  30 invented interviews and the codes that two people gave them")
        reports = [demo_study.prepare_demo(folder, progress=progress)]
    study = open_study(folder)
    with nullcontext(partial(steps.run, study)) if no_prefect else prepared_flow(study, "run") as run:
        with progress_bar(as_json=json) as progress:
            _tell(json, "2/5  learning from those codes, judged on interviews held out")
            reports.append(steps.train(study, curve=False, progress=progress))
        new = demo_study.drop_new_interviews(study)
        _tell(json, f"3/5  a run over the inbox: {', '.join(new)}")
        reports.append(run())
    with progress_bar(as_json=json) as progress:
        _tell(json, "4/5  the reviewer's recorded verdicts on what was suggested")
        reports.append(demo_study.replay_reviewer(study, progress=progress))
        _tell(json, "5/5  publishing what was reviewed")
        reports.append(steps.publish(study))
    outcome = steps.combine("demo", reports)
    show(outcome, as_json=json)
    if not json:
        _show_outcome(folder, reports[1], reports[3], reports[4])


def _tell(as_json: bool, line: str) -> None:
    if not as_json:
        notices.print(line)


def _show_outcome(folder: Path, trained: Report, reviewed: Report, published: Report) -> None:
    show_figures(trained.details["figures"], int(trained.counts["interviews"]))
    counts, dimensions = reviewed.counts, reviewed.details["dimensions"]
    assert isinstance(dimensions, dict)
    shown = int(counts["fragments"] - counts["blind"])
    title = (
        f"The review: {counts['fragments']} fragments, {shown} with suggestions shown, {counts['blind']} coded blind"
    )
    rows = [[name, shown, *_row(outcome)] for name, outcome in dimensions.items()]
    columns = ["dimension", "fragments", "suggested", "accepted", "changed", "rejected", "added by hand"]
    console.print()
    console.print(table(title, columns, rows))
    console.print(f"\nReviewed results: {published.details['results']}/*.parquet", soft_wrap=True)
    console.print(
        f"Next:  drempel -C {folder} review    the desk, in the browser\n"
        f"       drempel -C {folder} status    how the study stands\n"
        f"       drempel -C {folder} watch     go over {folder}/data/inbox on a schedule",
        soft_wrap=True,
    )


def _row(outcome: dict[str, Any]) -> list[int]:
    return [outcome[name] for name in ("suggested", "accepted", "changed", "rejected", "added")]
