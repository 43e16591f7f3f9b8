"""Where coders differ, somebody decides whose verdict counts; both originals stay as they are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, true

from pipeline.decisions.counting import count_fragments, count_interview
from pipeline.decisions.entries import begin_act, coder_number, known_coder
from pipeline.decisions.finding import fragment_numbers
from pipeline.decisions.tables import finals, fragments, standing
from pipeline.errors import InvalidDecision

ADJUDICATION = "adjudication"


def adjudicate(connection: Connection, fragment_id: str, coder: str | None, *, by: str, decided_at: datetime) -> None:
    """See `Store.adjudicate`."""
    fragment = fragment_numbers(connection, [fragment_id])[fragment_id]
    chosen = None if coder is None else _finished(connection, fragment, fragment_id, coder)
    act = begin_act(connection, coder_number(connection, by), ADJUDICATION, at=decided_at)
    keep_choice(connection, act, fragment_id, chosen)


def keep_choice(connection: Connection, act: int, fragment_id: str, coder: int | None) -> None:
    """Keep whose verdict an act made the final one; None takes an earlier choice back."""
    choose(connection, act, fragment_numbers(connection, [fragment_id])[fragment_id], coder)


def choose(connection: Connection, act: int, fragment: int, coder: int | None) -> None:
    """The same, of a fragment by its number."""
    connection.execute(insert(finals), {"act": act, "fragment": fragment, "coder": coder})
    count_fragments(connection, [fragment])
    interview = connection.execute(select(fragments.c.interview).where(fragments.c.number == fragment)).scalar_one()
    count_interview(connection, interview, ())


def _finished(connection: Connection, fragment: int, fragment_id: str, coder: str) -> int:
    number = known_coder(connection, coder)
    finished = connection.execute(
        select(standing.c.coder).where(
            standing.c.fragment == fragment, standing.c.coder == number, standing.c.reviewed == true()
        )
    ).scalar()
    if finished is None:
        raise InvalidDecision(f"{coder!r} has not finished {fragment_id}, so that verdict cannot be the final one.")
    return int(finished)
