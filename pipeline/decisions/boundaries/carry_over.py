"""Copy verdicts from a fragment to the ones that replace it, as ledger entries that name the original."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from pipeline.decisions.codebook.mapping import CodeMapping
from pipeline.decisions.codebook.recorded_mapping import code_mapping
from pipeline.decisions.database.schema import decisions
from pipeline.decisions.ledger.codebooks import codebook_of
from pipeline.decisions.ledger.entries import add_entries
from pipeline.decisions.ledger.projection import states_of, update_projection
from pipeline.decisions.ledger.rules import HELD_STATUSES, CodeKey, State

KEPT = (
    "coder", "action", "decided_at", "codebook", "dimension", "code", "instead_of", "blind", "probability", "rank",
    "model", "seconds", "judged",
)  # fmt: skip


def carry(connection: Connection, parents: Sequence[int], to: int, act: int, *, finished: bool) -> None:
    """Repeat on a fragment what holds on its parents, per coder.

    Where parents differ in a dimension with room for one code, none is carried, and the coder has to look again.
    With `finished`, who had finished all parents has finished it too.
    """
    states, mapping = states_of(connection, parents), code_mapping(connection)
    entries = _entries(connection, states.values())
    rows: list[dict[str, Any]] = []
    coders = sorted({coder for _, coder in states})
    for coder in coders:
        given = [states.get((parent, coder), State()) for parent in parents]
        clashes = _clashes(connection, given, entries)
        wanted = [entries[number] for number in _numbers(given, clashes)]
        if finished and not clashes and all(state.finished is not None for state in given):
            wanted.append(entries[max(state.finished or 0 for state in given)])
        # All of them, where one is: nothing of the fragment is independent of the other coder then.
        informed = any(entry.informed for entry in wanted)
        rows += (_repeated(entry, to, act, mapping) | {"informed": informed} for entry in wanted)
    add_entries(connection, rows)
    update_projection(connection, {(to, coder) for coder in coders})


def _entries(connection: Connection, states: Iterable[State]) -> Mapping[int, Row[Any]]:
    numbers = {number for state in states for _, number in state.codes.values()}
    numbers |= {state.finished for state in states if state.finished is not None}
    found = connection.execute(select(decisions).where(decisions.c.number.in_(sorted(numbers))))
    return {row.number: row for row in found}


def _clashes(connection: Connection, given: Sequence[State], entries: Mapping[int, Row[Any]]) -> set[str]:
    """The dimensions with room for one code in which the parents hold different ones."""
    holding: dict[str, set[str]] = {}
    single: set[str] = set()
    for state in given:
        for (dimension, code), (status, number) in state.codes.items():
            if status in HELD_STATUSES:
                holding.setdefault(dimension, set()).add(code)
                book = codebook_of(connection, entries[number].codebook)
                single |= {dimension} if book.dimension(dimension).single else set()
    return {dimension for dimension in single if len(holding[dimension]) > 1}


def _numbers(given: Sequence[State], clashes: Collection[str]) -> list[int]:
    """The entries to repeat: of each code the one that makes it hold, else the last that was said of it."""
    chosen: dict[CodeKey, tuple[str, int]] = {}
    for state in given:
        for about, said in state.codes.items():
            known = chosen.get(about)
            if about[0] not in clashes and (
                known is None or (said[0] in HELD_STATUSES and known[0] not in HELD_STATUSES)
            ):
                chosen[about] = said
    # A change also says that another code does not hold: first, so that it has not the last word on that one.
    changes = {number for status, number in chosen.values() if status in ("changed", "replaced")}
    others = {number for _, number in chosen.values()} - changes
    return [*sorted(changes), *sorted(others)]


def _repeated(entry: Row[Any], to: int, act: int, mapping: CodeMapping) -> dict[str, Any]:
    """The entry as a row on another fragment, under the codes as they count now."""
    row = {name: getattr(entry, name) for name in KEPT} | {"fragment": to, "act": act, "carries": entry.number}
    for name in ("code", "instead_of"):
        if row[name] is not None:
            row[name] = mapping.given_by(entry.dimension, row[name], entry.number)
    return row
