"""A trained model: suggests codes for passages, and carries a card that says what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pipeline.records import Passage
from pipeline.suggestions.calibration import Calibrator
from pipeline.suggestions.explanation import Explanation, explain
from pipeline.suggestions.features import VIEWS, PassageFeatures, Places
from pipeline.suggestions.memory import Memory
from pipeline.suggestions.queue import most_useful_first
from pipeline.suggestions.targets import Marks, Matrix
from pipeline.suggestions.thresholds import suggested

COLUMNS = ("fragment_id", "dimension", "code", "probability", "rank", "suggested")
_BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class DimensionModel:
    """What was learnt for one dimension: a weight per value and column, calibration, and each code's line.

    `weights` has a row per value and a block of columns per view of a passage.
    """

    dimension: str
    values: tuple[str, ...]
    single: bool
    weights: Matrix
    offsets: Matrix
    calibrator: Calibrator
    points: Matrix
    blend: str = "words"
    starter_share: float = 0.0
    keyword_trust: float = 0.0

    def scores(self, rows: csr_matrix, places: Sequence[Places]) -> Matrix:
        """A score per passage and value, where `rows` are the texts and `places` say which a passage has where."""
        width = rows.shape[1]
        blocks = [self.weights[:, at * width : (at + 1) * width] for at in range(len(VIEWS))]
        told = rows @ np.hstack([block.T for block in blocks])
        count = len(self.values)
        parts = [told[place, at * count : (at + 1) * count] for at, place in enumerate(places)]
        return np.asarray(sum(parts) + self.offsets, dtype=np.float64)

    def log_odds(self, rows: csr_matrix, places: Sequence[Places]) -> Matrix:
        """The log-odds of each value: what evidence adds to."""
        kept = np.clip(self.probabilities(rows, places), 1e-12, 1 - 1e-12)
        return np.asarray(np.log(kept / (1 - kept)))

    def probabilities(self, rows: csr_matrix, places: Sequence[Places]) -> Matrix:
        """A calibrated probability per passage and value."""
        return self.calibrator.probabilities(self.scores(rows, places))


@dataclass(frozen=True, kw_only=True)
class TrainedModel:
    """Everything that a suggestion needs; `id` names the training set, codebook, recipe and versions.

    `held_out` is what it was judged by (see `held_out_frame`), until it is stored: then it lies beside the model.
    """

    id: str
    card: Mapping[str, Any]
    features: PassageFeatures
    dimensions: tuple[DimensionModel, ...]
    memory: Memory
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
        rows, places = self.features.read(passages)
        blocks = [_block(each, each.probabilities(rows, places)) for each in self.dimensions]
        codes = sum(len(each.values) for each in self.dimensions)
        count = len(passages)
        return pd.DataFrame(
            {
                "fragment_id": np.repeat([passage.fragment_id for passage in passages], codes),
                "dimension": np.tile([each.dimension for each in self.dimensions for _ in each.values], count),
                "code": np.tile([value for each in self.dimensions for value in each.values], count),
                "probability": np.hstack([block[0] for block in blocks]).ravel(),
                "rank": np.hstack([block[1] for block in blocks]).ravel(),
                "suggested": np.hstack([block[2] for block in blocks]).ravel(),
            }
        )


def _block(learnt: DimensionModel, probabilities: Matrix) -> tuple[Matrix, NDArray[np.intp], Marks]:
    order = np.argsort(-probabilities, axis=1, kind="stable")
    ranks = np.argsort(order, axis=1, kind="stable") + 1
    return probabilities, ranks, suggested(probabilities, learnt.points, single=learnt.single)


def _empty() -> pd.DataFrame:
    kinds = {"probability": float, "rank": np.int64, "suggested": bool}
    return pd.DataFrame({column: pd.Series(dtype=kinds.get(column, "str")) for column in COLUMNS})
