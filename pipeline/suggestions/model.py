"""A trained model: suggests codes for passages, and carries a card that says what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.pipeline import Pipeline

from pipeline.records import Passage
from pipeline.suggestions.calibration import Calibrator
from pipeline.suggestions.classifier import CodeScorer
from pipeline.suggestions.targets import Marks, Matrix
from pipeline.suggestions.thresholds import suggested

COLUMNS = ("fragment_id", "dimension", "code", "probability", "rank", "suggested")
_BATCH = 2000


@dataclass(frozen=True, kw_only=True)
class DimensionModel:
    """What was learnt for one dimension: scores, their calibration, and where each code's line lies."""

    dimension: str
    values: tuple[str, ...]
    scorer: CodeScorer
    calibrator: Calibrator
    points: Matrix

    def probabilities(self, X: csr_matrix) -> Matrix:
        """A calibrated probability per row of X and value."""
        return self.calibrator.probabilities(self.scorer.scores(X))


@dataclass(frozen=True, kw_only=True)
class TrainedModel:
    """Everything that a suggestion needs; `id` names the training set, codebook, recipe and versions."""

    id: str
    card: Mapping[str, Any]
    features: Pipeline
    dimensions: tuple[DimensionModel, ...]

    def suggest(self, passages: Sequence[Passage]) -> pd.DataFrame:
        """One row per passage, dimension and code, in the order of the passages.

        A dimension with at most one value also has the code "" for "none"; there probabilities add to 1. `rank`
        counts from 1, the most probable of its dimension. `suggested` is never true for "none".
        """
        batches = [passages[start : start + _BATCH] for start in range(0, len(passages), _BATCH)]
        tables = [self._table(batch) for batch in batches] or [_empty()]
        return pd.concat(tables, ignore_index=True)

    def _table(self, passages: Sequence[Passage]) -> pd.DataFrame:
        X = self.features.transform(passages)
        blocks = [_block(each, each.probabilities(X)) for each in self.dimensions]
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
    return probabilities, ranks, suggested(probabilities, learnt.points, values=learnt.values)


def _empty() -> pd.DataFrame:
    kinds = {"probability": float, "rank": np.int64, "suggested": bool}
    return pd.DataFrame({column: pd.Series(dtype=kinds.get(column, "str")) for column in COLUMNS})
