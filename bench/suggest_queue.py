"""Active learning: how many verdicts the order "most useful first" saves, simulated on the shipped study."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from pipeline.codebook import Codebook
from pipeline.records import Example
from pipeline.suggestions.active_learning import spread_over, usefulness
from pipeline.suggestions.evaluation.metrics import average_precision
from pipeline.suggestions.learning.labels import DimensionLabels, some_of
from pipeline.suggestions.learning.model_selection import FittedDimension, learn
from pipeline.suggestions.learning.training_set import gather

SEEDS = 20
TESTED = 8  # interviews in the test set
FIRST, STEP = 100, 100
ENOUGH = 0.95
Rows = NDArray[np.intp]
Order = Callable[["Game", Rows, Rows, np.random.Generator], Rows]


class Game:
    """A simulation on the study: all codes are known, and any part can be hidden."""

    def __init__(self, examples: Sequence[Example], codebook: Codebook) -> None:
        material = gather(examples, (), codebook, encoder=None, seed=0)
        self.ridges = material.ridges
        self.lessons = [some_of(lesson, np.flatnonzero(lesson.own)) for lesson in material.lessons]
        self.interviews = self.lessons[0].interviews
        self._learnt = lru_cache(maxsize=len(self.lessons))(
            self._learn
        )  # cached: one model predicts both the remaining and the test fragments

    def probabilities(self, lesson: DimensionLabels, coded: Rows, asked: Rows) -> NDArray[np.float64]:
        """Probabilities of other fragments, by a model of the coded ones."""
        learnt = self._learnt(lesson.dimension.id, coded.tobytes())
        similar = self.ridges[0].between(learnt.blend, asked, coded)
        return learnt.probabilities(similar, lesson.expected[asked])

    def _learn(self, dimension: str, coded: bytes) -> FittedDimension:
        lesson = next(each for each in self.lessons if each.dimension.id == dimension)
        return learn(some_of(lesson, np.frombuffer(coded, dtype=np.intp)), self.ridges, prefer="balance")

    def precision(self, coded: Rows, judged: Rows) -> float:
        """Macro average precision over all codes of all dimensions."""
        found = []
        for lesson in self.lessons:
            said = self.probabilities(lesson, coded, judged)
            found += [
                average_precision(lesson.given[judged][:, at], said[:, at]) for at in range(len(lesson.dimension.codes))
            ]
        return float(np.mean(found))


def most_useful(game: Game, coded: Rows, left: Rows, rng: np.random.Generator) -> Rows:
    """The order of the desk: uncertain first, rare codes first, interviews in turn."""
    worth = np.zeros(len(left))
    for lesson in game.lessons:
        worth += usefulness(game.probabilities(lesson, coded, left), lesson.given[coded].sum(axis=0))
    return left[spread_over(list(game.interviews[left]), worth)]


def random_order(game: Game, coded: Rows, left: Rows, rng: np.random.Generator) -> Rows:
    """Random order."""
    return rng.permutation(left)


def verdicts_needed(game: Game, order: Order, seed: int) -> int:
    """The number of coded fragments that reach 95 % of the average precision of all of them."""
    rng = np.random.default_rng(seed)
    judges = rng.permutation(np.unique(game.interviews))[:TESTED]
    judged = np.flatnonzero(np.isin(game.interviews, judges))
    pool = np.flatnonzero(~np.isin(game.interviews, judges))
    goal = ENOUGH * game.precision(pool, judged)
    coded = np.sort(rng.permutation(pool)[:FIRST])
    while len(coded) < len(pool) and game.precision(coded, judged) < goal:
        left = np.setdiff1d(pool, coded)
        coded = np.sort(np.concatenate([coded, order(game, coded, left, rng)[:STEP]]))
    return len(coded)


def show_queue(console: Console, examples: Sequence[Example], codebook: Codebook) -> None:
    """Print the verdicts needed as a share of those of random order, with the spread over seeds."""
    game = Game(examples, codebook)
    useful = np.array([verdicts_needed(game, most_useful, seed) for seed in range(SEEDS)])
    random = np.array([verdicts_needed(game, random_order, seed) for seed in range(SEEDS)])
    drawn = np.random.default_rng(0).integers(0, SEEDS, size=(2000, SEEDS))
    low, high = np.percentile(useful[drawn].mean(axis=1) / random[drawn].mean(axis=1), (2.5, 97.5))
    table = Table(title=f"Verdicts needed for 95 % of the full average precision, {SEEDS} seeds")
    for column in ("order", "verdicts, mean", "least", "most"):
        table.add_column(column)
    for name, needed in (("most useful first", useful), ("random", random)):
        table.add_row(name, f"{needed.mean():.0f}", str(needed.min()), str(needed.max()))
    table.caption = f"share of random {useful.mean() / random.mean():.2f} ({low:.2f}-{high:.2f}), goal 0.60"
    console.print(table)
