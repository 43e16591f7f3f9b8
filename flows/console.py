"""Output of a run for people: lines on standard error, progress, and the journal; counts and ids only."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pipeline.cli.output.sentences import in_sentences
from pipeline.messages import Message
from pipeline.records import Report
from pipeline.steps.api import Progress
from pipeline.steps.shared.reports import silent
from pipeline.steps.watch import append_to_journal

_watcher: list[Progress] = [silent]


@contextmanager
def shown_by(progress: Progress) -> Iterator[None]:
    """Show the progress of steps in this process; a progress bar cannot be a parameter of a task."""
    _watcher.append(progress)
    try:
        yield
    finally:
        _watcher.pop()


def progress_from(first: int, total: int) -> Progress:
    """Progress callback of a batch, counted as part of the whole."""

    def tell(label: str, done: int, _of_the_batch: int) -> None:
        _watcher[-1](label, first + done, total)

    return tell


def told() -> Progress:
    """Progress callback of a step that is not divided into batches."""
    return _watcher[-1]


def say(line: str, journal: Path | None = None) -> None:
    """Print a line with the time, and append it to the journal if there is one."""
    stamped = f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S}  {line}\n"
    sys.stderr.write(stamped)
    sys.stderr.flush()
    if journal is not None:
        append_to_journal(journal, stamped, line)


def in_words(report: Report) -> list[str]:
    """The lines of a report as the command line prints them, with its problems; one line for a run without new files.

    One line, so that runs that did something stand out in the journal.
    """
    if _did_nothing(report):
        publish = report.step == "publish"
        return [Message("The publish found nothing new.") if publish else Message("The run found nothing new.")]
    return [*in_sentences(report), *(Message("! %(notice)s", notice=problem.message) for problem in report.problems)]


def _did_nothing(report: Report) -> bool:
    published = report.details if report.step == "publish" else report.details.get("publish")
    if report.problems or not isinstance(published, Mapping) or published.get("written", True):
        return False
    passed_over = ("publish.", "ingest.known")
    return report.step == "publish" or not any(
        count for name, count in report.counts.items() if not name.startswith(passed_over)
    )
