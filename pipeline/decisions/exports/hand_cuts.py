"""Where people cut: what boundaries may be learnt from. Automatic cuts that somebody merely kept are none of theirs."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection, and_, or_, select, true

from pipeline.decisions.hand_rows import Span
from pipeline.decisions.recutting import BY_HAND
from pipeline.decisions.tables import fragments, imported, interviews, recuts


def hand_cuts(connection: Connection) -> dict[str, list[Span]]:
    """See `Store.hand_cuts`."""
    by_hand: dict[str, list[Span]] = defaultdict(list)
    kept: dict[str, list[Span]] = defaultdict(list)
    columns = fragments.c
    came_in = columns.number.in_(select(imported.c.fragment))
    cut_anew = columns.number.in_(select(recuts.c.fragment).where(recuts.c.made == true()))
    rows = connection.execute(
        select(interviews.c.id, columns.start, columns.end, columns.boundary)
        .join(interviews, interviews.c.number == columns.interview)
        # The rest that a hand cut left of an automatic fragment is marked as cut by hand too, but nobody chose its end.
        .where(and_(columns.live == true(), or_(came_in, cut_anew)))
        .order_by(interviews.c.id, columns.start, columns.end)
    )
    for interview, start, end, boundary in rows:
        (by_hand if boundary == BY_HAND else kept)[interview].append((start, end))
    # Coders who cut for themselves agree with the machine here and there. Where all agrees they coded its cuts.
    return {interview: sorted(spans + kept[interview]) for interview, spans in by_hand.items()}
