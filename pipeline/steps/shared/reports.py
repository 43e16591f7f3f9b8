"""What a step tells: how far it is, and in the end what it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from pipeline.records import Report

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and how many there are."""


def silent(label: str, done: int, total: int) -> None:
    """The progress of a step that nobody watches."""


def merge(reports: Sequence[Report]) -> Report:
    """One report of one step done in batches: counts added up, problems in order, lists in details joined."""
    counts: Counter[str] = Counter()
    details: dict[str, object] = {}
    for report in reports:
        counts.update(report.counts)
        for key, value in report.details.items():
            earlier = details.get(key)
            details[key] = earlier + value if isinstance(earlier, list) and isinstance(value, list) else value
    # What holds for the whole run, as damaged boundaries do, is told by every batch.
    problems = tuple(dict.fromkeys(problem for report in reports for problem in report.problems))
    return Report(step=reports[0].step, counts=dict(counts), problems=problems, details=details)


def combine(step: str, reports: Sequence[Report]) -> Report:
    """One report of several steps: each count under its step's name, as `ingest.read`; a step's details under it."""
    counts = {f"{report.step}.{name}": number for report in reports for name, number in report.counts.items()}
    problems = tuple(problem for report in reports for problem in report.problems)
    details = {report.step: dict(report.details) for report in reports}
    return Report(step=step, counts=counts, problems=problems, details=details)
