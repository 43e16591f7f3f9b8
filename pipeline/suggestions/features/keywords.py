"""What is known before anybody has coded: the codebook's keywords and patterns, and fields of everyday words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np
from sklearn.utils.validation import check_is_fitted

from pipeline.codebook import Code, Dimension
from pipeline.suggestions.beliefs import Heard
from pipeline.suggestions.lexicon import Lexicon
from pipeline.suggestions.patterns import Patterns
from pipeline.suggestions.reader import Reader
from pipeline.suggestions.targets import Matrix


def as_term(keyword: str) -> str:
    """A keyword of a codebook as a term: a word that begins with it counts, so that inflections are found."""
    return keyword if keyword.endswith("*") else f"{keyword}*"


def lexicon_of(codes: Iterable[Code]) -> Lexicon:
    """The keywords of some codes, a list per code in their order."""
    return Lexicon({str(at): [as_term(keyword) for keyword in code.keywords] for at, code in enumerate(codes)})


class Keywords:
    """The keywords and patterns of some codes, ready to be counted in many texts."""

    def __init__(self, codes: Sequence[Code]) -> None:
        self.lexicon = lexicon_of(codes)
        self.patterns = Patterns(code.patterns for code in codes)
        self.codes = len(codes)

    def counts(self, texts: Sequence[str]) -> Matrix:
        """Hits per text (row) and code (column)."""
        matched = [self.patterns.counts(text.lower(), self.codes) for text in texts]
        shape = (len(texts), self.codes)
        return np.asarray(self.lexicon.counts(texts) + np.array(matched, dtype=float).reshape(shape))


def count_keywords(dimension: Dimension, texts: Sequence[str]) -> Matrix:
    """Hits per text (row) and code (column, in the codebook's order)."""
    return Keywords(dimension.codes).counts(texts)


@lru_cache(maxsize=1)
def everyday_fields() -> Lexicon:
    """Fields of everyday life and talk (home, money, kin, excuses …): Dutch knowledge that serves any codebook."""
    folder = files("pipeline.suggestions").joinpath("words/fields")
    lists = sorted((each.name.removesuffix(".txt"), each.read_text(encoding="utf-8")) for each in folder.iterdir())
    return Lexicon({name: [term.strip() for term in re.split(r"[,\n]", text) if term.strip()] for name, text in lists})


class Knowledge(Reader):
    """Texts as counts of what is known of their words, on a scale that stands beside TF-IDF."""

    def __init__(self, *, codes: Sequence[Code] = (), weight: float = 0.12, fields: bool = True) -> None:
        self.codes = codes
        self.weight = weight
        self.fields = fields

    def fit(self, texts: Sequence[str], y: object = None) -> Knowledge:
        """Nothing is learnt: the knowledge is in the codebook and in the word lists."""
        self.keywords_ = Keywords(self.codes)
        return self

    @property
    def heard(self) -> Heard:
        """Where among the columns the keywords of the codes are counted."""
        fields = len(everyday_fields().names) if self.fields else 0
        return Heard(from_end=len(self.codes) + fields, codes=len(self.codes), weight=self.weight)

    def transform(self, texts: Sequence[str]) -> Matrix:
        """A column per code, then a column per everyday field."""
        check_is_fitted(self)
        heard = self.keywords_.counts(texts)
        if self.fields:
            heard = np.hstack([heard, everyday_fields().counts(texts)])
        return np.asarray(self.weight * np.log1p(heard), dtype=np.float32)
