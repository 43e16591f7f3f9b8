"""Meaning units on unseen interviews, compared with trivial ways to cut and with a second coder.

Boundary similarity (segeval, a near miss is one sentence away), F1, Pk and WindowDiff over the sentence gaps inside
turns. Intervals are a bootstrap over interviews.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import segeval
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bench.starter_study import Span, hand_cuts
from pipeline.fragments import cut, learn_boundaries
from pipeline.fragments.turn_reader import read_turns
from pipeline.records import Transcript

FOLDS, DRAWS, NEAR = 6, 1000, 2
Gaps = list[bool]  # for every gap between two sentences of a turn, whether a unit ends there
Turns = list[Gaps]


class Counts(NamedTuple):
    """Sums over turns: boundaries right, wrong and missed, and the other figures with their weights."""

    right: float
    wrong: float
    missed: float
    similar: float
    edits: float
    pk: float
    windowdiff: float
    weight: float


def run() -> None:
    """Print the table."""
    interviews = hand_cuts()
    coded = {transcript.id: gaps_of(transcript, {end for _, end in spans}) for transcript, spans in interviews}
    console = Console()
    table = Table(title=f"Meaning units, {len(interviews)} interviews, learnt in {FOLDS} folds by interview")
    for column in ("cut by", "boundary similarity", "F1", "Pk (low is good)", "WindowDiff (low is good)"):
        table.add_column(column, justify="left" if column == "cut by" else "right")
    for name, made in {**trivial(coded), "drempel, learnt": learnt(interviews)}.items():
        table.add_row(name, *figures(coded, made))
    second = {each.id: gaps_of(each, {end for _, end in spans}) for each, spans in hand_cuts("cuts_second_coder.csv")}
    table.add_section()
    table.add_row(f"second coder ({len(second)})", *figures(coded, second))
    table.add_row(f"drempel, learnt (these {len(second)})", *figures(coded, learnt(interviews, only=set(second))))
    console.print(table)
    console.print("The interviews are invented and tidy, and their coders shared one codebook: real ones are harder.")


def gaps_of(transcript: Transcript, ends: set[int]) -> Turns:
    """For each turn of a respondent, whether a fragment ends at each gap between sentences."""
    return [[end in ends for _, end in sentences[:-1]] for sentences in read_turns(transcript).sentences]


def trivial(coded: Mapping[str, Turns]) -> dict[str, dict[str, Turns]]:
    """Trivial ways to cut, as baselines."""
    drawn = random.Random(0)
    ways: dict[str, Callable[[int], bool]] = {
        "every sentence": lambda at: True,
        "every second sentence": lambda at: at % 2 == 1,
        "every third sentence": lambda at: at % 3 == 2,
        "whole turns": lambda at: False,
        "at random, 40 %": lambda at: drawn.random() < 0.4,
    }
    return {
        name: {each: [[way(at) for at in range(len(turn))] for turn in turns] for each, turns in coded.items()}
        for name, way in ways.items()
    }


def learnt(interviews: Sequence[tuple[Transcript, list[Span]]], only: set[str] | None = None) -> dict[str, Turns]:
    """Each interview cut by a model learnt from the other folds."""
    made: dict[str, Turns] = {}
    for fold in range(FOLDS):
        wanted = [each for each in interviews[fold::FOLDS] if only is None or each[0].id in only]
        if not wanted:
            continue
        model = learn_boundaries(each for at, each in enumerate(interviews) if at % FOLDS != fold)
        for transcript, _ in wanted:
            made[transcript.id] = gaps_of(transcript, {each.end for each in cut(transcript, boundaries=model)})
    return made


def figures(coded: Mapping[str, Turns], made: Mapping[str, Turns]) -> list[str]:
    """The four figures with their intervals."""
    counts = np.array([_counts(coded[each], made[each]) for each in sorted(made)])
    generator = np.random.default_rng(0)
    draws = [_scores(counts[generator.integers(len(counts), size=len(counts))].sum(axis=0)) for _ in range(DRAWS)]
    low, high = np.percentile(draws, [2.5, 97.5], axis=0)
    return [
        f"{score:.3f} [{least:.3f}, {most:.3f}]"
        for score, least, most in zip(_scores(counts.sum(axis=0)), low, high, strict=True)
    ]


def _scores(summed: NDArray[np.float64]) -> tuple[float, float, float, float]:
    each = Counts(*summed)
    return (
        each.similar / max(each.edits, 1),
        2 * each.right / max(2 * each.right + each.wrong + each.missed, 1),
        each.pk / max(each.weight, 1),
        each.windowdiff / max(each.weight, 1),
    )


def _counts(coded: Turns, made: Turns) -> NDArray[np.float64]:
    return np.array([_turn_counts(gold, found) for gold, found in zip(coded, made, strict=True)]).sum(axis=0)


def _turn_counts(coded: Gaps, made: Gaps) -> Counts:
    gold, found = np.array(coded, dtype=bool), np.array(made, dtype=bool)
    similar, edits, pk, windowdiff = 0.0, 0.0, 0.0, 0.0
    masses = (_masses(made), _masses(coded))
    if gold.any() or found.any():
        similar, edits, *_ = segeval.boundary_similarity(*masses, n_t=NEAR, return_parts=True)
    if len(gold) >= NEAR:
        pk, windowdiff = segeval.pk(*masses), segeval.window_diff(*masses)
    return Counts(
        right=(gold & found).sum(),
        wrong=(found & ~gold).sum(),
        missed=(gold & ~found).sum(),
        similar=float(similar),
        edits=float(edits),
        pk=float(pk) * len(gold),
        windowdiff=float(windowdiff) * len(gold),
        weight=len(gold) if len(gold) >= NEAR else 0,
    )


def _masses(gaps: Gaps) -> tuple[int, ...]:
    """The number of sentences in each unit of a turn."""
    ends = [at for at, ends_here in enumerate([*gaps, True]) if ends_here]
    return tuple(end - before for before, end in zip([-1, *ends[:-1]], ends, strict=True))
