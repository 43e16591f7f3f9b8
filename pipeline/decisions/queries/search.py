"""Search fragments as one coder may see them: one page of results, and the total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, or_, select, text

from pipeline.decisions.coders.blinding import Visibility, held_totals, visibility_for
from pipeline.decisions.database.identifiers import NOBODY, known_coder
from pipeline.decisions.database.schema import coder_codes, fragments, interviews, tallies, turns, versions
from pipeline.decisions.ledger.rules import HELD_STATUSES, CodeKey
from pipeline.decisions.queries.search_terms import Term, asked_of_index, has_words, marks_in, terms_of
from pipeline.records import fragment_id

MOST = 3_000
"""Fragments that are looked through for words, or for what does not hold: nobody reads further."""

AT_ONCE = 500

RARE = 2_000
"""Up to so many, the fragments of a code are listed first; of more, those of the interviews on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """What somebody looks for; empty parts ask nothing. `among` are interview ids; None means all.

    `below` are codes of the same dimension that count as `code` too: those below it in the tree.
    """

    code: CodeKey | None = None
    below: tuple[str, ...] = ()
    without: CodeKey | None = None
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
    question: SearchQuery,
    terms: Sequence[Term],
    coder: str,
    eyes: Visibility,
    *,
    limit: int,
    offset: int,
) -> Hits:
    """The page of a question; `terms` are its words."""
    if question.code and not question.below and not question.without and not terms:
        return _kept(connection, question, question.code, coder, eyes, limit, offset)
    return _looked_through(connection, question, terms, eyes, limit, offset)


def _kept(
    connection: Connection, question: SearchQuery, code: CodeKey, coder: str, eyes: Visibility, limit: int, offset: int
) -> Hits:
    """How often a code was given is kept per interview: that tells on which interviews the page begins and ends."""
    own = held_totals(known_coder(connection, coder) or NOBODY)
    counts = connection.execute(
        select(interviews.c.number, tallies.c.fragments)
        .select_from(interviews.join(tallies, own))
        .where(tallies.c.dimension == code[0], tallies.c.code == code[1])
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
    connection: Connection, question: SearchQuery, terms: Sequence[Term], eyes: Visibility, limit: int, offset: int
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


def _places(eyes: Visibility, conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    columns = fragments.c.number, fragments.c.start, fragments.c.end, interviews.c.id
    return select(*columns).select_from(eyes.joined).where(*conditions)


def _conditions(
    connection: Connection, question: SearchQuery, eyes: Visibility, terms: Sequence[Term]
) -> Iterator[ColumnElement[bool]]:
    if question.code:
        yield from _coded(question.code, eyes, listed=True, below=question.below)
    if question.without:
        yield ~_holds(question.without, eyes)
    yield from _among(question)
    if terms:
        yield _WITH_WORDS[connection.dialect.name](terms)


def _among(question: SearchQuery) -> Iterator[ColumnElement[bool]]:
    if question.among is not None:
        yield interviews.c.id.in_(list(question.among))


def _coded(
    code: CodeKey, eyes: Visibility, *, listed: bool, below: tuple[str, ...] = ()
) -> Iterator[ColumnElement[bool]]:
    if listed:
        # As a list of numbers: the index of the code is read first, not every fragment.
        of = coder_codes.c.dimension == code[0], coder_codes.c.code.in_([code[1], *below])
        yield fragments.c.number.in_(select(coder_codes.c.fragment).where(*of, coder_codes.c.status.in_(HELD_STATUSES)))
    yield _holds(code, eyes, below=below)


def _holds(code: CodeKey, eyes: Visibility, *, below: tuple[str, ...] = ()) -> ColumnElement[bool]:
    return exists().where(
        coder_codes.c.fragment == fragments.c.number,
        coder_codes.c.coder == eyes.coder,
        coder_codes.c.dimension == code[0],
        coder_codes.c.code.in_([code[1], *below]),
        coder_codes.c.status.in_(HELD_STATUSES),
    )


def _matching(terms: Sequence[Term]) -> ColumnElement[bool]:
    found = text("SELECT rowid FROM fragment_words WHERE fragment_words MATCH :asked")
    return fragments.c.number.in_(found.bindparams(asked=asked_of_index(terms)).columns(fragments.c.number))


_WITH_WORDS: dict[str, Callable[[Sequence[Term]], ColumnElement[bool]]] = {"sqlite": _matching, "postgresql": has_words}

Place = TypeVar("Place")

CONTEXT = 600
"""Characters of a neighbouring turn that are shown: enough to know what was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A fragment that answers a question, its codes with their origin, where the words are, and what is around it."""

    fragment_id: str
    interview: str
    speaker: str
    text: str
    reviewed: bool
    codes: Mapping[CodeKey, str] = field(default_factory=dict)
    marks: tuple[tuple[int, int], ...] = ()
    before: str = ""
    after: str = ""

    @property
    def anchor(self) -> str:
        """The offsets, as an address names them."""
        return self.fragment_id.rpartition(":")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """Some of what was found, and how much there is in all, in how many interviews.

    With `more`, there are others still, that were not looked at: the question is wider than anybody reads.
    """

    found: tuple[SearchHit, ...]
    total: int
    interviews: int
    more: bool = False


def search(
    connection: Connection, question: SearchQuery, coder: str, *, limit: int = 50, offset: int = 0
) -> SearchPage:
    """The fragments that answer a question, by interview and place, as this coder may see them.

    Words are found whatever their accents and capitals; those in quotation marks must follow each other; `word*`
    also finds longer words that begin so. What answers to a code is counted whole; for words, or for what does not
    hold, no more than `MOST` fragments are looked at.
    """
    eyes, terms = visibility_for(connection, coder), terms_of(question.words)
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
    return SearchPage(found=found, total=here.total, interviews=here.interviews, more=here.more)


def _found(connection: Connection, rows: Sequence[Row[Any]], terms: Sequence[Term]) -> Iterator[SearchHit]:
    codes, around = _codes(connection, rows), _around(connection, rows)
    for row in rows:
        near = around[row.interview]
        yield SearchHit(
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


def _codes(connection: Connection, rows: Iterable[Row[Any]]) -> dict[int, dict[CodeKey, str]]:
    pairs = [(row.number, row.seen) for row in rows if row.seen is not None]
    found: dict[int, dict[CodeKey, str]] = {}
    for part in _in_turn(pairs):
        told = or_(
            *(and_(coder_codes.c.fragment == fragment, coder_codes.c.coder == coder) for fragment, coder in part)
        )
        for row in connection.execute(select(coder_codes).where(told, coder_codes.c.status.in_(HELD_STATUSES))):
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
