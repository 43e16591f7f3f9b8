"""What is kept beside the ledger is brought in line with it: computed anew from the entries, never counted on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, select

from pipeline.decisions.counting import count_fragments, count_interview
from pipeline.decisions.parts import in_parts
from pipeline.decisions.states import Shown, State, come_to
from pipeline.decisions.tables import decisions, fragments, holding, standing, struck, suggestions
from pipeline.records import Action

Pair = tuple[int, int]
"""The numbers of a fragment and of a coder."""


def is_live() -> ColumnElement[bool]:
    """The condition that an entry of the ledger is live."""
    return ~exists().where(struck.c.number == decisions.c.number)


def states_of(connection: Connection, of: Collection[int]) -> dict[Pair, State]:
    """What the live entries on these fragments come to, per fragment and coder; pairs without entries are absent."""
    said: dict[Pair, list[tuple[int, Any]]] = defaultdict(list)
    columns = decisions.c
    wanted = select(
        columns.number, columns.fragment, columns.coder, columns.action, columns.dimension, columns.code,
        columns.instead_of,
    )  # fmt: skip
    for part in in_parts(of):
        rows = connection.execute(
            wanted.where(columns.fragment.in_(part), columns.action != str(Action.UNDONE), is_live()).order_by(
                columns.number
            )
        )
        for row in rows:
            said[row.fragment, row.coder].append((row.number, row))
    return {pair: come_to(entries) for pair, entries in said.items()}


def shown_of(connection: Connection, of: Collection[int]) -> dict[int, Shown]:
    """What is suggested for these fragments."""
    blind: dict[int, bool] = {}
    scored: dict[int, set[tuple[str, str]]] = defaultdict(set)
    suggested: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for part in in_parts(of):
        drawn = connection.execute(select(fragments.c.number, fragments.c.blind).where(fragments.c.number.in_(part)))
        blind.update((number, is_blind) for number, is_blind in drawn)
        columns = suggestions.c
        rows = connection.execute(
            select(columns.fragment, columns.dimension, columns.code, columns.suggested).where(
                columns.fragment.in_(part)
            )
        )
        for fragment, dimension, code, is_suggested in rows:
            scored[fragment].add((dimension, code))
            if is_suggested:
                suggested[fragment].add((dimension, code))
    return {
        number: Shown(all=frozenset(scored[number]), suggested=frozenset(suggested[number]), blind=is_blind)
        for number, is_blind in blind.items()
    }


def settle(connection: Connection, pairs: Collection[Pair]) -> None:
    """Keep what these coders hold of these fragments, and every count that rests on it."""
    touched = sorted({fragment for fragment, _ in pairs})
    shown, states = shown_of(connection, touched), states_of(connection, touched)
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
    for part in in_parts(of):
        rows = connection.execute(select(fragments.c.number, fragments.c.interview).where(fragments.c.number.in_(part)))
        found.update((number, interview) for number, interview in rows)
    return found


def _keep_states(
    connection: Connection,
    states: Mapping[Pair, State | None],
    shown: Mapping[int, Shown],
    where: Mapping[int, int],
) -> None:
    _forget_states(connection, states)
    kept = {pair: state for pair, state in states.items() if state is not None}
    stands = [_stand(pair, state, where[pair[0]], len(shown[pair[0]].open(state))) for pair, state in kept.items()]
    holds = [row for pair, state in kept.items() for row in _holds(pair, state)]
    for table, rows in ((standing, stands), (holding, holds)):
        if rows:
            connection.execute(insert(table), rows)


def _forget_states(connection: Connection, pairs: Iterable[Pair]) -> None:
    by_coder: dict[int, list[int]] = defaultdict(list)
    for fragment, coder in pairs:
        by_coder[coder].append(fragment)
    for coder, touched in by_coder.items():
        for part in in_parts(touched):
            for table in (holding, standing):
                connection.execute(delete(table).where(table.c.coder == coder, table.c.fragment.in_(part)))


def _stand(pair: Pair, state: State, interview: int, waiting: int) -> dict[str, Any]:
    return {
        "fragment": pair[0],
        "coder": pair[1],
        "interview": interview,
        "reviewed": state.finished is not None,
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
