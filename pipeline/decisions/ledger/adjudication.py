"""Adjudication: choose whose verdict counts where coders differ. Both originals stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, true

from pipeline.decisions.database.identifiers import coder_number, fragment_numbers, interview_number, known_coder
from pipeline.decisions.database.schema import (
    acts,
    adjudications,
    coder_fragments,
    coders,
    fragments,
    interviews,
)
from pipeline.decisions.ledger.acts import ADJUDICATION, REDO, UNDO, VERDICT, first_act, insert_act
from pipeline.decisions.ledger.totals import count_fragments, count_interview
from pipeline.errors import InvalidDecision
from pipeline.messages import Message
from pipeline.records import fragment_id


def adjudicate(connection: Connection, fragment_id: str, coder: str | None, *, by: str, decided_at: datetime) -> None:
    """Say whose finished verdict is the final one; None leaves it to who finished first.

    An adjudicator who agrees with nobody codes the fragment under an own name first, and then chooses that.

    Raises:
        InvalidDecision: that coder has not finished the fragment.
        UnknownFragment: it is not in the study (any more).
    """
    fragment = fragment_numbers(connection, [fragment_id])[fragment_id]
    chosen = None if coder is None else _finished(connection, fragment, fragment_id, coder)
    act = insert_act(connection, coder_number(connection, by), ADJUDICATION, at=decided_at)
    keep_choice(connection, act, fragment_id, chosen)


def keep_choice(connection: Connection, act: int, fragment_id: str, coder: int | None) -> None:
    """Keep whose verdict an act made the final one; None takes an earlier choice back."""
    choose(connection, act, fragment_numbers(connection, [fragment_id])[fragment_id], coder)


def choose(connection: Connection, act: int, fragment: int, coder: int | None) -> None:
    """The same, of a fragment by its number."""
    connection.execute(insert(adjudications), {"act": act, "fragment": fragment, "coder": coder})
    count_fragments(connection, [fragment])
    interview = connection.execute(select(fragments.c.interview).where(fragments.c.number == fragment)).scalar_one()
    count_interview(connection, interview, ())


def _finished(connection: Connection, fragment: int, fragment_id: str, coder: str) -> int:
    number = known_coder(connection, coder)
    finished = connection.execute(
        select(coder_fragments.c.coder).where(
            coder_fragments.c.fragment == fragment,
            coder_fragments.c.coder == number,
            coder_fragments.c.finished.is_not(None),
        )
    ).scalar()
    if finished is None:
        raise InvalidDecision(
            Message(
                "%(coder)s has not finished %(fragment)s, so that verdict cannot be the final one.",
                coder=repr(coder),
                fragment=fragment_id,
            )
        )
    return int(finished)


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
    back = insert_act(connection, coder, UNDO, at=at, about=act)
    if not follow(connection, back):
        raise InvalidDecision(Message("The choice cannot be taken back: somebody chose anew since."))
    return back


def redo_choice(connection: Connection, back: int, coder: int, *, at: datetime) -> int:
    """Choose again what an act took back; returns the number of the new act.

    Raises:
        InvalidDecision: somebody chose since.
    """
    again = insert_act(connection, coder, REDO, at=at, about=first_act(connection, back).number)
    if not follow(connection, again):
        raise InvalidDecision(Message("The choice cannot be made again: somebody chose anew since."))
    return again


def is_choice(connection: Connection, act: int) -> bool:
    """Whether an act chose whose verdict counts, or undid or redid such a choice."""
    return connection.execute(select(adjudications.c.act).where(adjudications.c.act == act)).first() is not None


def follow(connection: Connection, act: int) -> bool:
    """Do to whose verdict counts what an act says of a choice; tells whether it could: nobody else chose since."""
    row = connection.execute(select(acts.c.coder, acts.c.kind, acts.c.about).where(acts.c.number == act)).one()
    about = row.about
    fragment = connection.execute(select(adjudications.c.fragment).where(adjudications.c.act == about)).scalar_one()
    every = [_read(each) for each in connection.execute(_rows().where(adjudications.c.fragment == fragment))]
    stands, before = _last_two(every)
    if row.kind == REDO:
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
        .join_from(adjudications, fragments, fragments.c.number == adjudications.c.fragment)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .where(adjudications.c.act == act)
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
        .join(fragments, fragments.c.number == adjudications.c.fragment)
        .where(acts.c.coder == coder, acts.c.kind != VERDICT, fragments.c.live == true())
        .order_by(None)
        .order_by(adjudications.c.number.desc())
    )
    return map(_read, connection.execute(wanted))


def _rows() -> Select[Any]:
    columns = adjudications.c.act, adjudications.c.coder, acts.c.kind, acts.c.about, acts.c.coder.label("by")
    return select(*columns).join(acts, acts.c.number == adjudications.c.act).order_by(adjudications.c.number)


def _read(row: Row[Any]) -> _Choice:
    about = row.act if row.about is None else row.about
    return _Choice(act=row.act, about=about, back=row.kind == UNDO, coder=row.coder, by=row.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjudication:
    """Whose verdict somebody chose to be the final one; `coder` is None where an earlier choice was taken back."""

    coder: str | None
    by: str
    at: datetime


def rulings(connection: Connection, interview: str | None = None) -> dict[str, Adjudication]:
    """The last choice that somebody made on each fragment where coders differ; of one interview, or of all.

    Raises:
        UnknownInterview: it is not in the study.
    """
    judge = coders.alias("judge")
    wanted = (
        select(
            fragments.c.start, fragments.c.end, coders.c.name, judge.c.name.label("judge"), acts.c.at, interviews.c.id,
        )
        .join_from(adjudications, fragments, fragments.c.number == adjudications.c.fragment)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .join(acts, acts.c.number == adjudications.c.act)
        .join(judge, judge.c.number == acts.c.coder)
        .outerjoin(coders, coders.c.number == adjudications.c.coder)
        .where(fragments.c.live == true())
        .order_by(adjudications.c.number)
    )  # fmt: skip
    if interview is not None:
        wanted = wanted.where(fragments.c.interview == interview_number(connection, interview))
    return {
        fragment_id(row.id, row.start, row.end): Adjudication(coder=row.name, by=row.judge, at=row.at)
        for row in connection.execute(wanted)
    }


def adjudicator_verdicts(connection: Connection) -> set[tuple[str, str]]:
    """The fragments and coders of verdicts that a judge gave having seen those of others."""
    rows = connection.execute(
        select(interviews.c.id, fragments.c.start, fragments.c.end, coders.c.name)
        .join_from(adjudications, acts, acts.c.number == adjudications.c.act)
        .join(fragments, fragments.c.number == adjudications.c.fragment)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .join(coders, coders.c.number == adjudications.c.coder)
        .where(acts.c.kind == VERDICT)
    )
    return {(fragment_id(row.id, row.start, row.end), row.name) for row in rows}
