"""A judge's choice is taken back, and made again: whose verdict counts is as it was before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select, true

from pipeline.decisions.adjudicating import choose
from pipeline.decisions.entries import REDO, UNDO, VERDICT, begin_act
from pipeline.decisions.tables import acts, finals, fragments, interviews
from pipeline.errors import InvalidDecision
from pipeline.records import fragment_id

CHOSE_BACK, CHOSE_AGAIN = "chose back act ", "chose again act "


@dataclass(frozen=True, slots=True)
class _Choice:
    """A row of `finals`; `about` is the act that chose: its own, or the one that it takes back or makes again."""

    act: int
    about: int
    back: bool
    coder: int | None
    by: int


def last_choice(connection: Connection, coder: int) -> int | None:
    """The last act of this coder that chose whose verdict counts, and was not taken back."""
    back: dict[int, bool] = {}
    for each in _choices_of(connection, coder):
        if not back.setdefault(each.about, each.back) and each.about == each.act:
            return each.act
    return None


def last_taken_back(connection: Connection, coder: int, *, since: int) -> int | None:
    """The last act of this coder after `since` that took a choice back, and was not taken back itself."""
    settled: set[int] = set()
    for each in _choices_of(connection, coder):
        if each.about not in settled and each.back and each.act > since:
            return each.act
        settled.add(each.about)
    return None


def undo_choice(connection: Connection, act: int, coder: int, *, at: datetime) -> int:
    """Let that count what counted before an act chose; returns the number of the act that did so.

    Raises:
        InvalidDecision: somebody chose since.
    """
    back = begin_act(connection, coder, UNDO, at=at, source=f"{CHOSE_BACK}{act}")
    if not follow(connection, back):
        raise InvalidDecision("The choice cannot be taken back: somebody chose anew since.")
    return back


def redo_choice(connection: Connection, back: int, coder: int, *, at: datetime) -> int:
    """Choose again what an act took back; returns the number of the new act.

    Raises:
        InvalidDecision: somebody chose since.
    """
    again = begin_act(connection, coder, REDO, at=at, source=said_of_choice(connection, back))
    if not follow(connection, again):
        raise InvalidDecision("The choice cannot be made again: somebody chose anew since.")
    return again


def said_of_choice(connection: Connection, act: int | None) -> str | None:
    """What an act that takes another one back says of the choice in that; None when that chose nothing."""
    row = connection.execute(_rows().where(finals.c.act == act)).first()
    if row is None:
        return None
    choice = _read(row)
    return f"{CHOSE_AGAIN if choice.back else CHOSE_BACK}{choice.about}"


def follow(connection: Connection, act: int) -> bool:
    """Do to whose verdict counts what an act says of a choice; tells whether it could: nobody else chose since."""
    row = connection.execute(select(acts.c.coder, acts.c.source).where(acts.c.number == act)).one()
    about = int(row.source.rpartition(" ")[2])
    fragment = connection.execute(select(finals.c.fragment).where(finals.c.act == about)).scalar_one()
    every = [_read(each) for each in connection.execute(_rows().where(finals.c.fragment == fragment))]
    stands, before = _last_two(every)
    if row.source.startswith(CHOSE_AGAIN):
        taken_back = max(each.act for each in every if each.about == about and each.back)
        free = all(each.by == row.coder for each in every if each.act > taken_back)
        coder = next(each.coder for each in every if each.act == about)
    else:
        free, coder = stands == about, before
    if free:
        choose(connection, act, fragment, coder)
    return free


def chosen_on(connection: Connection, act: int) -> str:
    """The fragment on which an act chose."""
    row = connection.execute(
        select(interviews.c.id, fragments.c.start, fragments.c.end)
        .join_from(finals, fragments, fragments.c.number == finals.c.fragment)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .where(finals.c.act == act)
    ).one()
    return fragment_id(row.id, row.start, row.end)


def _last_two(every: Iterable[_Choice]) -> tuple[int, int | None]:
    """The newest act among those that chose and were not taken back, and whom the one before it chose."""
    standing: dict[int, int | None] = {0: None, -1: None}
    for each in every:
        standing.pop(each.about, None)
        if not each.back:
            standing[each.about] = each.coder
    *_, before, newest = standing
    return newest, standing[before]


def _choices_of(connection: Connection, coder: int) -> Iterator[_Choice]:
    """What this coder chose without coding it himself, and what he took back; the last first."""
    wanted = (
        _rows()
        .join(fragments, fragments.c.number == finals.c.fragment)
        .where(acts.c.coder == coder, acts.c.kind != VERDICT, fragments.c.live == true())
        .order_by(None)
        .order_by(finals.c.number.desc())
    )
    return map(_read, connection.execute(wanted))


def _rows() -> Select[Any]:
    wanted = select(finals.c.act, finals.c.coder, acts.c.source, acts.c.coder.label("by")).join(
        acts, acts.c.number == finals.c.act
    )
    return wanted.order_by(finals.c.number)


def _read(row: Row[Any]) -> _Choice:
    told = str(row.source or "")
    about = int(told.rpartition(" ")[2]) if told.startswith((CHOSE_BACK, CHOSE_AGAIN)) else row.act
    return _Choice(act=row.act, about=about, back=told.startswith(CHOSE_BACK), coder=row.coder, by=row.by)
