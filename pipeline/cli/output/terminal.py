"""Print reports: sentences and tables on the terminal, JSON for programs, a progress bar meanwhile."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipeline.cli.output.sentences import in_sentences
from pipeline.records import Report

console = Console(highlight=False)
notices = Console(stderr=True, highlight=False)


def write_utf8() -> None:
    """Print UTF-8 to pipes and files, also on Windows, where the default is an old code page."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8")


def show(report: Report, *, as_json: bool) -> None:
    """Print a report; problems go to standard error, so that a pipe gets only the facts."""
    if as_json:
        sys.stdout.write(json.dumps(as_facts(report), ensure_ascii=False, default=str) + "\n")
        return
    for line in in_sentences(report):
        console.print(line, soft_wrap=True, markup=False)
    for problem in report.problems:
        notices.print(f"! {problem.message}", soft_wrap=True, markup=False)


def as_facts(report: Report) -> dict[str, object]:
    """Convert a report to plain values, for JSON."""
    return {
        "step": report.step,
        "counts": dict(report.counts),
        "problems": [{"place": each.place, "message": each.message} for each in report.problems],
        "details": dict(report.details),
    }


@contextmanager
def progress_bar(*, as_json: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Show a progress bar on standard error during the work; nothing if it is not a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=notices, transient=True, disable=as_json or not notices.is_terminal)
    tasks: dict[str, object] = {}
    with bar:

        def advance(label: str, done: int, total: int) -> None:
            if label not in tasks:
                tasks[label] = bar.add_task(label, total=total)
            bar.update(tasks[label], completed=done, total=total)  # type: ignore[arg-type]

        yield advance


def table(title: str, columns: list[str], rows: list[list[object]]) -> Table:
    """Make a table for the terminal: the first column is text, the others are numbers."""
    grid = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for position, column in enumerate(columns):
        grid.add_column(column, justify="right" if position else "left")
    for row in rows:
        grid.add_row(*(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row))
    return grid
