"""A new team's first interviews, simulated: the west is the new team, all other regions are the starter study."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from pipeline.codebook import Codebook, Dimension
from pipeline.records import Example
from pipeline.suggestions import TrainedModel, from_codebook, train
from pipeline.suggestions.evaluation.metrics import figures
from pipeline.suggestions.learning.labels import target_of

WEST = ("05", "07", "09", "12", "15", "17", "18", "19", "21", "24", "30")
"""Interviews from West and East Flanders."""

JUDGES = 3
OWN = (0, 1, 2, 4, 8)
DRAWS = 3
MAIN = {"one": "kappa", "many": "micro_f1"}
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def show_start(console: Console, examples: Sequence[Example], codebook: Codebook) -> None:
    """Print the main figure per dimension after 0 to 8 own interviews, alone and with the starter study.

    In brackets the worst and the best draw, because few interviews vary much by chance.
    """
    west = [each for each in examples if each.passage.transcript_id.removeprefix("int_") in WEST]
    rest = [each for each in examples if each.passage.transcript_id.removeprefix("int_") not in WEST]
    table = Table(title=f"A new team: mean of {DRAWS} draws, judged on {JUDGES} of its interviews")
    for column in ("own interviews", "starts from", *(f"{each.id}, {MAIN[each.values]}" for each in codebook)):
        table.add_column(column)
    for own in OWN:
        for starter in (False, True):
            draws = np.array([_played(west, rest if starter else [], own, codebook, seed) for seed in range(DRAWS)])
            start = "starter study" if starter else "codebook alone" if own == 0 else "own codes alone"
            table.add_row(str(own), start, *map(_cell, draws.T))
    console.print(table)


def _cell(draws: NDArray[np.float64]) -> str:
    return f"{draws.mean():.2f} ({draws.min():.2f}-{draws.max():.2f})"


def _played(
    west: Sequence[Example], starter: Sequence[Example], own: int, codebook: Codebook, seed: int
) -> list[float]:
    order = np.random.default_rng(seed).permutation(sorted({each.passage.transcript_id for each in west}))
    judged = [each for each in west if each.passage.transcript_id in order[:JUDGES]]
    coded = [each for each in west if each.passage.transcript_id in order[JUDGES : JUDGES + own]]
    if not coded and not starter:
        model = from_codebook(codebook, trained_at=NOW)
    else:
        model = train(coded, codebook, trained_at=NOW, evaluate=False, starter=starter)
    return [_main_figure(model, dimension, judged) for dimension in codebook]


def _main_figure(model: TrainedModel, dimension: Dimension, judged: Sequence[Example]) -> float:
    target = target_of(dimension, judged)
    table = model.suggest(target.passages)
    shape = target.given.shape
    own = table[table["dimension"] == dimension.id]
    probabilities = own["probability"].to_numpy().reshape(shape)
    return figures(target, probabilities, own["suggested"].to_numpy().reshape(shape))[MAIN[dimension.values]]
