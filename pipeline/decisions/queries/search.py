"""Which fragments answer a question, as one coder may see them: a page of them, and how many there are in all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, select, text

from pipeline.decisions.adding_up import tallies_of_own
from pipeline.decisions.searching import Term, asked_of_index, has_words, marks_in
from pipeline.decisions.seen import Eyes, at_work_on
from pipeline.decisions.states import ORIGINS, Given
from pipeline.decisions.tables import fragments, holding, interviews, tallies

MOST = 3_000
"""Fragments that are looked through for words, or for what does not hold: nobody reads further."""
AT_ONCE = 500
RARE = 2_000
"""Up to so many, the fragments of a code are listed first; of more, those of the interviews on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody looks for; empty parts ask nothing. `among` are interview ids; None means all."""

    code: Given | None = None
    without: Given | None = None
    among: Collection[str] | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """The numbers of the fragments on a page, in order; how many answer, in how many interviews, or `more` still."""

    numbers: Sequence[int]
    total: int
    interviews: int
    more: bool = False


def hits(
    connection: Connection,
    question: Question,
    terms: Sequence[Term],
    coder: str,
    eyes: Eyes,
    *,
    limit: int,
    offset: int,
) -> Hits:
    """The page of a question; `terms` are its words."""
    if question.code and not question.without and not terms:
        return _kept(connection, question, question.code, coder, eyes, limit, offset)
    return _looked_through(connection, question, terms, eyes, limit, offset)


def _kept(
    connection: Connection, question: Question, code: Given, coder: str, eyes: Eyes, limit: int, offset: int
) -> Hits:
    """How often a code was given is kept per interview: that tells on which interviews the page begins and ends."""
    own = tallies_of_own(connection, coder, at_work_on(connection, coder))
    counts = connection.execute(
        select(interviews.c.number, tallies.c.fragments)
        .join(tallies, tallies.c.interview == interviews.c.number)
        .where(own, tallies.c.kind == "held", tallies.c.dimension == code[0], tallies.c.code == code[1])
        .where(tallies.c.fragments > 0, *_among(question))
        .order_by(interviews.c.id)
    ).all()
    total, at, before, here = sum(count for _, count in counts), 0, 0, []
    for interview, count in counts:
        if at + count > offset and at < offset + limit:
            here.append(interview)
        elif at + count <= offset:
            before = at + count
        at += count
    wanted = (
        _places(eyes, [*_coded(code, eyes, listed=total <= RARE), fragments.c.interview.in_(here)])
        .order_by(interviews.c.id, fragments.c.start, fragments.c.end)
        .limit(limit)
        .offset(offset - before)
    )
    numbers = [row.number for row in connection.execute(wanted)] if here else []
    return Hits(numbers=numbers, total=total, interviews=len(counts))


def _looked_through(
    connection: Connection, question: Question, terms: Sequence[Term], eyes: Eyes, limit: int, offset: int
) -> Hits:
    conditions = list(_conditions(connection, question, eyes, terms))
    wanted = _places(eyes, conditions).order_by(fragments.c.number)
    found = list(islice(_with_all(connection, wanted, terms), MOST + 1))
    rows = sorted(found[:MOST], key=lambda row: (row.id, row.start, row.end))
    return Hits(
        numbers=[row.number for row in rows[offset : offset + limit]],
        total=len(rows),
        interviews=len({row.id for row in rows}),
        more=len(found) > MOST,
    )


def _with_all(connection: Connection, wanted: Select[Any], terms: Sequence[Term]) -> Iterator[Row[Any]]:
    if not terms or connection.dialect.name == "sqlite":
        yield from connection.execute(wanted.limit(MOST + 1)).all()
        return
    # PostgreSQL's index knows no places: whether words follow each other, the fragments that have them all tell.
    told = wanted.add_columns(fragments.c.text)
    with connection.execute(told, execution_options={"yield_per": AT_ONCE}) as rows:
        yield from (row for row in rows if marks_in(row.text, terms))


def _places(eyes: Eyes, conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    columns = fragments.c.number, fragments.c.start, fragments.c.end, interviews.c.id
    return select(*columns).select_from(eyes.joined).where(*conditions)


def _conditions(
    connection: Connection, question: Question, eyes: Eyes, terms: Sequence[Term]
) -> Iterator[ColumnElement[bool]]:
    if question.code:
        yield from _coded(question.code, eyes, listed=True)
    if question.without:
        yield ~_holds(question.without, eyes)
    yield from _among(question)
    if terms:
        yield _WITH_WORDS[connection.dialect.name](terms)


def _among(question: Question) -> Iterator[ColumnElement[bool]]:
    if question.among is not None:
        yield interviews.c.id.in_(list(question.among))


def _coded(code: Given, eyes: Eyes, *, listed: bool) -> Iterator[ColumnElement[bool]]:
    if listed:
        # As a list of numbers: the index of the code is read first, not every fragment.
        of = holding.c.dimension == code[0], holding.c.code == code[1]
        yield fragments.c.number.in_(select(holding.c.fragment).where(*of, holding.c.status.in_(ORIGINS)))
    yield _holds(code, eyes)


def _holds(code: Given, eyes: Eyes) -> ColumnElement[bool]:
    return exists().where(
        holding.c.fragment == fragments.c.number,
        holding.c.coder == eyes.coder,
        holding.c.dimension == code[0],
        holding.c.code == code[1],
        holding.c.status.in_(ORIGINS),
    )


def _matching(terms: Sequence[Term]) -> ColumnElement[bool]:
    found = text("SELECT rowid FROM fragment_words WHERE fragment_words MATCH :asked")
    return fragments.c.number.in_(found.bindparams(asked=asked_of_index(terms)).columns(fragments.c.number))


_WITH_WORDS: dict[str, Callable[[Sequence[Term]], ColumnElement[bool]]] = {"sqlite": _matching, "postgresql": has_words}
