"""What the codebook's keywords make one expect before any example, as weights that learning starts from."""

from __future__ import annotations

import numpy as np

from pipeline.codebook import Codebook
from pipeline.suggestions.features import PassageFeatures
from pipeline.suggestions.targets import Matrix, values_of

_ONE = float(np.log(2.0))  # what one keyword heard counts


def beliefs(features: PassageFeatures, codebook: Codebook) -> dict[str, Matrix]:
    """Per dimension a row per value and a column per column of the features: one keyword heard is a score of 1."""
    first, scale, width = features.keyword_columns()
    believed: dict[str, Matrix] = {}
    for dimension in codebook:
        codes = np.arange(len(dimension.codes))
        weights = np.zeros((len(values_of(dimension)), width), dtype=np.float32)
        weights[codes, first + codes] = 1.0 / (scale * _ONE)
        believed[dimension.id] = weights
        first += len(codes)
    return believed
