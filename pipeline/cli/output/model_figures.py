"""Print a model's figures on held-out interviews beside the baselines, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.cli.output.terminal import console, table

NAMES = {
    "kappa": "kappa",
    "macro_f1": "macro-F1",
    "micro_f1": "micro-F1",
    "macro_average_precision": "average precision",
    "first_three": "right one in first three",
}
"""The figures to print, with their labels."""


COLUMNS = {"model": "model", "plain": "plain TF-IDF", "keywords": "keywords", "majority": "majority"}
"""The columns of the table: the model and the baselines."""


def show_figures(figures: object, interviews: int) -> None:
    """Print a model's figures as a table.

    Without figures, print why and how many of the team's interviews were used.
    """
    if not isinstance(figures, Mapping) or not figures:
        console.print(_ENOUGH if interviews >= _FEWEST else _TOO_FEW.format(interviews=interviews), soft_wrap=True)
        return
    rows = [row for dimension, entry in figures.items() for row in _rows(dimension, entry)]
    console.print()
    console.print(table("On interviews the model had not seen", ["", *COLUMNS.values()], rows))


_FEWEST = 2
_TOO_FEW = (
    "Not judged: that takes codes of your own in two interviews at least, and it learnt from {interviews}. Code more, "
    "then run `drempel train`."
)
_ENOUGH = "Not judged, as --no-evaluation asked: `drempel train` without it makes a model that is."


def informative_figures(entry: Mapping[str, Any]) -> list[str]:
    """Return the names of a dimension's figures that are informative."""
    # With three codes, the right one is always among the first three: that figure would flatter.
    return [name for name in NAMES if name in entry["model"] and (name != "first_three" or len(entry["codes"]) > 3)]


def _rows(dimension: str, entry: Mapping[str, Any]) -> list[list[object]]:
    return [
        [f"{dimension}: {NAMES[name]}", *(_cell(entry.get(column, {}), name) for column in COLUMNS)]
        for name in informative_figures(entry)
    ]


def _cell(figures: Mapping[str, float], name: str) -> str:
    return f"{figures[name]:.2f}" if name in figures else "–"
