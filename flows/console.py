"""What a person sees of a run: lines on standard error, a bar where somebody watches; counts and ids only."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pipeline.cli.output.sentences import in_sentences
from pipeline.records import Report
from pipeline.steps import Progress
from pipeline.steps.shared.reports import silent

_watcher: list[Progress] = [silent]


@contextmanager
def shown_by(progress: Progress) -> Iterator[None]:
    """Let steps in this process tell their progress to somebody; a task's parameters cannot hold a bar."""
    _watcher.append(progress)
    try:
        yield
    finally:
        _watcher.pop()


def progress_from(first: int, total: int) -> Progress:
    """The progress of a batch as part of the whole."""

    def tell(label: str, done: int, _of_the_batch: int) -> None:
        _watcher[-1](label, first + done, total)

    return tell


def told() -> Progress:
    """The progress of a step that is done in one go."""
    return _watcher[-1]


def say(line: str, journal: Path | None = None) -> None:
    """A line with the time for whoever watches, and for the journal where there is one."""
    stamped = f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S}  {line}\n"
    sys.stderr.write(stamped)
    sys.stderr.flush()
    if journal is not None:
        with journal.open("a", encoding="utf-8") as lines:
            lines.write(stamped)


def in_words(report: Report) -> list[str]:
    """The report as the command line would print it, what was set aside included; a run that did nothing takes a line.

    A journal in which every night says at length that nothing came is not read when something did.
    """
    if _did_nothing(report):
        return [f"The {report.step} found nothing new."]
    return [*in_sentences(report), *(f"! {problem.message}" for problem in report.problems)]


def _did_nothing(report: Report) -> bool:
    published = report.details if report.step == "publish" else report.details.get("publish")
    if report.problems or not isinstance(published, Mapping) or published.get("written", True):
        return False
    passed_over = ("publish.", "ingest.known")
    return report.step == "publish" or not any(
        count for name, count in report.counts.items() if not name.startswith(passed_over)
    )
