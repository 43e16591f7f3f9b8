"""A cut that was made anew is taken back: the old fragments stand again, with all that was said of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, false, func, select, true, update

from pipeline.decisions.counting import count_fragments, count_interview
from pipeline.decisions.cuts import CUT_BACK
from pipeline.decisions.entries import begin_act
from pipeline.decisions.settling import is_live
from pipeline.decisions.tables import acts, decisions, fragments, recuts
from pipeline.errors import InvalidDecision
from pipeline.records import Action


def last_recut(connection: Connection, coder: int) -> int | None:
    """The last act of this coder that cut fragments anew and still stands, in a text that was not replaced since."""
    return connection.execute(
        select(func.max(acts.c.number))
        .join(recuts, recuts.c.act == acts.c.number)
        .join(fragments, fragments.c.number == recuts.c.fragment)
        .where(acts.c.coder == coder, recuts.c.made == true(), fragments.c.live == true(), _in_the_same_text())
    ).scalar()


def _in_the_same_text() -> ColumnElement[bool]:
    """Whether what an act made stands in the text in which it cut."""
    others, cut = recuts.alias(), fragments.alias()
    return exists().where(
        others.c.act == recuts.c.act,
        others.c.made == false(),
        cut.c.number == others.c.fragment,
        cut.c.version == fragments.c.version,
    )


def undo_recut(connection: Connection, act: int, coder: int, *, at: datetime) -> int:
    """Let the old fragments stand again; returns the number of the act that did so.

    Raises:
        InvalidDecision: something was said of the new fragments, or they were cut anew themselves.
    """
    made = list(_touched(connection, act, made=True))
    gone = list(_touched(connection, act, made=False))
    said = exists().where(
        decisions.c.fragment.in_(made), decisions.c.act != act, decisions.c.action != str(Action.UNDONE), is_live()
    )
    stands = connection.execute(
        select(func.count()).where(fragments.c.number.in_(made), fragments.c.live == true())
    ).scalar_one()
    if connection.execute(select(said)).scalar() or stands < len(made):
        raise InvalidDecision("The fragments cannot be cut back: something was said of them since. Undo that first.")
    undoing = begin_act(connection, coder, "undo", at=at, source=f"{CUT_BACK}{act}")
    for numbers, live in ((made, False), (gone, True)):
        connection.execute(update(fragments).where(fragments.c.number.in_(numbers)).values(live=live))
    count_fragments(connection, [*made, *gone])
    where = select(fragments.c.interview).where(fragments.c.number == gone[0])
    count_interview(connection, connection.execute(where).scalar_one())
    return undoing


def _touched(connection: Connection, act: int, *, made: bool) -> list[int]:
    wanted = select(recuts.c.fragment).where(recuts.c.act == act, recuts.c.made == made)
    return list(connection.execute(wanted).scalars())
