"""Benchmarks of suggestions: quality, speed, and verdicts needed, each compared with a baseline in the same run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.suggest_questions import show_questions
from bench.suggest_queue import show_queue
from bench.suggest_speed import show_speed
from bench.suggest_start import show_start
from bench.suggest_study import starter_examples
from pipeline.suggestions import train
from pipeline.suggestions.features.embeddings import AUTO

QUESTIONS = "DREMPEL_QUESTIONS"
"""Environment variable with a folder of coded parliamentary questions; without it they are skipped."""

SYSTEMS = ("model", "plain", "keywords", "majority")


def run() -> None:
    """Print all tables."""
    console = Console()
    examples, codebook = starter_examples()
    # The recipe that is on by default: without `encoder`, `train` reads no sentence vectors.
    model = train(examples, codebook, trained_at=datetime.now(UTC), encoder=AUTO)
    console.print(f"encoder: {model.card['encoder'] or model.card['no_encoder'] or 'none'}")
    for dimension, figures in model.card["figures"].items():
        console.print(_quality(dimension, figures))
        console.print(_per_code(dimension, figures["codes"]))
    show_speed(console, examples, codebook, model)
    show_start(console, examples, codebook)
    show_queue(console, examples, codebook)
    if QUESTIONS in os.environ:
        show_questions(console, Path(os.environ[QUESTIONS]))


def _quality(dimension: str, figures: Mapping[str, Any]) -> Table:
    names = list(figures["model"])
    title = f"{dimension}: {figures['fragments']} fragments of {figures['interviews']} unseen interviews"
    table = Table(title=title)
    for column in ("", *names):
        table.add_column(column)
    for system in SYSTEMS:
        table.add_row(system, *(f"{figures[system][name]:.3f}" for name in names))
    ends = figures["intervals"]
    table.add_row("95 %", *("{:.3f}-{:.3f}".format(*ends[name]) if name in ends else "" for name in names))
    table.caption = f"expected calibration error {figures['calibration_error']:.4f}"
    return table


def _per_code(dimension: str, codes: Mapping[str, Mapping[str, float]]) -> Table:
    table = Table(title=f"{dimension} per code")
    names = list(next(iter(codes.values())))
    for column in ("code", *names):
        table.add_column(column)
    for code, figures in codes.items():
        table.add_row(code, *(f"{figures[name]:.3f}".removesuffix(".000") for name in names))
    return table
