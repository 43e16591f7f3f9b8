"""What should hold where codes were renamed or merged, simulated version by version.

For the check of the store: it shares no code with the mapping that keeps the tables.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Select, TableClause, and_, or_, select

from pipeline.decisions.database.schema import codebook_versions, decisions

Held = tuple[int, int, str, str, str, int]
"""Fragment, coder, dimension, code, status and entry, as the table of codes that hold has them."""

_STATUS = {
    "accepted": "accepted",
    "rejected": "rejected",
    "changed": "changed",
    "added": "manual",
    "removed": "removed",
}
_HOLDS = ("accepted", "changed", "manual")


@dataclass(slots=True)
class _Record:
    """A code as it was given once, and its name under each version since."""

    dimension: str
    code: str
    status: str
    entry: int
    names: dict[int, str] = field(default_factory=dict)


def fragments_with_renamed_codes(connection: Connection) -> Select[tuple[int]] | None:
    """The fragments of which the ledger names a code that was ever renamed or merged; None where none was."""
    moves = connection.execute(select(codebook_versions.c.moves).where(codebook_versions.c.moves != "")).scalars()
    codes: dict[str, set[str]] = defaultdict(set)
    for dimension, old, new in (move for each in moves for move in json.loads(each)):
        codes[dimension] |= {old, new}
    if not codes:
        return None
    columns = decisions.c
    named = [
        and_(columns.dimension == of, or_(columns.code.in_(found), columns.instead_of.in_(found)))
        for of, found in codes.items()
    ]
    return select(columns.fragment).where(or_(*named))


def held_by_simulation(connection: Connection, live: TableClause, among: Select[tuple[int]]) -> set[Held]:
    """The codes of these fragments, by the live entries and the versions in the order in which they came."""
    versions = connection.execute(select(codebook_versions).order_by(codebook_versions.c.number)).all()
    entries: dict[tuple[int, int], list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(select(live).where(live.c.fragment.in_(among)).order_by(live.c.number)):
        entries[row.fragment, row.coder].append(row)
    return {
        (fragment, coder, *held) for (fragment, coder), said in entries.items() for held in _after_all(said, versions)
    }


def _after_all(said: Sequence[Row[Any]], versions: Sequence[Row[Any]]) -> list[tuple[str, str, str, int]]:
    records: list[_Record] = []
    told = under = 0
    for version in versions:
        before = [row for row in said if told < row.number <= version.entries]
        told = max(told, version.entries)
        for row in before:
            records = _told(records, row, under)
        under = version.number
        for record in records:
            _rename(record, version)
    for row in said:
        records = _told(records, row, under) if row.number > told else records
    return _merged(records)


def _merged(records: Sequence[_Record]) -> list[tuple[str, str, str, int]]:
    """Of the records that have one name now, the one that counts: one that holds, and the latest of those."""
    best: dict[tuple[str, str], _Record] = {}
    for record in sorted(records, key=lambda each: (each.status in _HOLDS, each.entry)):
        best[record.dimension, record.code] = record
    return [(of, code, record.status, record.entry) for (of, code), record in best.items()]


def _told(records: list[_Record], row: Row[Any], under: int) -> list[_Record]:
    if row.action not in _STATUS:
        return records
    new = [(row.instead_of, "replaced")] if row.action == "changed" else []
    for code, status in (*new, (row.code, _STATUS[row.action])):
        records = [each for each in records if (each.dimension, each.code) != (row.dimension, code)]
        records.append(_Record(row.dimension, code, status, row.number, {under: code}))
    return records


def _rename(record: _Record, version: Row[Any]) -> None:
    if version.restores in record.names:
        record.code = record.names[version.restores]
    else:
        moves = json.loads(version.moves or "[]")
        became = {old: new for dimension, old, new in moves if dimension == record.dimension}
        record.code = became.get(record.code, record.code)
    record.names[version.number] = record.code
