"""A whole interview as one coder left it: what a reader sees of every fragment, in three questions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, Integer, and_, bindparam, func, select, true

from pipeline.decisions.entries import known_coder
from pipeline.decisions.finding import ITS_TURN, interview_number
from pipeline.decisions.seen import NOBODY
from pipeline.decisions.states import ORIGINS, Given
from pipeline.decisions.tables import fragments, holding, scored, standing, suggestions, turns
from pipeline.records import Fragment, Role


class Held(NamedTuple):
    """A code that holds; `origin` is `accepted`, `changed` or `manual`."""

    dimension: str
    code: str
    origin: str


class Offer(NamedTuple):
    """A code that a model suggests; `rank` 1 is the most probable of its dimension."""

    dimension: str
    code: str
    probability: float
    rank: int
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A fragment in its interview, as one coder left it.

    `shown` are the suggestions that may be on screen (also of a blind fragment: who draws it hides them), `open` those
    of them that wait for an answer.
    """

    fragment: Fragment
    blind: bool
    reviewed: bool
    held: tuple[Held, ...]
    shown: tuple[Offer, ...]
    open: tuple[Offer, ...]


_HERE, _WHO = bindparam("here", type_=Integer), bindparam("who", type_=Integer)
_STANDS = and_(fragments.c.interview == _HERE, fragments.c.live == true())
# Built once: hundreds of rows are quickly read, the questions are asked at every page of an interview.
_PLACES = (
    select(
        fragments.c.number, fragments.c.turn, fragments.c.start, fragments.c.end, fragments.c.text,
        fragments.c.boundary, fragments.c.blind, turns.c.speaker, turns.c.role,
        func.coalesce(standing.c.reviewed, False).label("reviewed"),
    )
    .join(turns, ITS_TURN)
    .outerjoin(standing, and_(standing.c.fragment == fragments.c.number, standing.c.coder == _WHO))
    .where(_STANDS)
    .order_by(fragments.c.start, fragments.c.end)
)  # fmt: skip
_SAID = (
    select(holding.c.fragment, holding.c.dimension, holding.c.code, holding.c.status)
    .join_from(fragments, holding, and_(holding.c.fragment == fragments.c.number, holding.c.coder == _WHO))
    .where(_STANDS)
)
_SHOWN = (
    select(
        suggestions.c.fragment, suggestions.c.dimension, suggestions.c.code, suggestions.c.probability,
        suggestions.c.rank, scored.c.model,
    )
    .join_from(fragments, suggestions, suggestions.c.fragment == fragments.c.number)
    .join(scored, scored.c.fragment == fragments.c.number)
    .where(_STANDS, suggestions.c.suggested == true())
    .order_by(suggestions.c.fragment, suggestions.c.dimension, suggestions.c.rank)
)  # fmt: skip


def laid_out(connection: Connection, interview: str, coder: str) -> list[Laid]:
    """See `Store.laid_out`."""
    asked = {"here": interview_number(connection, interview), "who": known_coder(connection, coder) or NOBODY}
    said, shown = defaultdict[int, dict[Given, str]](dict), defaultdict[int, list[Offer]](list)
    for fragment, dimension, code, status in connection.execute(_SAID, asked).all():
        said[fragment][dimension, code] = status
    for fragment, *offered in connection.execute(_SHOWN, asked).all():
        shown[fragment].append(Offer(*offered))
    return [
        Laid(
            fragment=Fragment(
                transcript_id=interview, turn=turn, speaker=speaker, role=Role(role), start=start, end=end, text=text,
                boundary=boundary,
            ),
            blind=blind,
            reviewed=bool(reviewed),
            held=tuple(Held(*given, status) for given, status in said[number].items() if status in ORIGINS),
            shown=tuple(shown[number]),
            open=() if reviewed or blind else tuple(each for each in shown[number] if each[:2] not in said[number]),
        )
        for number, turn, start, end, text, boundary, blind, speaker, role, reviewed
        in connection.execute(_PLACES, asked).all()
    ]  # fmt: skip
