"""Fragments across interviews by code, interview and words, a page at a time, as one coder may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from pipeline.decisions.hits import Question, hits
from pipeline.decisions.searching import Term, marks_in, terms_of
from pipeline.decisions.seen import eyes_of
from pipeline.decisions.states import ORIGINS, Given
from pipeline.decisions.tables import fragments, holding, interviews, turns, versions
from pipeline.records import fragment_id

Place = TypeVar("Place")
CONTEXT = 600
"""Characters of a neighbouring turn that are shown: enough to know what was asked."""


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
    """Some of what was found, and how much there is in all, in how many interviews.

    With `more`, there are others still, that were not looked at: the question is wider than anybody reads.
    """

    found: tuple[Found, ...]
    total: int
    interviews: int
    more: bool = False


def retrieve(connection: Connection, question: Question, coder: str, *, limit: int, offset: int) -> Page:
    """See `Store.retrieve`."""
    eyes, terms = eyes_of(connection, coder), terms_of(question.words)
    here = hits(connection, question, terms, coder, eyes, limit=limit, offset=offset)
    rows = connection.execute(
        select(
            fragments.c.number, fragments.c.interview, fragments.c.version, fragments.c.turn, fragments.c.start,
            fragments.c.end, fragments.c.text, interviews.c.id, eyes.coder.label("seen"),
            eyes.reviewed.label("is_reviewed"),
        )
        .select_from(eyes.joined)
        .where(fragments.c.number.in_(here.numbers))
        .order_by(interviews.c.id, fragments.c.start, fragments.c.end)
    ).all()  # fmt: skip
    found = tuple(_found(connection, rows, terms))
    return Page(found=found, total=here.total, interviews=here.interviews, more=here.more)


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
    near: dict[tuple[int, int], set[int]] = defaultdict(set)
    for row in rows:
        near[row.interview, row.version].update((row.turn - 1, row.turn, row.turn + 1))
    found: dict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    for part in _in_turn(near.items()):
        here = or_(
            *(
                and_(
                    turns.c.interview == interview, turns.c.version == version, turns.c.position.in_(sorted(positions))
                )
                for (interview, version), positions in part
            )
        )
        for row in connection.execute(
            select(turns.c.interview, turns.c.position, turns.c.speaker, _words())
            .join(versions, and_(versions.c.interview == turns.c.interview, versions.c.version == turns.c.version))
            .where(here)
        ):
            found[row.interview][row.position] = (row.speaker, _shortened(row))
    return found


def _words() -> ColumnElement[str]:
    """The beginning of a turn's words."""
    length = turns.c.end - turns.c.start
    return func.substr(versions.c.text, turns.c.start + 1, length).label("words")


def _shortened(row: Row[Any]) -> str:
    words: str = row.words
    return words if len(words) <= CONTEXT else f"{words[:CONTEXT]} …"


def _in_turn(places: Iterable[Place]) -> Iterator[list[Place]]:
    # Several values each, and conditions that a database nests: fewer at once than plain numbers.
    rest = iter(places)
    while part := list(islice(rest, 100)):
        yield part
