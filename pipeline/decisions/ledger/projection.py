"""Compute each coder's current codes and states from the entries of the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, select

from pipeline.decisions.codebook.recorded_mapping import code_mapping
from pipeline.decisions.database.batching import batched
from pipeline.decisions.database.conditions import is_live
from pipeline.decisions.database.schema import (
    coder_codes,
    coder_fragments,
    decisions,
    fragments,
    suggestions,
)
from pipeline.decisions.ledger.mapped_states import replay_mapped
from pipeline.decisions.ledger.rules import Pair, ShownSuggestions, State
from pipeline.decisions.ledger.totals import count_fragments, count_interview
from pipeline.records import Action

# Built once: a verdict asks all of these, and building a question takes longer than answering it.
_WANTED: BindParameter[list[int]] = bindparam("wanted", expanding=True)
_SAID = (
    select(
        decisions.c.number, decisions.c.fragment, decisions.c.coder, decisions.c.action, decisions.c.dimension,
        decisions.c.code, decisions.c.instead_of,
    )
    .where(decisions.c.fragment.in_(_WANTED), decisions.c.action != str(Action.UNDONE), is_live())
    .order_by(decisions.c.number)
)  # fmt: skip
_DRAWN = select(fragments.c.number, fragments.c.blind).where(fragments.c.number.in_(_WANTED))
_PLACES = select(fragments.c.number, fragments.c.interview).where(fragments.c.number.in_(_WANTED))
_SUGGESTED = select(suggestions.c.fragment, suggestions.c.dimension, suggestions.c.code, suggestions.c.suggested).where(
    suggestions.c.fragment.in_(_WANTED)
)
_FORGET = {
    table: delete(table).where(table.c.coder == bindparam("who"), table.c.fragment.in_(_WANTED))
    for table in (coder_codes, coder_fragments)
}


def states_of(connection: Connection, of: Collection[int]) -> dict[Pair, State]:
    """What the live entries on these fragments come to, per fragment and coder; pairs without entries are absent."""
    mapping = code_mapping(connection)
    said: dict[Pair, list[tuple[int, Any]]] = defaultdict(list)
    for part in batched(of):
        for row in connection.execute(_SAID, {"wanted": part}):
            said[row.fragment, row.coder].append((row.number, row))
    return {pair: replay_mapped(entries, mapping) for pair, entries in said.items()}


def shown_suggestions(connection: Connection, of: Collection[int]) -> dict[int, ShownSuggestions]:
    """What is suggested for these fragments."""
    blind: dict[int, bool] = {}
    scored: dict[int, set[tuple[str, str]]] = defaultdict(set)
    suggested: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for part in batched(of):
        blind.update((number, is_blind) for number, is_blind in connection.execute(_DRAWN, {"wanted": part}))
        for fragment, dimension, code, is_suggested in connection.execute(_SUGGESTED, {"wanted": part}):
            scored[fragment].add((dimension, code))
            if is_suggested:
                suggested[fragment].add((dimension, code))
    return {
        number: ShownSuggestions(all=frozenset(scored[number]), suggested=frozenset(suggested[number]), blind=is_blind)
        for number, is_blind in blind.items()
    }


def update_projection(connection: Connection, pairs: Collection[Pair]) -> None:
    """Keep what these coders hold of these fragments, and every count that rests on it."""
    touched = sorted({fragment for fragment, _ in pairs})
    shown, states = shown_suggestions(connection, touched), states_of(connection, touched)
    where = _interviews_of(connection, touched)
    _keep_states(connection, {pair: states.get(pair) for pair in sorted(pairs)}, shown, where)
    count_fragments(connection, touched)
    coders: dict[int, set[int]] = defaultdict(set)
    for fragment, coder in pairs:
        coders[where[fragment]].add(coder)
    for interview, who in coders.items():
        count_interview(connection, interview, who)


def _interviews_of(connection: Connection, of: Collection[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in batched(of):
        found.update((number, interview) for number, interview in connection.execute(_PLACES, {"wanted": part}))
    return found


def _keep_states(
    connection: Connection,
    states: Mapping[Pair, State | None],
    shown: Mapping[int, ShownSuggestions],
    where: Mapping[int, int],
) -> None:
    _forget_states(connection, states)
    kept = {pair: state for pair, state in states.items() if state is not None}
    stands = [_stand(pair, state, where[pair[0]], len(shown[pair[0]].open(state))) for pair, state in kept.items()]
    holds = [row for pair, state in kept.items() for row in _holds(pair, state)]
    for table, rows in ((coder_fragments, stands), (coder_codes, holds)):
        if rows:
            connection.execute(insert(table), rows)


def _forget_states(connection: Connection, pairs: Iterable[Pair]) -> None:
    by_coder: dict[int, list[int]] = defaultdict(list)
    for fragment, coder in pairs:
        by_coder[coder].append(fragment)
    for coder, touched in by_coder.items():
        for part in batched(touched):
            for forgetting in _FORGET.values():
                connection.execute(forgetting, {"who": coder, "wanted": part})


def _stand(pair: Pair, state: State, interview: int, waiting: int) -> dict[str, Any]:
    return {
        "fragment": pair[0],
        "coder": pair[1],
        "interview": interview,
        "finished": state.finished,
        "open": waiting,
    }


def _holds(pair: Pair, state: State) -> Iterator[dict[str, Any]]:
    for (dimension, code), (status, entry) in state.codes.items():
        yield {
            "fragment": pair[0],
            "coder": pair[1],
            "dimension": dimension,
            "code": code,
            "status": status,
            "entry": entry,
        }
