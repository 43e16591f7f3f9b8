"""Progress and reports of steps: progress callbacks, and merging of reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from pipeline.records import Report

Progress = Callable[[str, int, int], None]
"""Called with the current task, the number done, and the total."""


def silent(label: str, done: int, total: int) -> None:
    """Ignore progress."""


def merge(reports: Sequence[Report]) -> Report:
    """Merge the reports of one step done in batches: counts added up, problems in order, lists in details joined."""
    counts: Counter[str] = Counter()
    details: dict[str, object] = {}
    for report in reports:
        counts.update(report.counts)
        for key, value in report.details.items():
            earlier = details.get(key)
            details[key] = earlier + value if isinstance(earlier, list) and isinstance(value, list) else value
    # Problems of the whole run, such as damaged boundaries, are in every batch.
    problems = tuple(dict.fromkeys(problem for report in reports for problem in report.problems))
    return Report(step=reports[0].step, counts=dict(counts), problems=problems, details=details)


def combine(step: str, reports: Sequence[Report]) -> Report:
    """Combine the reports of several steps: counts are prefixed by the step, as `ingest.read`.

    Details are nested under it.
    """
    counts = {f"{report.step}.{name}": number for report in reports for name, number in report.counts.items()}
    problems = tuple(problem for report in reports for problem in report.problems)
    details = {report.step: dict(report.details) for report in reports}
    return Report(step=step, counts=counts, problems=problems, details=details)
