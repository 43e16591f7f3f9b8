"""Training data: coded fragments, and boundaries cut by hand. Automatic cuts that were only kept do not count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select, true

from pipeline.codebook import Codebook
from pipeline.decisions.database.batching import batched
from pipeline.decisions.database.conditions import waits_for_two
from pipeline.decisions.database.schema import boundary_changes, coder_codes, fragments, imported_rows, interviews
from pipeline.decisions.ledger.codebooks import judged_dimensions
from pipeline.decisions.ledger.rules import HELD_STATUSES, CodeKey, Pair
from pipeline.decisions.ledger.totals import final_coders
from pipeline.decisions.transcripts.spans import BY_HAND, Span
from pipeline.decisions.transcripts.versions import transcript
from pipeline.records import Example, passages


def hand_cuts(connection: Connection) -> dict[str, list[Span]]:
    """The fragments that people cut, by interview: imported, or cut anew at the desk; in the order of the text."""
    by_hand: dict[str, list[Span]] = defaultdict(list)
    kept: dict[str, list[Span]] = defaultdict(list)
    columns = fragments.c
    came_in = columns.number.in_(select(imported_rows.c.fragment))
    cut_anew = columns.number.in_(select(boundary_changes.c.fragment).where(boundary_changes.c.made == true()))
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


def examples(connection: Connection, codebook: Codebook) -> list[Example]:
    """What people decided, to learn from: reviewed fragments with context and the codes of the final verdict.

    Codes count as they do now. A retired code is not learnt; where it is the only one that there is room for, nothing
    is learnt of that dimension there. An interview that waits for two coders is left out: suggestions learnt from the
    first would tell the second what was said.
    """
    waiting = select(interviews.c.number).where(waits_for_two())
    final = final_coders(connection, fragments.c.interview.not_in(waiting))
    judged = judged_dimensions(connection, sorted(final))
    held = _held(connection, sorted(final))
    found: list[Example] = []
    for interview, places in _interviews(connection):
        if not any(place.number in final for place in places):
            continue
        shown = passages(transcript(connection, interview), [(place.start, place.end) for place in places])
        for place, passage in zip(places, shown, strict=True):
            if place.number in final:
                pair = place.number, final[place.number]
                found.append(Example(passage=passage, codes=_codes(codebook, judged[pair], held.get(pair, []))))
    return found


def _codes(codebook: Codebook, judged: set[str], held: Sequence[CodeKey]) -> dict[str, tuple[str, ...]]:
    """The codes in the codebook's order; a dimension that was not judged, or is in the codebook no more, is absent."""
    retired = {dimension for dimension, _ in codebook.retired.intersection(held)}
    return {
        dimension.id: tuple(code for code in dimension.code_ids if (dimension.id, code) in held)
        for dimension in codebook.open
        if dimension.id in judged and not (dimension.single and dimension.id in retired)
    }


def _held(connection: Connection, of: Sequence[int]) -> Mapping[Pair, list[CodeKey]]:
    found: dict[Pair, list[CodeKey]] = defaultdict(list)
    columns = coder_codes.c
    wanted = select(columns.fragment, columns.coder, columns.dimension, columns.code)
    for part in batched(of):
        for row in connection.execute(wanted.where(columns.fragment.in_(part), columns.status.in_(HELD_STATUSES))):
            found[row.fragment, row.coder].append((row.dimension, row.code))
    return found


def _interviews(connection: Connection) -> Iterator[tuple[str, list[Row[Any]]]]:
    gathered: dict[str, list[Row[Any]]] = defaultdict(list)
    columns = fragments.c
    for row in connection.execute(
        select(columns.number, columns.start, columns.end, interviews.c.id)
        .join(interviews, interviews.c.number == columns.interview)
        .where(columns.live == true())
        .order_by(interviews.c.id, columns.start, columns.end)
    ):
        gathered[row.id].append(row)
    yield from gathered.items()
