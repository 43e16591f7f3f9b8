"""Words are found in fragments whatever their accents and capitals; nobody has to know a query language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from pipeline.decisions.database.schema import fragments, interviews
from pipeline.decisions.records import Hit
from pipeline.records import fragment_id

_ASKED = re.compile(r'"([^"]+)"|(\S+)')
_WORD = re.compile(r"\w+")
Term = tuple[str, bool]
"""A word or phrase, and whether a longer word that begins so will do."""

_OPEN, _SHUT = "\x02", "\x03"
_AT_ONCE = 200

words = table("fragment_words", column("rowid"), column("text"))


def search(connection: Connection, query: str, *, limit: int = 50, offset: int = 0) -> list[Hit]:
    """The fragments with all these words, by interview and place; accents and capitals make no difference.

    Words in quotation marks must follow each other; `word*` also finds longer words that begin so.
    """
    terms = terms_of(query)
    if not terms:
        return []
    return list(_SEARCHES[connection.dialect.name](connection, terms, limit, offset))


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


def _indexed(connection: Connection, terms: Sequence[Term], limit: int, offset: int) -> Iterator[Hit]:
    asked = asked_of_index(terms)
    marked = func.highlight(text("fragment_words"), 0, _OPEN, _SHUT).label("marked")
    wanted = (
        select(fragments.c.start, fragments.c.end, fragments.c.text, interviews.c.id, marked)
        .join_from(words, fragments, fragments.c.number == words.c.rowid)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .where(text("fragment_words MATCH :asked").bindparams(asked=asked), fragments.c.live == true())
        .order_by(interviews.c.id, fragments.c.start)
        .limit(limit)
        .offset(offset)
    )
    for row in connection.execute(wanted):
        yield _hit(row, tuple(_marks(row.marked)))


def _marks(marked: str) -> Iterator[tuple[int, int]]:
    start = removed = 0
    for at, sign in enumerate(marked):
        if sign == _OPEN:
            start, removed = at - removed, removed + 1
        elif sign == _SHUT:
            yield start, at - removed
            removed += 1


def _by_words(connection: Connection, terms: Sequence[Term], limit: int, offset: int) -> Iterator[Hit]:
    """The index tells which fragments have all the words; where in them, and whether in a row, they tell themselves."""
    wanted = (
        select(fragments.c.start, fragments.c.end, fragments.c.text, interviews.c.id)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .where(has_words(terms))
        .where(fragments.c.live == true())
        .order_by(interviews.c.id, fragments.c.start)
    )
    with connection.execute(wanted, execution_options={"yield_per": _AT_ONCE}) as rows:
        hits = (_hit(row, marks) for row in rows if (marks := marks_in(row.text, terms)))
        yield from islice(hits, offset, offset + limit)


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


def _hit(row: Row[Any], marks: tuple[tuple[int, int], ...]) -> Hit:
    return Hit(fragment_id=fragment_id(row.id, row.start, row.end), interview=row.id, text=row.text, marks=marks)


_SEARCHES: dict[str, Callable[[Connection, Sequence[Term], int, int], Iterator[Hit]]] = {
    "sqlite": _indexed,
    "postgresql": _by_words,
}
