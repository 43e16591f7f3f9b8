"""Features of a passage: its own words, its neighbours, and the question before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion
from sklearn.utils.validation import check_is_fitted

from pipeline.codebook import Code
from pipeline.records import Passage
from pipeline.suggestions.features.characters import Characters
from pipeline.suggestions.features.embeddings import EmbeddingTransformer, width_of
from pipeline.suggestions.features.keyword_prior import KeywordColumns
from pipeline.suggestions.features.keywords import KeywordFeatures
from pipeline.suggestions.features.lemmas import pairs_of, terms_of
from pipeline.suggestions.features.text_transformer import TextTransformer
from pipeline.suggestions.learning.kernels import Meaning

VIEWS = ("text", "before", "after", "question")
"""What of a passage is read, each with weights of its own."""

_READERS = {"terms": terms_of, "pairs": pairs_of}
_OFTEN = {"terms": 2, "pairs": 3, "characters": 2}  # in how many texts a term must stand to be learnt
_WEIGHTS = {"pairs": 0.7, "characters": 0.7}
_ENOUGH = 50
_VALUE = 0.5  # how loud the value of a column is beside words: most rows of terms alone have a length of 1


def text_features(codes: Sequence[Code], *, rows: int, encoder: str | None = None) -> FeatureUnion:
    """Lemmas and their pairs, near and further apart, characters inside words, and what is known beforehand.

    Terms of one text alone are left out, unless so few `rows` are to be learnt from that all would go.
    """
    often = _OFTEN if rows >= _ENOUGH else dict.fromkeys(_OFTEN, 1)
    parts = [
        *((name, _weighed(reader, often[name])) for name, reader in _READERS.items()),
        ("characters", Characters(min_df=often["characters"])),
        *([("encoder", EmbeddingTransformer(name=encoder))] if encoder else []),
        ("knowledge", KeywordFeatures(codes=codes)),  # the last: its columns are found from the end (see `Heard`)
    ]
    return FeatureUnion(parts, transformer_weights=_WEIGHTS)


def _weighed(reader: Callable[[str], list[str]], at_least: int) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer=reader, min_df=at_least, sublinear_tf=True, dtype=np.float32)


class PassageFeatures(TextTransformer):
    """Passages as rows with a block of columns per view; a text that stands in several passages is read once.

    `columns` names what is read of that which is known about a passage beside its words: a column per value, in front
    of the first view's. A value never seen while learning says nothing, nor does one that is missing.
    """

    def __init__(
        self,
        *,
        codes: Sequence[Code] = (),
        encoder: str | None = None,
        known_alone: bool = False,
        columns: Sequence[str] = (),
    ) -> None:
        self.codes = codes
        self.encoder = encoder
        self.known_alone = known_alone
        self.columns = columns

    def fit(self, passages: Sequence[Passage], y: object = None) -> PassageFeatures:
        """Learn which terms there are from the passages' own words; `known_alone` leaves all but keywords out."""
        said = [passage.text for passage in passages]
        if self.known_alone:
            self.reader_ = self._knowledge().fit(said)
        else:
            self.reader_ = text_features(self.codes, rows=len(said), encoder=self.encoder).fit(said)
        self.values_ = DictVectorizer(dtype=np.float32).fit([self._known(passage) for passage in passages])
        self.fragments_ = tuple(passage.fragment_id for passage in passages)
        return self

    @property
    def heard(self) -> KeywordColumns:
        """Where in each block the keywords of the codes are counted."""
        return self._knowledge().heard

    @property
    def meaning(self) -> Meaning | None:
        """Where in each block the vectors of the encoder stand; None without an encoder."""
        if self.encoder is None or self.known_alone:
            return None
        width = width_of(self.encoder)
        return Meaning(from_end=self.heard.from_end + width, width=width)

    def transform(self, passages: Sequence[Passage]) -> csr_matrix:
        """One row per passage, `len(VIEWS)` blocks of columns."""
        check_is_fitted(self)
        texts: dict[str, int] = {}
        places = [[texts.setdefault(getattr(each, view), len(texts)) for each in passages] for view in VIEWS]
        rows = csr_matrix(self.reader_.transform(list(texts)), dtype=np.float32)
        views = [rows[place] for place in places]
        if self.columns:
            values = self.values_.transform([self._known(passage) for passage in passages])
            views = [hstack([values * (_VALUE if at == 0 else 0.0), view]) for at, view in enumerate(views)]
        return hstack(views, format="csr")

    def _known(self, passage: Passage) -> dict[str, str]:
        return {name: passage.about[name] for name in self.columns if passage.about.get(name)}

    def _knowledge(self) -> KeywordFeatures:
        return (
            KeywordFeatures(codes=self.codes, weight=1.0, fields=False)
            if self.known_alone
            else KeywordFeatures(codes=self.codes)
        )
