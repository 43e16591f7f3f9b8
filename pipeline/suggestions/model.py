"""A trained model: suggests codes for passages, and carries its card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from pipeline.records import Passage
from pipeline.suggestions.active_learning import most_useful_first
from pipeline.suggestions.explanation import Explanation, explain
from pipeline.suggestions.learning.labels import Matrix

COLUMNS = ("fragment_id", "dimension", "code", "probability", "rank", "suggested")
_BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class TrainedModel:
    """A pipeline that learnt, and its card; `id` names the training set, codebook, recipe and versions.

    `held_out` is what it was judged by (see `held_out_frame`), until it is stored: then it lies beside the model.
    """

    id: str
    card: Mapping[str, Any]
    pipeline: Pipeline
    held_out: pd.DataFrame | None = None

    def explain(self, passage: Passage, dimension: str, code: str) -> Explanation:
        """What speaks for this code and what against it, and the hand-coded fragments most like the passage.

        Raises:
            KeyError: the model has no such dimension or code.
        """
        return explain(self, passage, dimension, code)

    def most_useful_first(self, passages: Sequence[Passage]) -> list[str]:
        """The ids of the passages in the order in which coding them teaches the model most."""
        return most_useful_first(self, passages)

    def suggest(self, passages: Sequence[Passage]) -> pd.DataFrame:
        """One row per passage, dimension and code, in the order of the passages.

        A dimension with at most one value also has the code "" for "none"; there probabilities add to 1. `rank`
        counts from 1, the most probable of its dimension. `suggested` is never true for "none".
        """
        tables = list(self.suggest_in_batches(passages)) or [_empty()]
        return pd.concat(tables, ignore_index=True)

    def suggest_in_batches(self, passages: Sequence[Passage]) -> Iterator[pd.DataFrame]:
        """The same rows, some thousands of passages at a time, so that memory stays flat however many there are."""
        for start in range(0, len(passages), _BATCH):
            yield self._table(passages[start : start + _BATCH])

    def _table(self, passages: Sequence[Passage]) -> pd.DataFrame:
        every, count = self.pipeline["suggest"], len(passages)
        parts = every.by_dimension(self.pipeline.predict_proba(passages))
        return pd.DataFrame(
            {
                "fragment_id": np.repeat([passage.fragment_id for passage in passages], len(every.columns_)),
                "dimension": np.tile([dimension for dimension, _ in every.columns_], count),
                "code": np.tile([value for _, value in every.columns_], count),
                "probability": np.hstack(parts).ravel(),
                "rank": np.hstack([_ranks(part) for part in parts]).ravel(),
                "suggested": np.hstack(every.shown(parts)).ravel(),
            }
        )


def _ranks(probabilities: Matrix) -> NDArray[np.intp]:
    order = np.argsort(-probabilities, axis=1, kind="stable")
    return np.argsort(order, axis=1, kind="stable") + 1


def _empty() -> pd.DataFrame:
    kinds = {"probability": float, "rank": np.int64, "suggested": bool}
    return pd.DataFrame({column: pd.Series(dtype=kinds.get(column, "str")) for column in COLUMNS})
