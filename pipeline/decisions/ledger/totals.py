"""Whose verdict counts on a fragment, where coders differ, and totals per fragment and interview."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)

from pipeline.decisions.database.batching import batched
from pipeline.decisions.database.schema import (
    adjudications,
    coder_codes,
    coder_fragments,
    decisions,
    fragments,
    interviews,
    progress,
    suggestions,
    tallies,
)
from pipeline.decisions.ledger.rules import HELD_STATUSES


def final_coders(connection: Connection, here: ColumnElement[bool] | None = None) -> dict[int, int]:
    """Per finished fragment (of those that meet the condition) the coder whose verdict counts."""
    known = select(fragments.c.number, fragments.c.final).where(fragments.c.final.is_not(None))
    rows = connection.execute(known.where(true() if here is None else here))
    return {fragment: coder for fragment, coder in rows}


def final_coder() -> ColumnElement[int]:
    """Whose verdict should count on a fragment.

    The one that adjudication chose, as long as that coder's verdict is finished; else the first who finished.
    """
    finished = select(coder_fragments.c.coder).where(
        coder_fragments.c.fragment == fragments.c.number, coder_fragments.c.finished.is_not(None)
    )
    chosen = finished.where(coder_fragments.c.coder == _chosen()).scalar_subquery()
    return func.coalesce(chosen, finished.order_by(coder_fragments.c.finished).limit(1).scalar_subquery())


def coders_differ() -> ColumnElement[bool]:
    """Whether coders who finished a fragment differ, in a dimension that both judged, and nobody chose yet."""
    one, other = coder_fragments.alias("one"), coder_fragments.alias("other")
    held, agreed = coder_codes.alias("held"), coder_codes.alias("agreed")
    judged = decisions.c.judged
    listed, named = "|" + judged + "|", "|" + held.c.dimension + "|"
    # Not LIKE: an underscore in the name of a dimension stands for any character there.
    spoke = or_(judged.is_(None), func.replace(listed, named, "") != listed)
    same = exists().where(
        agreed.c.fragment == other.c.fragment,
        agreed.c.coder == other.c.coder,
        agreed.c.dimension == held.c.dimension,
        agreed.c.code == held.c.code,
        agreed.c.status.in_(HELD_STATUSES),
    )
    differ = (
        exists()
        .select_from(
            one.join(held, and_(held.c.fragment == one.c.fragment, held.c.coder == one.c.coder))
            .join(other, and_(other.c.fragment == one.c.fragment, other.c.coder != one.c.coder))
            .join(decisions, decisions.c.number == other.c.finished)
        )
        .where(
            one.c.fragment == fragments.c.number,
            one.c.finished.is_not(None),
            other.c.finished.is_not(None),
            held.c.status.in_(HELD_STATUSES),
            spoke,
            ~same,
        )
    )
    return and_(_chosen().is_(None), differ)


def _chosen() -> ScalarSelect[int | None]:
    """The coder whom adjudication chose last."""
    chosen = select(adjudications.c.coder).where(adjudications.c.fragment == fragments.c.number)
    # By name: two questions deep it would else be asked of every fragment at once.
    return chosen.order_by(adjudications.c.number.desc()).limit(1).correlate(fragments).scalar_subquery()


EVERYBODY = 0
"""The coder under whom stands what a coder sees who is not at work on the interview."""

Tally = tuple[str, str, str]
"""A kind of tally, and the dimension and code that it is about."""

Counts = Select[tuple[int, int, str, str, str, int]]

_HERE, _WHO = bindparam("here", type_=Integer), bindparam("who", type_=Integer)

_STANDS = and_(coder_fragments.c.fragment == fragments.c.number, coder_fragments.c.coder == _WHO)

_LIVE = and_(fragments.c.interview == _HERE, fragments.c.live == true())

_UNFINISHED = coder_fragments.c.finished.is_(None)

_SHOWN = and_(suggestions.c.fragment == fragments.c.number, suggestions.c.suggested == true())


def _counted(kind: str, dimension: ColumnElement[str], code: ColumnElement[str]) -> Counts:
    rows = select(cast(_HERE, Integer), cast(_WHO, Integer), cast(literal(kind), String), dimension, code, func.count())
    return rows.group_by(dimension, code)


_HELD = _counted("held", coder_codes.c.dimension, coder_codes.c.code).where(
    _LIVE, coder_codes.c.status.in_(HELD_STATUSES)
)

# Built once: a verdict asks these.
_COUNTS = {
    "held": _HELD.select_from(
        fragments.join(coder_fragments, and_(_STANDS, coder_fragments.c.finished.is_not(None))).join(
            coder_codes,
            and_(coder_codes.c.fragment == coder_fragments.c.fragment, coder_codes.c.coder == coder_fragments.c.coder),
        )
    ),
    "waits": _counted("waits", suggestions.c.dimension, suggestions.c.code)
    .select_from(fragments.join(suggestions, _SHOWN).outerjoin(coder_fragments, _STANDS))
    .where(_LIVE, fragments.c.blind != true(), _UNFINISHED),
    "doubted": _counted("doubted", cast(literal(""), String), cast(literal(""), String))
    .select_from(fragments.outerjoin(coder_fragments, _STANDS))
    .where(_LIVE, fragments.c.doubt > 0, _UNFINISHED)
    .group_by(None),
}

_FINAL = _HELD.select_from(
    fragments.join(
        coder_codes, and_(coder_codes.c.fragment == fragments.c.number, coder_codes.c.coder == fragments.c.final)
    )
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


def _sum(each: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(each), 0)


def fragment_counts() -> dict[str, ColumnElement[Any] | ScalarSelect[int]]:
    """What is kept of a fragment should be: coders who finished it, suggestions shown, those open to all, and so on."""
    finished = (
        select(func.count())
        .where(coder_fragments.c.fragment == fragments.c.number, coder_fragments.c.finished.is_not(None))
        .scalar_subquery()
    )
    suggested = and_(suggestions.c.fragment == fragments.c.number, suggestions.c.suggested)
    shown = select(func.count()).where(suggested).scalar_subquery()
    least_sure = select(func.max(1 - func.abs(2 * suggestions.c.probability - 1))).where(suggested).scalar_subquery()
    return {
        "reviewed": finished,
        "shown": case((fragments.c.blind, 0), else_=shown),
        "final": final_coder(),
        # What is coded blind is never put in an order that tells what the model thinks.
        "doubt": case((fragments.c.blind, 0.0), else_=func.coalesce(least_sure, 0.0)),
        "differs": coders_differ(),
    }


# Built once: a verdict asks all of these, and building a question takes longer than answering it.
_COUNT = update(fragments).where(fragments.c.number.in_(bindparam("wanted", expanding=True))).values(fragment_counts())

_TOTALS = select(
    func.count().label("fragments"),
    _sum(case((fragments.c.reviewed > 0, 1), else_=0)).label("reviewed"),
    _sum(fragments.c.shown).label("shown"),
).where(fragments.c.interview == bindparam("here"), fragments.c.live == true())

_PROGRESS = (
    select(
        func.count(coder_fragments.c.fragment),
        _sum(case((coder_fragments.c.finished.is_not(None), 1), else_=0)),
        _sum(func.coalesce(coder_fragments.c.open, fragments.c.shown)),
    )
    .select_from(
        fragments.outerjoin(
            coder_fragments,
            and_(coder_fragments.c.fragment == fragments.c.number, coder_fragments.c.coder == bindparam("who")),
        )
    )
    .where(fragments.c.interview == bindparam("here"), fragments.c.live == true())
)


def count_fragments(connection: Connection, of: Collection[int]) -> None:
    """Keep the counts of these fragments."""
    for part in batched(of):
        connection.execute(_COUNT, {"wanted": part})


def interview_counts(connection: Connection, interview: int) -> dict[str, int]:
    """What the counts of an interview should be, from those of its fragments."""
    totals = connection.execute(_TOTALS, {"here": interview}).one()
    return dict(totals._mapping)


def count_interview(connection: Connection, interview: int, coders: Collection[int] | None = None) -> None:
    """Keep the interview's counts and how far these coders are (default: all who said something in it)."""
    counted = interview_counts(connection, interview)
    connection.execute(update(interviews).where(interviews.c.number == interview).values(counted))
    if coders is None:
        said = select(coder_fragments.c.coder).where(coder_fragments.c.interview == interview).distinct()
        coders = list(connection.execute(said).scalars())
        tally_shown(connection, interview)
    tally_final(connection, interview)
    for coder in coders:
        connection.execute(delete(progress).where(progress.c.interview == interview, progress.c.coder == coder))
        far = progress_counts(connection, interview, coder)
        if far:
            connection.execute(insert(progress).values(interview=interview, coder=coder, **far))
        tally(connection, interview, coder, at_work=bool(far))


def progress_counts(connection: Connection, interview: int, coder: int) -> dict[str, int]:
    """How far a coder should be in an interview; empty for one who said nothing in it."""
    touched, reviewed, waiting = connection.execute(_PROGRESS, {"here": interview, "who": coder}).one()
    return {"reviewed": reviewed, "open": waiting} if touched else {}
