"""Ablation: the whole recipe fitted again without each family of features, evaluated on unseen interviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from rich.console import Console
from rich.table import Table
from scipy.sparse import csr_matrix

from bench.suggest_study import starter_examples
from pipeline.suggestions.evaluation.baselines import plain_figures, plain_scores
from pipeline.suggestions.evaluation.evaluation import nested
from pipeline.suggestions.evaluation.metrics import by_interview, figures
from pipeline.suggestions.features.passages import VIEWS
from pipeline.suggestions.learning.kernels import BLENDS, similarities
from pipeline.suggestions.learning.labels import DimensionLabels, some_of
from pipeline.suggestions.learning.model_selection import ridges_of
from pipeline.suggestions.learning.training_set import BOOK, TrainingSet, gather

SHOWN = (
    ("activation", "kappa"),
    ("barrier", "micro_f1"),
    ("barrier", "macro_average_precision"),
    ("approach", "micro_f1"),
    ("factor", "micro_f1"),
)
Found = Mapping[str, tuple[dict[str, float], dict[str, float]]]
"""Per dimension the figures, and the main figure of each interview."""


@dataclass(frozen=True, kw_only=True)
class Without:
    """What is left out: feature columns, views of a passage, the codebook's examples, the keyword prior."""

    columns: range = range(0)
    views: tuple[str, ...] = ()
    believed: bool = True
    told: bool = True


def run() -> None:
    """Print the main figures of the whole recipe, of the recipe without each family, and of the plain baseline."""
    examples, codebook = starter_examples()
    material = gather(examples, (), codebook, encoder=None, seed=0)
    table = Table(title="Without a family of features, nested by interview; in brackets the interviews that do worse")
    for column in ("", *(f"{dimension}, {figure}" for dimension, figure in SHOWN)):
        table.add_column(column)
    whole = _judged(material, Without())
    table.add_row("everything", *_cells(whole, whole))
    for name, without in _families(material).items():
        table.add_row(f"without {name}", *_cells(_judged(material, without), whole))
    table.add_row("plain TF-IDF + logistic regression", *_cells(_plain(material), whole))
    Console().print(table)


def _families(material: TrainingSet) -> dict[str, Without]:
    found, first = {}, 0
    for name, part in material.pipeline["read"].reader_.transformer_list:
        width = part.transform([""]).shape[1]
        found[name] = range(first, first + width)
        first += width
    knowledge = found["knowledge"]
    fields = knowledge.start + len(material.pipeline["read"].codes)
    return {
        "lemmas and their pairs": Without(columns=found["terms"]),
        "pairs further apart": Without(columns=found["pairs"]),
        "both of these": Without(columns=range(found["terms"].start, found["pairs"].stop)),
        "characters": Without(columns=found["characters"]),
        "the codebook's keywords": Without(columns=range(knowledge.start, fields), believed=False),
        "fields of everyday words": Without(columns=range(fields, knowledge.stop)),
        "both of these lists": Without(columns=knowledge, believed=False),
        "the question": Without(views=("question",)),
        "the neighbours": Without(views=("before", "after")),
        "both of these views": Without(views=VIEWS[1:]),
        "the codebook's examples": Without(told=False),
    }


def _judged(material: TrainingSet, without: Without) -> Found:
    views = [
        _muted(rows, range(rows.shape[1]) if view in without.views else without.columns)
        for view, rows in zip(VIEWS, material.views, strict=True)
    ]
    told = np.array([each.transcript_id.startswith(BOOK) for each in material.passages])
    ridges = ridges_of(similarities(views, BLENDS), np.zeros_like(told), told)
    lessons = [_left(lesson, without) for lesson in material.lessons]
    answers = nested(lessons, ridges, prefer="balance", tell=lambda *_: None)
    return {
        lesson.dimension.id: (figures(lesson, *answer), by_interview(lesson, *answer))
        for lesson, answer in zip(map(_own, lessons), answers, strict=True)
    }


def _left(lesson: DimensionLabels, without: Without) -> DimensionLabels:
    left = lesson if without.told else _own(lesson)
    return left if without.believed else replace(left, expected=np.zeros_like(left.expected))


def _own(lesson: DimensionLabels) -> DimensionLabels:
    return some_of(lesson, np.flatnonzero(lesson.own))


def _muted(rows: csr_matrix, columns: range) -> csr_matrix:
    """The rows with some columns set to zero."""
    left = rows.copy()
    left.data[np.isin(left.indices, columns)] = 0.0
    left.eliminate_zeros()
    return left


def _plain(material: TrainingSet) -> Found:
    lessons = [_own(lesson) for lesson in material.lessons]
    scores = plain_scores(lessons, seed=0)
    return {
        lesson.dimension.id: (plain_figures(lesson, each), {}) for lesson, each in zip(lessons, scores, strict=True)
    }


def _cells(found: Found, whole: Found) -> list[str]:
    return [f"{found[each][0][figure]:.3f}{_worse(found[each][1], whole[each][1], figure)}" for each, figure in SHOWN]


def _worse(mine: Mapping[str, float], whole: Mapping[str, float], figure: str) -> str:
    if not mine or mine == whole or figure.startswith("macro"):
        return ""
    return f" ({sum(mine[each] < whole[each] for each in whole)} of {len(whole)})"
