"""Time from the 25th verdict to renewed suggestions of the open interview, beside `train` and `suggest` in one run."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.suggest_speed import again
from bench.suggest_study import starter_examples
from pipeline.codebook import Codebook
from pipeline.records import Example
from pipeline.suggestions import (
    TrainedModel,
    WorkingState,
    read_state,
    refreshed_model,
    save,
    save_refreshed,
    train,
    vectors_kept_in,
    write_state,
)

LEARNT = (3_200, 12_000)
LIMITS = {3_200: 0.10, 12_000: 0.05}
VERDICTS = 25
OPEN = 150
"""Fragments of the open interview."""

ROUNDS = 3
ENCODER = "auto"


def run() -> None:
    """Print a table and `ratio 0.xx` for each size; `measure` measures one."""
    console = Console()
    for learnt in LEARNT:
        # A process of its own for each size: its peak of memory is that of this size.
        asked = [sys.executable, "-c", f"from bench.refresh import measure; measure({learnt})"]
        console.print(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)


def measure(learnt: int) -> None:
    """Print seconds, ratio and the peak of memory for this many learnt fragments."""
    every, codebook = starter_examples()
    examples = _many(every, learnt + OPEN)
    known, opened = examples[:learnt], [each.passage for each in examples[learnt:]]
    with tempfile.TemporaryDirectory() as folder, vectors_kept_in(Path(folder) / "vectors"):
        models = Path(folder) / "models"
        begun = known[: -VERDICTS * ROUNDS]
        base = train(begun, codebook, trained_at=_now(), evaluate=False, encoder=ENCODER)
        save(base, models)
        write_state(_refreshed(base, begun, codebook, models)[1], models)
        refreshed = []
        for done in range(1, ROUNDS + 1):
            upto = known[: len(begun) + done * VERDICTS]
            begun_at = time.perf_counter()
            model, after = _refreshed(base, upto, codebook, models)
            model.suggest(opened)
            refreshed.append(time.perf_counter() - begun_at)
            write_state(after, models)  # as the step does: once the suggestions are there
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        trained = _seconds(lambda: _train(known, codebook, Path(folder) / "other").suggest(opened))
    table = Table(title=f"From the {VERDICTS}th verdict to renewed suggestions, {learnt:,} learnt fragments")
    for column in ("what", "measured", "limit"):
        table.add_column(column)
    table.add_row("refresh, s", " ".join(f"{each:.2f}" for each in refreshed), "")
    table.add_row("train --no-evaluation and suggest, s", f"{trained:.2f}", "")
    table.add_row("peak of memory until then, MB", f"{held:.0f}", "")
    Console().print(table)
    sys.stdout.write(f"ratio {sorted(refreshed)[ROUNDS // 2] / trained:.2f} (limit {LIMITS.get(learnt, 0.1):.2f})\n")


def _refreshed(
    base: TrainedModel, known: list[Example], codebook: Codebook, models: Path
) -> tuple[TrainedModel, WorkingState]:
    """What the step does: read the state, learn, store the model."""
    name = f"{len(known):012x}"
    state = read_state(models, base.id)
    model, updated = refreshed_model(
        base, known, codebook, name=name, ledger=len(known), trained_at=_now(), state=state
    )
    save_refreshed(model, models, known)
    return model, updated.state


def _train(known: list[Example], codebook: Codebook, models: Path) -> TrainedModel:
    model = train(known, codebook, trained_at=_now(), evaluate=False, encoder=ENCODER)
    save(model, models)
    return model


def _many(every: list[Example], count: int) -> list[Example]:
    """So many different examples: each round of the study adds another word."""
    return [
        replace(every[at % len(every)], passage=again(every[at % len(every)].passage, at // len(every)))
        for at in range(count)
    ]


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _now() -> datetime:
    return datetime.now(UTC)
