"""The whole that is learnt and stored: a scikit-learn Pipeline that reads passages and suggests codes for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sklearn.pipeline import Pipeline

from pipeline.codebook import Code, Dimension
from pipeline.suggestions.blend import BLENDS
from pipeline.suggestions.every import EveryDimension
from pipeline.suggestions.features import PassageFeatures


def blank_pipeline(
    dimensions: Iterable[Dimension],
    *,
    encoder: str | None = None,
    prefer: str = "balance",
    columns: Sequence[str] = (),
) -> Pipeline:
    """A pipeline that has learnt nothing yet: `fit` takes passages, and cells of codes (see `EveryDimension`)."""
    asked = tuple(dimensions)
    features = PassageFeatures(codes=codes_in(asked), encoder=encoder, columns=tuple(columns))
    return pipeline_of(features, asked, prefer=prefer)


def codes_in(dimensions: Iterable[Dimension]) -> list[Code]:
    """All codes, one dimension after another."""
    return [code for dimension in dimensions for code in dimension.codes]


def pipeline_of(features: PassageFeatures, dimensions: Iterable[Dimension], *, prefer: str = "balance") -> Pipeline:
    """These features, and a classifier for each dimension that knows where they count its keywords."""
    every = EveryDimension(dimensions=tuple(dimensions), blends=BLENDS, heard=features.heard, prefer=prefer)
    return Pipeline([("read", features), ("suggest", every)])
