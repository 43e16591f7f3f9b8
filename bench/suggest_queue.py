"""How many verdicts the order "most useful next" saves against a random order, played on the shipped study."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from pipeline.codebook import Codebook
from pipeline.records import Example
from pipeline.suggestions.blend import similarities
from pipeline.suggestions.calibration import Calibrator
from pipeline.suggestions.features import PassageFeatures
from pipeline.suggestions.figures import average_precision
from pipeline.suggestions.learner import PENALTY
from pipeline.suggestions.queue import spread_over, usefulness
from pipeline.suggestions.ridge import Ridges, scores_from
from pipeline.suggestions.targets import Target, target_of

SEEDS = 20
TESTED = 8  # interviews that judge
FIRST, STEP = 100, 100
ENOUGH = 0.95
Rows = NDArray[np.intp]
Order = Callable[["Game", Rows, Rows, np.random.Generator], Rows]


class Game:
    """The study with all its codes known: any part can be hidden and revealed again."""

    def __init__(self, examples: Sequence[Example], codebook: Codebook) -> None:
        passages = [example.passage for example in examples]
        codes = [code for dimension in codebook for code in dimension.codes]
        rows, places = PassageFeatures(codes=codes).fit(passages).read(passages)
        self.ridges = Ridges(similarities(rows, places), penalty=PENALTY)
        self.lessons = [target_of(dimension, examples) for dimension in codebook]
        self.interviews = self.lessons[0].interviews

    def probabilities(self, lesson: Target, coded: Rows, asked: Rows) -> NDArray[np.float64]:
        """What a model of the coded fragments says of others."""
        given = lesson.given[coded]
        fit = self.ridges.fit("context", coded, given, self.interviews[coded])
        calibrator = Calibrator(single=lesson.single).fit(fit.held_out, given)
        return calibrator.probabilities(scores_from(self.ridges.between("context", asked, coded), fit.duals))

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
    """As the desk does it: unsure first, rare codes first, interviews in turn."""
    worth = np.zeros(len(left))
    for lesson in game.lessons:
        worth += usefulness(game.probabilities(lesson, coded, left), lesson.given[coded].sum(axis=0))
    return left[spread_over(list(game.interviews[left]), worth)]


def random_order(game: Game, coded: Rows, left: Rows, rng: np.random.Generator) -> Rows:
    """As fragments happen to come."""
    return rng.permutation(left)


def verdicts_needed(game: Game, order: Order, seed: int) -> int:
    """How many coded fragments reach 95 % of the average precision that all of them reach."""
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
    """Print the share of random's verdicts that the useful order needs, with its spread over seeds."""
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
