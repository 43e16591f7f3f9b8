"""Parse search words, query the full-text index, and find the matches in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import ColumnElement, cast, literal_column
from sqlalchemy.dialects.postgresql import TSQUERY

_ASKED = re.compile(r'"([^"]+)"|(\S+)')
_WORD = re.compile(r"\w+")
Term = tuple[str, bool]
"""A word or phrase, and whether a longer word that begins so will do."""


def terms_of(query: str) -> list[Term]:
    """The words and phrases asked for, each with whether a longer word that begins so will do."""
    found = []
    for phrase, word in _ASKED.findall(query):
        plain = " ".join(_WORD.findall(phrase or word))
        if plain:
            found.append((plain, word.endswith("*")))
    return found


def asked_of_index(terms: Sequence[Term]) -> str:
    """The terms in the words of the index."""
    return " AND ".join(f'"{plain}"{"*" if begins else ""}' for plain, begins in terms)


def marks_in(said: str, terms: Sequence[Term]) -> tuple[tuple[int, int], ...]:
    """The places of the terms in a text; none unless each of them is there."""
    plain = _plain(said)
    places = [[match.span() for match in _pattern(term).finditer(plain)] for term in terms]
    return tuple(sorted(span for spans in places for span in spans)) if all(places) else ()


def has_words(terms: Sequence[Term]) -> ColumnElement[bool]:
    """That a fragment has all these words somewhere, for PostgreSQL's index of them."""
    return literal_column("drempel_words(fragments.text)").op("@@")(cast(_question(terms), TSQUERY))


def _question(terms: Sequence[Term]) -> str:
    """What PostgreSQL's index is asked for: each word, the last of a term perhaps only its beginning."""
    parts = []
    for plain, begins in terms:
        *whole, last = (f"'{word[:200]}'" for word in _WORD.findall(_plain(plain)))
        parts += [*whole, f"{last}:*" if begins else last]
    return " & ".join(parts)


@lru_cache(maxsize=64)
def _pattern(term: Term) -> re.Pattern[str]:
    plain, begins = term
    # Between the words of a phrase anything may stand that is no letter or digit, as in the index.
    words = r"\W+".join(re.escape(_plain(word)) for word in plain.split())
    return re.compile(rf"\b{words}" + (r"\w*" if begins else r"\b"))


def _plain(said: str) -> str:
    """Letter by letter without accents and capitals, so that places stay what they are."""
    return "".join(unicodedata.normalize("NFKD", letter)[0].lower()[0] for letter in said)
