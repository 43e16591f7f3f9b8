"""Whose verdict counts where several coders finished the same fragment, and where that is still to be judged."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, ScalarSelect, and_, exists, func, or_, select, true

from pipeline.decisions.states import ORIGINS
from pipeline.decisions.tables import decisions, finals, fragments, holding, standing


def final_coders(connection: Connection, here: ColumnElement[bool] | None = None) -> dict[int, int]:
    """Per finished fragment (of those that meet the condition) the coder whose verdict counts."""
    known = select(fragments.c.number, fragments.c.final).where(fragments.c.final.is_not(None))
    rows = connection.execute(known.where(true() if here is None else here))
    return {fragment: coder for fragment, coder in rows}


def final_coder() -> ColumnElement[int]:
    """Whose verdict should count on a fragment.

    The one that adjudication chose, as long as that coder's verdict is finished; else the first who finished.
    """
    finished = select(standing.c.coder).where(standing.c.fragment == fragments.c.number, standing.c.reviewed == true())
    chosen = finished.where(standing.c.coder == _chosen()).scalar_subquery()
    return func.coalesce(chosen, finished.order_by(standing.c.finished).limit(1).scalar_subquery())


def coders_differ() -> ColumnElement[bool]:
    """Whether coders who finished a fragment differ, in a dimension that both judged, and nobody chose yet."""
    one, other = standing.alias("one"), standing.alias("other")
    held, agreed = holding.alias("held"), holding.alias("agreed")
    judged = decisions.c.judged
    spoke = or_(judged.is_(None), ("|" + judged + "|").like("%|" + held.c.dimension + "|%"))
    same = exists().where(
        agreed.c.fragment == other.c.fragment,
        agreed.c.coder == other.c.coder,
        agreed.c.dimension == held.c.dimension,
        agreed.c.code == held.c.code,
        agreed.c.status.in_(ORIGINS),
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
            one.c.reviewed == true(),
            other.c.reviewed == true(),
            held.c.status.in_(ORIGINS),
            spoke,
            ~same,
        )
    )
    return and_(_chosen().is_(None), differ)


def _chosen() -> ScalarSelect[int | None]:
    """The coder whom adjudication chose last."""
    chosen = select(finals.c.coder).where(finals.c.fragment == fragments.c.number)
    # By name: two questions deep it would else be asked of every fragment at once.
    return chosen.order_by(finals.c.number.desc()).limit(1).correlate(fragments).scalar_subquery()
