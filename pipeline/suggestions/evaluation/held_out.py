"""Held-out predictions: what models suggest for interviews they did not learn from, stored beside the model."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from pipeline.records import Passage
from pipeline.suggestions.learning.kernels import BLENDS, views_of
from pipeline.suggestions.learning.labels import DimensionLabels, Marks, Matrix
from pipeline.suggestions.learning.model_selection import FittedDimension
from pipeline.suggestions.learning.training_set import TrainingSet

Answers = tuple[Matrix, Marks]

COLUMNS = ("fragment", "interview", "dimension", "code", "probability", "rank", "suggested", "learnt")


class UncodedFragments:
    """Fragments that nobody coded, in interviews that were learnt from: scored by whoever judges their interview."""

    def __init__(self, passages: Sequence[Passage], material: TrainingSet) -> None:
        known = {passage.fragment_id for passage in material.passages}
        self.passages = tuple(each for each in passages if each.fragment_id not in known)
        self._interviews = np.array([each.transcript_id for each in self.passages], dtype=np.str_)
        self._material = material
        read = material.pipeline["read"]
        self._views = views_of(read.transform(self.passages), BLENDS) if self.passages else []
        self._answers: dict[str, Answers] = {}

    def score(self, lesson: DimensionLabels, learnt: FittedDimension, judged: Collection[str]) -> None:
        """Let a model that was learnt from `lesson` score those of the interviews that it judges."""
        asked = np.flatnonzero(np.isin(self._interviews, sorted(judged)))
        if not asked.size:
            return
        every = self._material.pipeline["suggest"]
        classifier = every.classifier(every.names.index(lesson.dimension.id))
        classifier.take(lesson, learnt, self._material.views)
        found = classifier.probabilities([view[asked] for view in self._views])
        probabilities, shown = self.answers(lesson)
        probabilities[asked], shown[asked] = found, learnt.shown(found)

    def answers(self, lesson: DimensionLabels) -> Answers:
        """Probabilities and suggestions of one dimension, a row per passage; NaN where no model judged."""
        size = len(self.passages), len(lesson.values)
        return self._answers.setdefault(lesson.dimension.id, (np.full(size, np.nan), np.zeros(size, dtype=bool)))


def held_out_frame(
    lessons: Sequence[DimensionLabels], answers: Sequence[Answers], unread: UncodedFragments
) -> pd.DataFrame:
    """A row per fragment, dimension and code; `learnt` tells whether people's codes for it were learnt from."""
    tables = [_nothing()]
    for lesson, mine in zip(lessons, answers, strict=True):
        tables.append(_table(lesson, lesson.passages, mine, learnt=True))
        if unread.passages:
            tables.append(_table(lesson, unread.passages, unread.answers(lesson), learnt=False))
    return pd.concat(tables, ignore_index=True).dropna(subset="probability", ignore_index=True)


def _table(lesson: DimensionLabels, passages: Sequence[Passage], answers: Answers, *, learnt: bool) -> pd.DataFrame:
    probabilities, shown = answers
    ranks = np.argsort(np.argsort(-probabilities, axis=1, kind="stable"), axis=1, kind="stable") + 1
    count, codes = probabilities.shape
    return pd.DataFrame(
        {
            "fragment": np.repeat([passage.fragment_id for passage in passages], codes),
            "interview": np.repeat([passage.transcript_id for passage in passages], codes),
            "dimension": lesson.dimension.id,
            "code": np.tile(lesson.values, count),
            "probability": probabilities.ravel(),
            "rank": ranks.ravel(),
            "suggested": shown.ravel(),
            "learnt": learnt,
        }
    )


def _nothing() -> pd.DataFrame:
    kinds = {"probability": float, "rank": np.int64, "suggested": bool, "learnt": bool}
    return pd.DataFrame({column: pd.Series(dtype=kinds.get(column, "str")) for column in COLUMNS})
