"""The mapping of codes by the versions that a store has recorded."""

from __future__ import annotations

import json
from functools import lru_cache

from sqlalchemy import Connection, select

from pipeline.decisions.codebook.mapping import CodeMapping, Step
from pipeline.decisions.database.schema import codebook_versions


def code_mapping(connection: Connection) -> CodeMapping:
    """The mapping by all versions that are recorded."""
    columns = codebook_versions.c
    rows = connection.execute(
        select(columns.number, columns.entries, columns.moves, columns.restores).order_by(columns.number)
    )
    return _built(tuple(rows.tuples()))


# The versions are few and never change; a verdict asks for the mapping.
@lru_cache(maxsize=4)
def _built(rows: tuple[tuple[int, int, str, int | None], ...]) -> CodeMapping:
    return CodeMapping(
        [
            Step(number, entries, tuple((of, old, new) for of, old, new in json.loads(moves or "[]")), restores)
            for number, entries, moves, restores in rows
        ]
    )
