"""In how many fragments of an interview each code holds or waits, per coder: what pages across interviews add up."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
    true,
)

from pipeline.decisions.states import ORIGINS
from pipeline.decisions.tables import fragments, holding, standing, suggestions, tallies

EVERYBODY = 0
"""The coder under whom stands what a coder sees who is not at work on the interview."""

Tally = tuple[str, str, str]
"""A kind of tally, and the dimension and code that it is about."""

Counts = Select[tuple[int, int, str, str, str, int]]

_HERE, _WHO = bindparam("here", type_=Integer), bindparam("who", type_=Integer)
_STANDS = and_(standing.c.fragment == fragments.c.number, standing.c.coder == _WHO)
_LIVE = and_(fragments.c.interview == _HERE, fragments.c.live == true())
_UNFINISHED = func.coalesce(standing.c.reviewed, False) != true()
_SHOWN = and_(suggestions.c.fragment == fragments.c.number, suggestions.c.suggested == true())


def _counted(kind: str, dimension: ColumnElement[str], code: ColumnElement[str]) -> Counts:
    rows = select(cast(_HERE, Integer), cast(_WHO, Integer), cast(literal(kind), String), dimension, code, func.count())
    return rows.group_by(dimension, code)


_HELD = _counted("held", holding.c.dimension, holding.c.code).where(_LIVE, holding.c.status.in_(ORIGINS))
# Built once: a verdict asks these.
_COUNTS = {
    "held": _HELD.select_from(
        fragments.join(standing, and_(_STANDS, standing.c.reviewed == true())).join(
            holding, and_(holding.c.fragment == standing.c.fragment, holding.c.coder == standing.c.coder)
        )
    ),
    "waits": _counted("waits", suggestions.c.dimension, suggestions.c.code)
    .select_from(fragments.join(suggestions, _SHOWN).outerjoin(standing, _STANDS))
    .where(_LIVE, fragments.c.blind != true(), _UNFINISHED),
    "doubted": _counted("doubted", cast(literal(""), String), cast(literal(""), String))
    .select_from(fragments.outerjoin(standing, _STANDS))
    .where(_LIVE, fragments.c.doubt > 0, _UNFINISHED)
    .group_by(None),
}
_FINAL = _HELD.select_from(
    fragments.join(holding, and_(holding.c.fragment == fragments.c.number, holding.c.coder == fragments.c.final))
)
_FORGET = delete(tallies).where(
    tallies.c.interview == _HERE, tallies.c.coder == _WHO, tallies.c.kind == bindparam("kind")
)


def tally(connection: Connection, interview: int, coder: int, *, at_work: bool) -> None:
    """Keep the tallies of a coder in an interview; one who says nothing there (any more) has none."""
    if at_work:
        _keep(connection, interview, coder, _COUNTS)
    else:
        connection.execute(delete(tallies).where(tallies.c.interview == interview, tallies.c.coder == coder))


def tally_final(connection: Connection, interview: int) -> None:
    """Keep what holds in an interview for who is not at work on it."""
    _keep(connection, interview, EVERYBODY, {"held": _FINAL})


def tally_shown(connection: Connection, interview: int) -> None:
    """Keep the tallies of what is suggested in an interview, for who is not at work on it."""
    _keep(connection, interview, EVERYBODY, {kind: _COUNTS[kind] for kind in ("waits", "doubted")})


def tallies_of(connection: Connection, interview: int, coder: int) -> dict[Tally, int]:
    """What the tallies of a coder in an interview should be."""
    counts = {**_COUNTS, "held": _FINAL} if coder == EVERYBODY else _COUNTS
    rows = (row for each in counts.values() for row in connection.execute(each, {"here": interview, "who": coder}))
    return {(kind, dimension, code): count for _, _, kind, dimension, code, count in rows if count}


def _keep(
    connection: Connection,
    interview: int,
    coder: int,
    counts: Mapping[str, Counts],
) -> None:
    columns = [column.name for column in tallies.c]
    for kind, counted in counts.items():
        connection.execute(_FORGET, {"here": interview, "who": coder, "kind": kind})
        connection.execute(insert(tallies).from_select(columns, counted), {"here": interview, "who": coder})
