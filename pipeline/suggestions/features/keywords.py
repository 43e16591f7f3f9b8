"""Regular expressions that are tried only where a word that they cannot do without stands in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from re import _constants, _parser  # type: ignore[attr-defined]  # the only way to see what a pattern requires

import numpy as np
from sklearn.utils.validation import check_is_fitted

from pipeline.codebook import Code, Dimension
from pipeline.suggestions.features.keyword_prior import KeywordColumns
from pipeline.suggestions.features.text_transformer import TextTransformer
from pipeline.suggestions.features.word_lists import WordLists
from pipeline.suggestions.learning.labels import Matrix

_SHORT = 3  # shorter letters stand in every text

_Items = Sequence[tuple[object, object]]


class Patterns:
    """The patterns of some codes, counted in texts in lower case."""

    def __init__(self, lists: Iterable[Iterable[str]]) -> None:
        searches = [(at, pattern) for at, patterns in enumerate(lists) for pattern in patterns]
        self._searches = [(at, _compiled(pattern)) for at, pattern in searches]
        self._always = [place for place, (_, pattern) in enumerate(searches) if not required_in(pattern)]
        # Filed by three letters: a text has few different ones, so few patterns are left to try.
        self._filed: dict[str, list[tuple[str, int]]] = {}
        for place, (_, pattern) in enumerate(searches):
            for letters in required_in(pattern):
                self._filed.setdefault(letters[-_SHORT:], []).append((letters, place))

    def counts(self, text: str, codes: int) -> list[int]:
        """How often any pattern of each code is found."""
        found = [0] * codes
        for place in {*self._always, *self._possible(text)}:
            at, search = self._searches[place]
            found[at] += len(search.findall(text))
        return found

    def _possible(self, text: str) -> Iterator[int]:
        for three in {text[at : at + _SHORT] for at in range(len(text) - _SHORT + 1)}:
            for letters, place in self._filed.get(three, ()):
                if letters in text:
                    yield place


def required_in(pattern: str) -> tuple[str, ...]:
    """Letters of which at least one run stands in every text that the pattern finds; empty where none is sure."""
    return tuple(sorted(_required(list(_parser.parse(pattern)))))


def _compiled(pattern: str) -> re.Pattern[str]:
    # Ignoring case is slow, and needed only where a pattern has capitals of its own (`\\W` and the like are none).
    return re.compile(pattern, re.IGNORECASE if re.search(r"(?<!\\)[A-Z]", pattern) else 0)


def _required(items: _Items) -> frozenset[str]:
    """The best of what the parts of a sequence require: the longest where every choice is long."""
    found = [*_runs(items), *(_required_by(kind, value) for kind, value in items)]
    sure = [each for each in found if each and min(map(len, each)) >= _SHORT]
    return max(sure, key=lambda each: min(map(len, each)), default=frozenset())


def _runs(items: _Items) -> list[frozenset[str]]:
    letters = "".join(chr(value) if kind is _constants.LITERAL else "\0" for kind, value in items)  # type: ignore[arg-type]
    return [frozenset([run.lower()]) for run in letters.split("\0") if run]


def _required_by(kind: object, value: object) -> frozenset[str]:
    if kind is _constants.SUBPATTERN:
        return _required(list(value[-1]))  # type: ignore[index]
    if kind is _constants.MAX_REPEAT and value[0]:  # type: ignore[index]
        return _required(list(value[2]))  # type: ignore[index]
    if kind is _constants.BRANCH:
        choices = [_required(list(choice)) for choice in value[1]]  # type: ignore[index]
        return frozenset().union(*choices) if all(choices) else frozenset()
    return frozenset()


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
        matched = [self.patterns.counts(text.lower(), self.codes) for text in texts]
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
