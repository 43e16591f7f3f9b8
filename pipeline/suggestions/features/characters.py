"""Character n-grams inside words: they carry dialect and compounds.

A text's runs are its words' runs, so each different word is cut up once and the rest is a product of matrices: the
numbers are those of a TF-IDF of `char_wb`, several times as fast.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.utils.validation import check_is_fitted

from pipeline.suggestions.features.text_transformer import TextTransformer

_SIZES = range(2, 6)


@lru_cache(maxsize=100_000)
def character_ngrams(word: str) -> tuple[str, ...]:
    """All runs of two to five characters of a word with a space at both ends."""
    padded = f" {word} "
    return tuple(padded[at : at + size] for size in _SIZES for at in range(len(padded) - size + 1))


class Characters(TextTransformer):
    """Texts as TF-IDF of the runs of characters that stand in at least `min_df` texts."""

    def __init__(self, *, min_df: int = 2) -> None:
        self.min_df = min_df

    def fit(self, texts: Sequence[str], y: object = None) -> Characters:
        """Learn which runs there are and how common each is."""
        runs = sorted({run for text in texts for word in text.lower().split() for run in character_ngrams(word)})
        counts = _counts(texts, {run: at for at, run in enumerate(runs)})
        common = np.flatnonzero(np.bincount(counts.indices, minlength=len(runs)) >= self.min_df)
        self.vocabulary_ = {runs[at]: column for column, at in enumerate(common)}
        self.weights_ = TfidfTransformer(sublinear_tf=True).fit(counts[:, common])
        return self

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """One row of length 1 per text; unknown runs are left out."""
        check_is_fitted(self)
        return self.weights_.transform(_counts(texts, self.vocabulary_), copy=False)


def _counts(texts: Sequence[str], vocabulary: dict[str, int]) -> csr_matrix:
    """How often each run stands in each text."""
    places: dict[str, int] = {}
    said = [[places.setdefault(word, len(places)) for word in text.lower().split()] for text in texts]
    cut = [[at for run in character_ngrams(word) if (at := vocabulary.get(run)) is not None] for word in places]
    return _bag(said, len(places)) @ _bag(cut, len(vocabulary))


def _bag(rows: Sequence[Sequence[int]], width: int) -> csr_matrix:
    """A matrix that counts, per row, how often each column is named."""
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter((at for row in rows for at in row), dtype=np.int32, count=int(ends[-1]))
    bag = csr_matrix((np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(rows), width))
    bag.sum_duplicates()
    return bag
