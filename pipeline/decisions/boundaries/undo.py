"""Undo and redo boundary changes: the earlier fragments come back with their verdicts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, false, func, or_, select, true, update

from pipeline.decisions.boundaries.history import RECUT
from pipeline.decisions.database.conditions import is_live
from pipeline.decisions.database.schema import acts, boundary_changes, decisions, fragments
from pipeline.decisions.ledger.acts import REDO, UNDO, insert_act
from pipeline.decisions.ledger.totals import count_fragments, count_interview
from pipeline.errors import InvalidDecision
from pipeline.messages import Message
from pipeline.records import Action


def last_recut(connection: Connection, coder: int) -> int | None:
    """The last act of this coder that cut fragments anew and still stands, in a text that was not replaced since."""
    return connection.execute(
        select(func.max(acts.c.number))
        .join(boundary_changes, boundary_changes.c.act == acts.c.number)
        .join(fragments, fragments.c.number == boundary_changes.c.fragment)
        .where(
            acts.c.coder == coder, boundary_changes.c.made == true(), fragments.c.live == true(), _in_the_same_text()
        )
    ).scalar()


def _in_the_same_text() -> ColumnElement[bool]:
    """Whether what an act made stands in the text in which it cut."""
    others, cut = boundary_changes.alias(), fragments.alias()
    return exists().where(
        others.c.act == boundary_changes.c.act,
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
        raise InvalidDecision(
            Message("The fragments cannot be cut back: something was said of them since. Undo that first.")
        )
    return _exchange(connection, (made, gone), insert_act(connection, coder, UNDO, at=at, about=act))


def last_cut_back(connection: Connection, coder: int, *, since: int) -> int | None:
    """The last act of this coder after `since` that cut fragments back and was not taken back itself."""
    change = acts.alias("change")
    found = connection.execute(
        select(acts.c.number, acts.c.about)
        .join(change, change.c.number == acts.c.about)
        .where(acts.c.coder == coder, acts.c.kind == UNDO, acts.c.number > since, change.c.kind == RECUT)
        .order_by(acts.c.number.desc())
    )
    for row in found:
        made, gone = (_standing(connection, row.about, made=made) for made in (True, False))
        # In a newer text either would lie among fragments of that text.
        if {live for _, live in made} == {False} and {live for _, live in gone} == {True}:
            return row.number if len({version for version, _ in (*made, *gone)}) == 1 else None
    return None


def redo_recut(connection: Connection, back: int, coder: int, *, at: datetime) -> int:
    """Take back an act that cut fragments back: those that were made stand again; returns the number of the new act.

    Raises:
        InvalidDecision: something was said since of the fragments that would be set aside.
    """
    act = connection.execute(select(acts.c.about).where(acts.c.number == back)).scalar_one()
    made = list(_touched(connection, act, made=True))
    gone = list(_touched(connection, act, made=False))
    # What this coder took back and brought back in between came to the same; of others, every word counts.
    since = exists().where(
        decisions.c.fragment.in_(gone),
        decisions.c.act > back,
        is_live(),
        or_(decisions.c.coder != coder, decisions.c.action != str(Action.UNDONE)),
    )
    if connection.execute(select(since)).scalar():
        raise InvalidDecision(Message("The fragments cannot be cut again: something was said of them since."))
    return _exchange(connection, (gone, made), insert_act(connection, coder, REDO, at=at, about=act))


def _exchange(connection: Connection, places: tuple[list[int], list[int]], act: int) -> int:
    """Set the first aside and let the second stand; gives the act back."""
    for numbers, live in zip(places, (False, True), strict=True):
        connection.execute(update(fragments).where(fragments.c.number.in_(numbers)).values(live=live))
    count_fragments(connection, [*places[0], *places[1]])
    where = select(fragments.c.interview).where(fragments.c.number == places[0][0])
    count_interview(connection, connection.execute(where).scalar_one())
    return act


def _standing(connection: Connection, act: int, *, made: bool) -> list[tuple[int, bool]]:
    """The version of the text and whether it stands, of each fragment that an act made or set aside."""
    wanted = select(fragments.c.version, fragments.c.live).where(
        fragments.c.number.in_(_touched(connection, act, made=made))
    )
    return [(version, bool(live)) for version, live in connection.execute(wanted)]


def _touched(connection: Connection, act: int, *, made: bool) -> list[int]:
    wanted = select(boundary_changes.c.fragment).where(boundary_changes.c.act == act, boundary_changes.c.made == made)
    return list(connection.execute(wanted).scalars())
