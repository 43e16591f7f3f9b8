"""A passage becomes a row of numbers: its words and its character n-grams, weighed by TF-IDF."""

from __future__ import annotations

from collections.abc import Sequence

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer

from pipeline.records import Passage

_ENOUGH = 50


def words_said(passages: Sequence[Passage]) -> list[str]:
    """The passages' own words, without their context."""
    return [passage.text for passage in passages]


def plain_features(rows: int) -> Pipeline:
    """Words and their pairs beside character n-grams inside words, which carry the dialect.

    N-grams of one fragment alone are left out, unless so few `rows` are to be learnt from that all would go.
    """
    at_least = 2 if rows >= _ENOUGH else 1
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b")
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=at_least, sublinear_tf=True)
    return Pipeline(
        [
            ("said", FunctionTransformer(words_said)),
            ("terms", FeatureUnion([("words", words), ("characters", characters)])),
        ]
    )
