"""Verdicts given after the verdict of another coder on the same fragment was open to view.

A coder sees what another said of a fragment once he has finished it himself and the interview no longer waits for two
coders. What he says of it from then on is informed. Agreement uses what he said before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, exists, func, or_, select, true

from pipeline.decisions.codebook.recorded_mapping import code_mapping
from pipeline.decisions.database.batching import batched
from pipeline.decisions.database.conditions import waits_for_two
from pipeline.decisions.database.schema import coder_fragments, coders, decisions, fragments, interviews
from pipeline.decisions.ledger.mapped_states import replay_mapped
from pipeline.decisions.ledger.rules import HELD_STATUSES, CodeKey, Pair, State
from pipeline.records import Action, fragment_id

IndependentVerdicts = Mapping[tuple[str, str], frozenset[CodeKey] | None]
"""The codes that a coder held, by fragment and coder; None where the fragment was not finished."""


def informed_pairs(connection: Connection, pairs: Collection[Pair]) -> set[Pair]:
    """Of these fragments and coders, those where the coder can see, or could see before, the verdict of another."""
    # First where anybody else has finished the fragment: mostly nowhere, and that is all that is asked then.
    others = defaultdict[int, set[int]](set)
    for part in batched(sorted({fragment for fragment, _ in pairs})):
        finished = select(coder_fragments.c.fragment, coder_fragments.c.coder).where(
            coder_fragments.c.fragment.in_(part), coder_fragments.c.finished.is_not(None)
        )
        for fragment, coder in connection.execute(finished):
            others[fragment].add(coder)
    asked = {pair for pair in pairs if others[pair[0]] - {pair[1]}}
    return {pair for pair in asked if _could_see(connection, pair)} | _known(connection, set(pairs) - asked)


def _could_see(connection: Connection, pair: Pair) -> bool:
    own = select(decisions.c.number).where(decisions.c.fragment == pair[0], decisions.c.coder == pair[1])
    here = fragments.c.number == pair[0], fragments.c.interview == interviews.c.number
    waiting = exists().where(*here, waits_for_two())
    done = own.where(or_(decisions.c.informed == true(), (decisions.c.action == str(Action.REVIEWED)) & ~waiting))
    return connection.execute(done.limit(1)).first() is not None


def _known(connection: Connection, pairs: Collection[Pair]) -> set[Pair]:
    """Those with an informed entry: the other may have reopened the fragment since."""
    found: set[Pair] = set()
    for part in batched(sorted({fragment for fragment, _ in pairs})):
        wanted = select(decisions.c.fragment, decisions.c.coder).where(
            decisions.c.fragment.in_(part), decisions.c.informed == true()
        )
        found.update((fragment, coder) for fragment, coder in connection.execute(wanted))
    return found.intersection(pairs)


def independent_verdicts(connection: Connection) -> IndependentVerdicts:
    """What coders with informed entries on a fragment had said of it before, under the codes as they count now."""
    first = (
        select(decisions.c.fragment, decisions.c.coder, func.min(decisions.c.number).label("number"))
        .where(decisions.c.informed == true())
        .group_by(decisions.c.fragment, decisions.c.coder)
        .subquery()
    )
    wanted = (
        select(decisions, first.c.number.label("first"), interviews.c.id, fragments.c.start, fragments.c.end)
        .add_columns(coders.c.name)
        .join_from(first, decisions, (decisions.c.fragment == first.c.fragment) & (decisions.c.coder == first.c.coder))
        .join(fragments, fragments.c.number == decisions.c.fragment)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .join(coders, coders.c.number == decisions.c.coder)
        .where(fragments.c.live == true())
        .order_by(decisions.c.number)
    )
    entries = defaultdict[tuple[str, str], list[Row[Any]]](list)
    for row in connection.execute(wanted):
        before = entries[fragment_id(row.id, row.start, row.end), row.name]
        if row.number < row.first:
            before.append(row)
    mapping = code_mapping(connection)
    numbered = {pair: [(row.number, row) for row in _live(rows)] for pair, rows in entries.items()}
    return {pair: _held(replay_mapped(said, mapping)) for pair, said in numbered.items()}


def _live(rows: Iterable[Row[Any]]) -> list[Row[Any]]:
    """Those that none of the later ones undoes, oldest first."""
    kept: list[Row[Any]] = []
    undone: set[int] = set()
    for row in reversed(list(rows)):
        if row.number in undone:
            continue
        undone.add(row.undoes)
        kept.append(row)
    return kept[::-1]


def _held(state: State) -> frozenset[CodeKey] | None:
    if state.finished is None:
        return None
    return frozenset(code for code, (status, _) in state.codes.items() if status in HELD_STATUSES)
