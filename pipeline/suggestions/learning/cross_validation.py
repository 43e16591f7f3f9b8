"""Cross-validation splits by interview: fragments of one interview never stand on both sides."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

FOLDS = 5
Rows = NDArray[np.intp]


def folds_by_interview(interviews: NDArray[np.str_], folds: int = FOLDS) -> Iterator[tuple[Rows, Rows]]:
    """Pairs of rows to learn from and rows to judge; nothing where there is only one interview."""
    count = min(folds, len(np.unique(interviews)))
    if count < 2:
        return
    yield from GroupKFold(n_splits=count).split(interviews, groups=interviews)
