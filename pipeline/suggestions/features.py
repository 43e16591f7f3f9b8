"""A passage becomes a row of numbers: what is said, and beside it the neighbours and the question before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion
from sklearn.utils.validation import check_is_fitted

from pipeline.codebook import Code
from pipeline.records import Passage
from pipeline.suggestions.characters import Characters
from pipeline.suggestions.encoders import Encoder
from pipeline.suggestions.keywords import Knowledge
from pipeline.suggestions.speech import pairs_of, terms_of

VIEWS = ("text", "before", "after", "question")
"""What of a passage is read, each with weights of its own."""

_READERS = {"terms": terms_of, "pairs": pairs_of}
_OFTEN = {"terms": 2, "pairs": 3, "characters": 2}  # in how many texts a term must stand to be learnt
_WEIGHTS = {"pairs": 0.7, "characters": 0.7}
_ENOUGH = 50
Places = NDArray[np.intp]


def text_features(codes: Sequence[Code], *, rows: int, encoder: str | None = None) -> FeatureUnion:
    """Lemmas and their pairs, near and further apart, characters inside words, and what is known beforehand.

    Terms of one text alone are left out, unless so few `rows` are to be learnt from that all would go.
    """
    often = _OFTEN if rows >= _ENOUGH else dict.fromkeys(_OFTEN, 1)
    parts = [
        *((name, _weighed(reader, often[name])) for name, reader in _READERS.items()),
        ("characters", Characters(min_df=often["characters"])),
        ("knowledge", Knowledge(codes=codes)),
    ]
    if encoder:
        parts.append(("encoder", Encoder(name=encoder)))
    return FeatureUnion(parts, transformer_weights=_WEIGHTS)


def _weighed(reader: Callable[[str], list[str]], at_least: int) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer=reader, min_df=at_least, sublinear_tf=True, dtype=np.float32)


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

    def keyword_columns(self) -> tuple[int, float, int]:
        """The first column that counts a code's keywords, what it is multiplied by, and how many columns there are."""
        check_is_fitted(self)
        if self.known_alone:
            return 0, 1.0, len(self.codes)
        widths = {name: part.transform([""]).shape[1] for name, part in self.reader_.transformer_list}
        before = list(widths)[: list(widths).index("knowledge")]
        knowledge: Knowledge = dict(self.reader_.transformer_list)["knowledge"]
        return sum(widths[name] for name in before), knowledge.weight, sum(widths.values())

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
