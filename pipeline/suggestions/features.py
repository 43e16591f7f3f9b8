"""A passage becomes a row of numbers: what is said, and beside it the neighbours and the question before it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion
from sklearn.utils.validation import check_is_fitted

from pipeline.codebook import Code
from pipeline.records import Passage
from pipeline.suggestions.encoders import Encoder
from pipeline.suggestions.keywords import Knowledge
from pipeline.suggestions.speech import characters_of, terms_of

VIEWS = ("text", "before", "after", "question")
"""What of a passage is read, each with weights of its own."""

_ENOUGH = 50
Places = NDArray[np.intp]


def text_features(codes: Sequence[Code], *, rows: int, encoder: str | None = None) -> FeatureUnion:
    """Lemmas and their pairs, characters inside words, and what the codebook and the everyday fields know.

    Terms of one text alone are left out, unless so few `rows` are to be learnt from that all would go.
    """
    at_least = 2 if rows >= _ENOUGH else 1
    settings = {"sublinear_tf": True, "min_df": at_least, "dtype": np.float32}
    parts = [
        ("terms", TfidfVectorizer(analyzer=terms_of, **settings)),
        ("characters", TfidfVectorizer(analyzer=characters_of, **settings)),
        ("knowledge", Knowledge(codes=codes)),
    ]
    return FeatureUnion([*parts, ("encoder", Encoder(name=encoder))] if encoder else parts)


class PassageFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Passages as rows with a block of columns per view; a text that stands in several passages is read once."""

    def __init__(self, *, codes: Sequence[Code] = (), encoder: str | None = None, known_alone: bool = False) -> None:
        self.codes = codes
        self.encoder = encoder
        self.known_alone = known_alone

    def fit(self, passages: Sequence[Passage], y: object = None) -> PassageFeatures:
        """Learn which terms there are from the passages' own words; `known_alone` leaves all but keywords out."""
        said = [passage.text for passage in passages]
        if self.known_alone:
            self.reader_ = Knowledge(codes=self.codes, weight=1.0, fields=False).fit(said)
        else:
            self.reader_ = text_features(self.codes, rows=len(said), encoder=self.encoder).fit(said)
        return self

    def transform(self, passages: Sequence[Passage]) -> csr_matrix:
        """One row per passage, `len(VIEWS)` blocks of columns."""
        rows, places = self.read(passages)
        return hstack([rows[place] for place in places]).tocsr()

    def read(self, passages: Sequence[Passage]) -> tuple[csr_matrix, list[Places]]:
        """The different texts as rows, and per view which row each passage has there."""
        check_is_fitted(self)
        texts: dict[str, int] = {}
        places = [
            np.array([texts.setdefault(getattr(passage, view), len(texts)) for passage in passages], dtype=np.intp)
            for view in VIEWS
        ]
        return csr_matrix(self.reader_.transform(list(texts)), dtype=np.float32), places
