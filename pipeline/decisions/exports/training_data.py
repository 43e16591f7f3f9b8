"""What people decided becomes examples to learn from; what a machine suggested never does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, true

from pipeline.codebook import Codebook
from pipeline.decisions.finality import final_coders
from pipeline.decisions.judged import judged_dimensions
from pipeline.decisions.parts import in_parts
from pipeline.decisions.reading import transcript
from pipeline.decisions.settling import Pair
from pipeline.decisions.states import ORIGINS, Given
from pipeline.decisions.tables import fragments, holding, interviews
from pipeline.records import Example, passages


def examples(connection: Connection, codebook: Codebook) -> list[Example]:
    """See `Store.examples`."""
    final = final_coders(connection)
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


def _codes(codebook: Codebook, judged: set[str], held: Sequence[Given]) -> dict[str, tuple[str, ...]]:
    """The codes in the codebook's order; a dimension that was not judged, or is in the codebook no more, is absent."""
    return {
        dimension.id: tuple(code for code in dimension.code_ids if (dimension.id, code) in held)
        for dimension in codebook
        if dimension.id in judged
    }


def _held(connection: Connection, of: Sequence[int]) -> Mapping[Pair, list[Given]]:
    found: dict[Pair, list[Given]] = defaultdict(list)
    columns = holding.c
    wanted = select(columns.fragment, columns.coder, columns.dimension, columns.code)
    for part in in_parts(of):
        for row in connection.execute(wanted.where(columns.fragment.in_(part), columns.status.in_(ORIGINS))):
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
