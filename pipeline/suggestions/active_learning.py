"""Active learning: rank fragments to code next by uncertainty, rare codes first, spread over interviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from pipeline.records import Passage
from pipeline.suggestions.learning.labels import Matrix

if TYPE_CHECKING:
    from pipeline.suggestions.model import TrainedModel


def most_useful_first(model: TrainedModel, passages: Sequence[Passage]) -> list[str]:
    """The ids of the passages, the most useful to code next in front."""
    counts = [model.card["examples"][name]["codes"][value] for name, value in model.pipeline["suggest"].columns_]
    worth = usefulness(model.pipeline.predict_proba(passages), np.array(counts))
    order = spread_over([passage.transcript_id for passage in passages], worth)
    return [passages[at].fragment_id for at in order]


def usefulness(probabilities: Matrix, examples: Matrix) -> Matrix:
    """How unsure a model is of each row, in bits, each value weighing more the fewer examples it has."""
    kept = np.clip(probabilities, 1e-6, 1 - 1e-6)
    doubt = -(kept * np.log2(kept) + (1 - kept) * np.log2(1 - kept))
    return np.asarray(doubt @ (1.0 / np.sqrt(1.0 + examples)))


def spread_over(interviews: Sequence[str], worth: Matrix) -> list[int]:
    """Places in order of worth, taking turns between interviews: neighbours in one tell the model the same."""
    turn: dict[str, int] = {}
    ranked: list[tuple[int, float, int]] = []
    for at in np.argsort(-worth, kind="stable"):
        turn[interviews[at]] = turn.get(interviews[at], 0) + 1
        ranked.append((turn[interviews[at]], -float(worth[at]), int(at)))
    return [at for _, _, at in sorted(ranked)]
