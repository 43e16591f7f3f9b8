"""How far to trust a model: its figures on held-out interviews beside two baselines, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.cli.show import console, table
from pipeline.records import Report

NAMES = {
    "kappa": "kappa",
    "macro_f1": "macro-F1",
    "micro_f1": "micro-F1",
    "macro_average_precision": "average precision",
    "first_three": "right one in first three",
}
"""The figures worth a line, in words."""


COLUMNS = {"model": "model", "plain": "plain TF-IDF", "keywords": "keywords", "majority": "majority"}
"""Whose figures stand side by side."""


def show_figures(report: Report) -> None:
    """Print the table of a training report; says so where there was too little to evaluate."""
    figures = report.details.get("figures")
    if not isinstance(figures, Mapping) or not figures:
        console.print("Not evaluated: that takes hand codes in at least two interviews (or leave out --no-evaluation).")
        return
    rows = [row for dimension, told in figures.items() for row in _rows(dimension, told)]
    console.print()
    console.print(table("On interviews the model had not seen", ["", *COLUMNS.values()], rows))


def telling(told: Mapping[str, Any]) -> list[str]:
    """The names of a dimension's figures that tell something."""
    # Among three codes the right one is always in the first three: that would flatter.
    return [name for name in NAMES if name in told["model"] and (name != "first_three" or len(told["codes"]) > 3)]


def _rows(dimension: str, told: Mapping[str, Any]) -> list[list[object]]:
    return [
        [f"{dimension}: {NAMES[name]}", *(_cell(told.get(column, {}), name) for column in COLUMNS)]
        for name in telling(told)
    ]


def _cell(figures: Mapping[str, float], name: str) -> str:
    return f"{figures[name]:.2f}" if name in figures else "–"
