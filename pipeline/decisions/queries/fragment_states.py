"""All fragments of an interview in the state in which one coder left them, in three queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Integer, Row, Select, and_, bindparam, select, true

from pipeline.decisions.database.conditions import FRAGMENT_TURN
from pipeline.decisions.database.identifiers import (
    NOBODY,
    interview_number,
    known_coder,
    known_numbers,
    parse_fragment_id,
)
from pipeline.decisions.database.schema import (
    coder_codes,
    coder_fragments,
    coders,
    decisions,
    fragments,
    scored_fragments,
    suggestions,
    turns,
)
from pipeline.decisions.ledger.rules import HELD_STATUSES, CodeKey, Pair
from pipeline.decisions.ledger.totals import final_coders
from pipeline.decisions.records import Verdict, VerdictCode
from pipeline.errors import UnknownFragment
from pipeline.records import Fragment, Role, fragment_id


class HeldCode(NamedTuple):
    """A code that holds; `origin` is `accepted`, `changed` or `manual`."""

    dimension: str
    code: str
    origin: str


class ShownSuggestion(NamedTuple):
    """A code that a model suggests; `rank` 1 is the most probable of its dimension."""

    dimension: str
    code: str
    probability: float
    rank: int
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FragmentState:
    """A fragment in its interview, as one coder left it.

    `scored` tells whether a model looked at it. `shown` are the suggestions that may be on screen (also of a blind
    fragment: who draws it hides them), `open` those of them that wait for an answer.
    """

    fragment: Fragment
    blind: bool
    reviewed: bool
    scored: bool
    held: tuple[HeldCode, ...]
    shown: tuple[ShownSuggestion, ...]
    open: tuple[ShownSuggestion, ...]


_HERE, _WHO = bindparam("here", type_=Integer), bindparam("who", type_=Integer)
_ONE = bindparam("one", type_=Integer)


@dataclass(frozen=True, slots=True)
class _Queries:
    """Of some fragments: their places and states, what the coder said of each, and what a model suggests for each."""

    places: Select[Any]
    said: Select[Any]
    shown: Select[Any]


def _queries(which: ColumnElement[bool]) -> _Queries:
    mine = and_(coder_fragments.c.fragment == fragments.c.number, coder_fragments.c.coder == _WHO)
    places = (
        select(
            fragments.c.number, fragments.c.turn, fragments.c.start, fragments.c.end, fragments.c.text,
            fragments.c.boundary, fragments.c.blind, turns.c.speaker, turns.c.role,
            coder_fragments.c.finished.is_not(None).label("reviewed"),
            scored_fragments.c.fragment.is_not(None).label("scored"),
        )
        .join(turns, FRAGMENT_TURN)
        .outerjoin(coder_fragments, mine)
        .outerjoin(scored_fragments, scored_fragments.c.fragment == fragments.c.number)
        .where(which)
        .order_by(fragments.c.start, fragments.c.end)
    )  # fmt: skip
    coded = and_(coder_codes.c.fragment == fragments.c.number, coder_codes.c.coder == _WHO)
    said = (
        select(coder_codes.c.fragment, coder_codes.c.dimension, coder_codes.c.code, coder_codes.c.status)
        .join_from(fragments, coder_codes, coded)
        .where(which)
    )
    shown = (
        select(
            suggestions.c.fragment, suggestions.c.dimension, suggestions.c.code, suggestions.c.probability,
            suggestions.c.rank, scored_fragments.c.model,
        )
        .join_from(fragments, suggestions, suggestions.c.fragment == fragments.c.number)
        .join(scored_fragments, scored_fragments.c.fragment == fragments.c.number)
        .where(which, suggestions.c.suggested == true())
        .order_by(suggestions.c.fragment, suggestions.c.dimension, suggestions.c.rank)
    )  # fmt: skip
    return _Queries(places, said, shown)


_STANDS = and_(fragments.c.interview == _HERE, fragments.c.live == true())

# Built once: hundreds of rows are quickly read, the questions are asked at every page of an interview.
_OF_ALL, _OF_ONE = _queries(_STANDS), _queries(and_(_STANDS, fragments.c.number == _ONE))


def fragment_states(connection: Connection, interview: str, coder: str) -> list[FragmentState]:
    """Every fragment of an interview as this coder left it, in the order of the text; raises UnknownInterview."""
    asked = {"here": interview_number(connection, interview), "who": known_coder(connection, coder) or NOBODY}
    return _states(connection, interview, _OF_ALL, asked)


def _states(connection: Connection, interview: str, queries: _Queries, asked: Mapping[str, int]) -> list[FragmentState]:
    said, shown = defaultdict[int, dict[CodeKey, str]](dict), defaultdict[int, list[ShownSuggestion]](list)
    for fragment, dimension, code, status in connection.execute(queries.said, asked).all():
        said[fragment][dimension, code] = status
    for fragment, *offered in connection.execute(queries.shown, asked).all():
        shown[fragment].append(ShownSuggestion(*offered))
    return [
        FragmentState(
            fragment=Fragment(
                transcript_id=interview, turn=turn, speaker=speaker, role=Role(role), start=start, end=end, text=text,
                boundary=boundary,
            ),
            blind=blind,
            reviewed=bool(reviewed),
            scored=bool(scored),
            held=tuple(HeldCode(*given, status) for given, status in said[number].items() if status in HELD_STATUSES),
            shown=tuple(shown[number]),
            open=() if reviewed or blind else tuple(each for each in shown[number] if each[:2] not in said[number]),
        )
        for number, turn, start, end, text, boundary, blind, speaker, role, reviewed, scored
        in connection.execute(queries.places, asked).all()
    ]  # fmt: skip


def verdicts(connection: Connection, interview: str, coder: str | None = None) -> list[Verdict]:
    """What holds now, in the order of the text; raises UnknownInterview.

    With a coder: one verdict for each fragment, also where this coder said nothing yet (all its shown suggestions
    are open then). Without: one for each fragment and coder who said something there.
    """
    number = interview_number(connection, interview)
    return weighed(
        connection, interview, coder, said=coder_fragments.c.interview == number, on=fragments.c.interview == number
    )


def verdicts_on(connection: Connection, id_: str) -> list[Verdict]:
    """What everybody holds of one fragment, by coder; none for one that is not cut so (any more)."""
    number = known_numbers(connection, [id_]).get(id_)
    said, on = coder_fragments.c.fragment == number, fragments.c.number == number
    return [] if number is None else weighed(connection, parse_fragment_id(id_)[0], None, said=said, on=on)


def weighed(
    connection: Connection, interview: str, coder: str | None, *, said: ColumnElement[bool], on: ColumnElement[bool]
) -> list[Verdict]:
    """The verdicts on some fragments of an interview: `on` names them in `fragments`, `said` in `standing`."""
    mine = said if coder is None else and_(said, coders.c.name == coder)
    stands = _standing(connection, mine)
    given = _said(connection, mine)
    shown = _must_answer(connection, on)
    final = final_coders(connection, on)
    found = []
    for place in _places(connection, on):
        id_ = fragment_id(interview, place.start, place.end)
        here = stands[place.number]
        for row in here:
            found.append(_verdict(id_, row, given[row.fragment, row.coder], shown[place.number], final))
        if coder is not None and not here:
            found.append(Verdict(fragment_id=id_, coder=coder, open=tuple(shown[place.number])))
    return found


def _places(connection: Connection, on: ColumnElement[bool]) -> Sequence[Any]:
    columns = fragments.c
    return connection.execute(
        select(columns.number, columns.start, columns.end)
        .where(on, columns.live == true())
        .order_by(columns.start, columns.end)
    ).all()


def _standing(connection: Connection, mine: ColumnElement[bool]) -> dict[int, list[Any]]:
    rows = connection.execute(
        select(coder_fragments, coders.c.name, decisions.c.decided_at)
        .join(coders, coders.c.number == coder_fragments.c.coder)
        .outerjoin(decisions, decisions.c.number == coder_fragments.c.finished)
        .where(mine)
        .order_by(coders.c.name)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.all():
        found[row.fragment].append(row)
    return found


def _said(connection: Connection, mine: ColumnElement[bool]) -> dict[Pair, list[Any]]:
    entry = decisions.c
    rows = connection.execute(
        select(
            coder_codes, entry.decided_at, entry.blind, entry.probability, entry.rank, entry.model,
        )
        .join_from(coder_fragments, coder_codes, _same_pair())
        .join(coders, coders.c.number == coder_fragments.c.coder)
        .join(decisions, entry.number == coder_codes.c.entry)
        .where(mine)
        .order_by(coder_codes.c.fragment, coder_codes.c.coder, coder_codes.c.dimension, coder_codes.c.code)
    )  # fmt: skip
    found: dict[Pair, list[Any]] = defaultdict(list)
    for row in rows.all():
        found[row.fragment, row.coder].append(row)
    return found


def _same_pair() -> ColumnElement[bool]:
    return and_(coder_codes.c.fragment == coder_fragments.c.fragment, coder_codes.c.coder == coder_fragments.c.coder)


def _must_answer(connection: Connection, on: ColumnElement[bool]) -> dict[int, list[CodeKey]]:
    columns = suggestions.c
    rows = connection.execute(
        select(columns.fragment, columns.dimension, columns.code)
        .join_from(fragments, suggestions, columns.fragment == fragments.c.number)
        .where(
            on,
            fragments.c.live == true(),
            fragments.c.blind != true(),
            columns.suggested == true(),
        )
        .order_by(columns.fragment, columns.dimension, columns.code)
    )
    found: dict[int, list[CodeKey]] = defaultdict(list)
    for fragment, dimension, code in rows.all():
        found[fragment].append((dimension, code))
    return found


def _verdict(
    id_: str,
    row: Row[Any],
    said: Sequence[Row[Any]],
    shown: Iterable[CodeKey],
    final: Mapping[int, int],
) -> Verdict:
    answered = {(each.dimension, each.code) for each in said}
    return Verdict(
        fragment_id=id_,
        coder=row.name,
        reviewed=row.finished is not None,
        reviewed_at=row.decided_at,
        final=row.finished is not None and final.get(row.fragment) == row.coder,
        codes=tuple(_held(each) for each in said if each.status in HELD_STATUSES),
        rejected=tuple((each.dimension, each.code) for each in said if each.status in ("rejected", "replaced")),
        removed=tuple((each.dimension, each.code) for each in said if each.status == "removed"),
        open=() if row.finished is not None else tuple(given for given in shown if given not in answered),
    )


def _held(row: Row[Any]) -> VerdictCode:
    return VerdictCode(
        dimension=row.dimension,
        code=row.code,
        origin=row.status,
        decision=row.entry,
        decided_at=row.decided_at,
        blind=row.blind,
        probability=row.probability,
        rank=row.rank,
        model=row.model,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FragmentDetail:
    """A fragment as one coder left it, with its neighbours and how far this coder is in the interview.

    `onward` is the next fragment that waits for this coder, from here on and then from the top; neighbours are ids,
    None where there are none.
    """

    state: FragmentState
    number: int
    of: int
    done: int
    previous: str | None
    next: str | None
    onward: str | None


def fragment_detail(connection: Connection, id_: str, coder: str) -> FragmentDetail:
    """One fragment as this coder left it; raises UnknownFragment, UnknownInterview."""
    interview, start, end = parse_fragment_id(id_)
    here, who = interview_number(connection, interview), known_coder(connection, coder) or NOBODY
    order = _in_order(connection, here, coder)
    at = next((nth for nth, row in enumerate(order) if (row.start, row.end) == (start, end)), None)
    if at is None:
        raise UnknownFragment(id_)
    [state] = _states(connection, interview, _OF_ONE, {"here": here, "who": who, "one": order[at].number})

    def name(row: Row[Any] | None) -> str | None:
        return None if row is None else fragment_id(interview, row.start, row.end)

    return FragmentDetail(
        state=state,
        number=at + 1,
        of=len(order),
        done=sum(bool(row.reviewed) for row in order),
        previous=name(order[at - 1] if at else None),
        next=name(next(iter(order[at + 1 : at + 2]), None)),
        onward=name(next(_waiting(order, at), None)),
    )


def _in_order(connection: Connection, interview: int, coder: str) -> Sequence[Row[Any]]:
    """Every fragment's place, and whether this coder finished it."""
    columns = fragments.c
    mine = and_(coder_fragments.c.fragment == columns.number, coder_fragments.c.coder == known_coder(connection, coder))
    return connection.execute(
        select(
            columns.number,
            columns.start,
            columns.end,
            coder_fragments.c.finished.is_not(None).label("reviewed"),
        )
        .outerjoin(coder_fragments, mine)
        .where(columns.interview == interview, columns.live == true())
        .order_by(columns.start, columns.end)
    ).all()


def _waiting(order: Sequence[Row[Any]], at: int) -> Iterator[Row[Any]]:
    return (row for row in (*order[at + 1 :], *order[:at]) if not row.reviewed)
