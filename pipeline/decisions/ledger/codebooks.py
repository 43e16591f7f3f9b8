"""Which dimensions a finished verdict speaks of: all of its codebook's, unless the entry names fewer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, select

from pipeline.decisions.ledger import codebook_of
from pipeline.decisions.parts import in_parts
from pipeline.decisions.settling import Pair, is_live
from pipeline.decisions.tables import decisions
from pipeline.records import Action


def judged_dimensions(connection: Connection, of: Iterable[int]) -> dict[Pair, set[str]]:
    """Per fragment and coder the dimensions that were judged, from the entries that say the fragment is done."""
    found: dict[Pair, set[str]] = defaultdict(set)
    columns = decisions.c
    wanted = select(columns.fragment, columns.coder, columns.codebook, columns.judged)
    for part in in_parts(of):
        rows = connection.execute(
            wanted.where(columns.fragment.in_(part), columns.action == str(Action.REVIEWED), is_live())
        ).all()
        books = {stamp: codebook_of(connection, stamp).dimension_ids for stamp in {row.codebook for row in rows}}
        for row in rows:
            named = books[row.codebook] if row.judged is None else row.judged.split("|")
            found[row.fragment, row.coder].update(named)
    return found
