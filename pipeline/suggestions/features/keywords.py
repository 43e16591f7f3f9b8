"""Keywords and regular expressions of the codebook, and word lists of everyday life, as features."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np
from sklearn.utils.validation import check_is_fitted

from pipeline.codebook import Code, Dimension
from pipeline.suggestions.features.keyword_prior import KeywordColumns
from pipeline.suggestions.features.text_transformer import TextTransformer
from pipeline.suggestions.features.word_lists import WordLists
from pipeline.suggestions.learning.labels import Matrix

_ALONE = re.compile(r"\\[1-9]|\(\?P[=<]|\(\?\(|\(\?[aiLmsux]+\)")  # groups that are named or referred to, and flags
_CAPITALS = re.compile(r"(?<!\\)[A-Z]")  # `\W` and the like are none


class Patterns:
    """The regular expressions of some codes: one alternation per code, counted in texts in lower case."""

    def __init__(self, lists: Iterable[Iterable[str]]) -> None:
        self._searches = [_alternations(list(patterns)) for patterns in lists]

    def counts(self, text: str) -> list[int]:
        """Count where the patterns of each code match in a text in lower case; overlapping matches count once."""
        return [sum(len(search.findall(text)) for search in searches) for searches in self._searches]


def _alternations(patterns: Sequence[str]) -> list[re.Pattern[str]]:
    """Join patterns into one expression; those that would mean something else there stay expressions of their own."""
    # Ignoring case is slow, and needed only where a pattern has capitals of its own.
    together = [
        f"(?i:{each})" if _CAPITALS.search(each) else f"(?:{each})" for each in patterns if not _ALONE.search(each)
    ]
    alone = [re.compile(each, re.IGNORECASE) for each in patterns if _ALONE.search(each)]
    return [re.compile("|".join(together)), *alone] if together else alone


def as_term(keyword: str) -> str:
    """A keyword of a codebook as a term: a word that begins with it counts, so that inflections are found."""
    return keyword if keyword.endswith("*") else f"{keyword}*"


def lexicon_of(codes: Iterable[Code]) -> WordLists:
    """The keywords of some codes, a list per code in their order."""
    return WordLists({str(at): [as_term(keyword) for keyword in code.keywords] for at, code in enumerate(codes)})


class Keywords:
    """The keywords and patterns of some codes, ready to be counted in many texts."""

    def __init__(self, codes: Sequence[Code]) -> None:
        self.lexicon = lexicon_of(codes)
        self.patterns = Patterns(code.patterns for code in codes)
        self.codes = len(codes)

    def counts(self, texts: Sequence[str]) -> Matrix:
        """Hits per text (row) and code (column)."""
        matched = [self.patterns.counts(text.lower()) for text in texts]
        shape = (len(texts), self.codes)
        return np.asarray(self.lexicon.counts(texts) + np.array(matched, dtype=float).reshape(shape))


def count_keywords(dimension: Dimension, texts: Sequence[str]) -> Matrix:
    """Hits per text (row) and code (column, in the codebook's order)."""
    return Keywords(dimension.codes).counts(texts)


@lru_cache(maxsize=1)
def everyday_fields() -> WordLists:
    """Fields of everyday life and talk (home, money, kin, excuses …): Dutch knowledge that serves any codebook."""
    folder = files("pipeline.suggestions").joinpath("words/fields")
    lists = sorted((each.name.removesuffix(".txt"), each.read_text(encoding="utf-8")) for each in folder.iterdir())
    return WordLists(
        {name: [term.strip() for term in re.split(r"[,\n]", text) if term.strip()] for name, text in lists}
    )


class KeywordFeatures(TextTransformer):
    """Texts as counts of what is known of their words, on a scale that stands beside TF-IDF."""

    def __init__(self, *, codes: Sequence[Code] = (), weight: float = 0.12, fields: bool = True) -> None:
        self.codes = codes
        self.weight = weight
        self.fields = fields

    def fit(self, texts: Sequence[str], y: object = None) -> KeywordFeatures:
        """Nothing is learnt: the knowledge is in the codebook and in the word lists."""
        self.keywords_ = Keywords(self.codes)
        return self

    @property
    def heard(self) -> KeywordColumns:
        """Where among the columns the keywords of the codes are counted."""
        fields = len(everyday_fields().names) if self.fields else 0
        return KeywordColumns(from_end=len(self.codes) + fields, codes=len(self.codes), weight=self.weight)

    def transform(self, texts: Sequence[str]) -> Matrix:
        """A column per code, then a column per everyday field."""
        check_is_fitted(self)
        heard = self.keywords_.counts(texts)
        if self.fields:
            heard = np.hstack([heard, everyday_fields().counts(texts)])
        return np.asarray(self.weight * np.log1p(heard), dtype=np.float32)
