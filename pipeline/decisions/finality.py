"""Whose verdict counts where several coders finished the same fragment."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, select, true

from pipeline.decisions.tables import finals, fragments, standing


def final_coders(connection: Connection, interview: int | None = None) -> dict[int, int]:
    """Per finished fragment the coder whose verdict counts.

    The one that adjudication chose, as long as that coder's verdict is finished; else the first who finished.
    """
    finished: dict[int, list[int]] = {}
    rows = connection.execute(
        select(standing.c.fragment, standing.c.coder)
        .where(standing.c.reviewed == true(), _here(interview))
        .order_by(standing.c.finished)
    )
    for fragment, coder in rows.all():
        finished.setdefault(fragment, []).append(coder)
    chosen = _chosen(connection, interview)
    return {
        fragment: choice if (choice := chosen.get(fragment)) in coders else coders[0]
        for fragment, coders in finished.items()
    }


def _chosen(connection: Connection, interview: int | None) -> dict[int, int | None]:
    wanted = select(finals.c.fragment, finals.c.coder).order_by(finals.c.number)
    if interview is not None:
        wanted = wanted.join(fragments, fragments.c.number == finals.c.fragment)
        wanted = wanted.where(fragments.c.interview == interview)
    return {fragment: coder for fragment, coder in connection.execute(wanted)}


def _here(interview: int | None) -> ColumnElement[bool]:
    return true() if interview is None else standing.c.interview == interview
