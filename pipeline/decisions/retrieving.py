"""Fragments across interviews by code, interview and words, a page at a time, as one coder may see them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, or_, select, text

from pipeline.decisions.searching import Term, asked_of_index, has_words, marks_in, terms_of
from pipeline.decisions.seen import Eyes, eyes_of
from pipeline.decisions.states import ORIGINS, Given
from pipeline.decisions.tables import fragments, holding, interviews, turns, versions
from pipeline.records import fragment_id

CONTEXT = 600
"""Characters of a neighbouring turn that are shown: enough to know what was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody looks for; empty parts ask nothing. `among` are interview ids; None means all."""

    code: Given | None = None
    without: Given | None = None
    among: Collection[str] | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A fragment that answers a question, its codes with their origin, where the words are, and what is around it."""

    fragment_id: str
    interview: str
    speaker: str
    text: str
    reviewed: bool
    codes: Mapping[Given, str] = field(default_factory=dict)
    marks: tuple[tuple[int, int], ...] = ()
    before: str = ""
    after: str = ""

    @property
    def anchor(self) -> str:
        """The offsets, as an address names them."""
        return self.fragment_id.rpartition(":")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of what was found, and how much there is in all, in how many interviews."""

    found: tuple[Found, ...]
    total: int
    interviews: int


def retrieve(connection: Connection, question: Question, coder: str, *, limit: int, offset: int) -> Page:
    """See `Store.retrieve`."""
    eyes, terms = eyes_of(connection, coder), terms_of(question.words)
    conditions = list(_conditions(connection, question, eyes, terms))
    wanted = (
        select(
            fragments.c.number, fragments.c.interview, fragments.c.version, fragments.c.turn, fragments.c.start,
            fragments.c.end, fragments.c.text, interviews.c.id, eyes.coder.label("seen"),
            eyes.reviewed.label("is_reviewed"),
        )
        .select_from(eyes.joined)
        .where(*conditions)
        .order_by(interviews.c.id, fragments.c.start, fragments.c.end)
    )  # fmt: skip
    if terms and connection.dialect.name != "sqlite":
        return _read_through(connection, wanted, terms, limit, offset)
    counted = select(func.count(), func.count(fragments.c.interview.distinct())).select_from(eyes.joined)
    total, among = connection.execute(counted.where(*conditions)).one()
    rows = connection.execute(wanted.limit(limit).offset(offset)).all()
    return Page(found=tuple(_found(connection, rows, terms)), total=total, interviews=among)


def _conditions(
    connection: Connection, question: Question, eyes: Eyes, terms: Sequence[Term]
) -> Iterator[ColumnElement[bool]]:
    if question.code:
        # As a list of numbers: the index of the code is read first, not every fragment.
        of = holding.c.dimension == question.code[0], holding.c.code == question.code[1]
        yield fragments.c.number.in_(select(holding.c.fragment).where(*of, holding.c.status.in_(ORIGINS)))
        yield _holds(question.code, eyes)
    if question.without:
        yield ~_holds(question.without, eyes)
    if question.among is not None:
        yield interviews.c.id.in_(list(question.among))
    if terms:
        yield _WITH_WORDS[connection.dialect.name](terms)


def _matching(terms: Sequence[Term]) -> ColumnElement[bool]:
    found = text("SELECT rowid FROM fragment_words WHERE fragment_words MATCH :asked")
    return fragments.c.number.in_(found.bindparams(asked=asked_of_index(terms)).columns(fragments.c.number))


_WITH_WORDS: dict[str, Callable[[Sequence[Term]], ColumnElement[bool]]] = {"sqlite": _matching, "postgresql": has_words}


def _holds(code: Given, eyes: Eyes) -> ColumnElement[bool]:
    return exists().where(
        holding.c.fragment == fragments.c.number,
        holding.c.coder == eyes.coder,
        holding.c.dimension == code[0],
        holding.c.code == code[1],
        holding.c.status.in_(ORIGINS),
    )


def _read_through(connection: Connection, wanted: Select[Any], terms: Sequence[Term], limit: int, offset: int) -> Page:
    """PostgreSQL's index knows no places: whether words follow each other, the fragments that have them all tell."""
    rows = [row for row in connection.execute(wanted).all() if marks_in(row.text, terms)]
    shown = rows[offset : offset + limit]
    return Page(
        found=tuple(_found(connection, shown, terms)),
        total=len(rows),
        interviews=len({row.interview for row in rows}),
    )


def _found(connection: Connection, rows: Sequence[Row[Any]], terms: Sequence[Term]) -> Iterator[Found]:
    codes, around = _codes(connection, rows), _around(connection, rows)
    for row in rows:
        near = around[row.interview]
        yield Found(
            fragment_id=fragment_id(row.id, row.start, row.end),
            interview=row.id,
            speaker=near[row.turn][0],
            text=row.text,
            reviewed=bool(row.is_reviewed),
            codes=codes.get(row.number, {}),
            marks=marks_in(row.text, terms),
            before=near.get(row.turn - 1, ("", ""))[1],
            after=near.get(row.turn + 1, ("", ""))[1],
        )


def _codes(connection: Connection, rows: Iterable[Row[Any]]) -> dict[int, dict[Given, str]]:
    pairs = [(row.number, row.seen) for row in rows if row.seen is not None]
    found: dict[int, dict[Given, str]] = {}
    for part in _in_turn(pairs):
        told = or_(*(and_(holding.c.fragment == fragment, holding.c.coder == coder) for fragment, coder in part))
        for row in connection.execute(select(holding).where(told, holding.c.status.in_(ORIGINS))):
            found.setdefault(row.fragment, {})[row.dimension, row.code] = row.status
    return found


def _around(connection: Connection, rows: Sequence[Row[Any]]) -> dict[int, dict[int, tuple[str, str]]]:
    """Per interview the speaker and the words of each row's turn and of those beside it."""
    found: dict[int, dict[int, tuple[str, str]]] = {}
    by_interview: dict[tuple[int, int], set[int]] = {}
    for row in rows:
        near = by_interview.setdefault((row.interview, row.version), set())
        near.update((row.turn - 1, row.turn, row.turn + 1))
    for (interview, version), near in by_interview.items():
        wanted = (
            select(turns.c.position, turns.c.speaker, turns.c.start, turns.c.end, _words())
            .join(versions, and_(versions.c.interview == turns.c.interview, versions.c.version == turns.c.version))
            .where(turns.c.interview == interview, turns.c.version == version, turns.c.position.in_(sorted(near)))
        )
        found[interview] = {row.position: (row.speaker, _shortened(row)) for row in connection.execute(wanted)}
    return found


def _words() -> ColumnElement[str]:
    """The beginning of a turn's words."""
    length = turns.c.end - turns.c.start
    return func.substr(versions.c.text, turns.c.start + 1, length).label("words")


def _shortened(row: Row[Any]) -> str:
    words: str = row.words
    return words if len(words) <= CONTEXT else f"{words[:CONTEXT]} …"


def _in_turn(pairs: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    # Two values each, and conditions that a database nests: fewer at once than plain numbers.
    rest = iter(pairs)
    while part := list(islice(rest, 100)):
        yield part
