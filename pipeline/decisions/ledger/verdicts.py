"""Verdicts are checked against the codebook and the fragment's state, added to the ledger, and never changed there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, exists, select

from pipeline.codebook import Codebook
from pipeline.decisions.entries import add_entries, begin_act, coder_number, shown_entries
from pipeline.decisions.finding import fragment_numbers, place_of
from pipeline.decisions.parts import in_parts
from pipeline.decisions.settling import Pair, settle, shown_of, states_of
from pipeline.decisions.states import State, after, refusal
from pipeline.decisions.tables import codebooks, decisions, fragments, interviews, scored
from pipeline.decisions.views import Entry
from pipeline.errors import InvalidDecision, UnknownFragment
from pipeline.records import Action, Decision


def keep_codebook(connection: Connection, codebook: Codebook) -> None:
    """See `Store.keep_codebook`."""
    stamp = codebook.stamp
    if connection.execute(select(codebooks.c.stamp).where(codebooks.c.stamp == stamp)).scalar() is None:
        kept = {"stamp": stamp, "version": codebook.version, "contents": codebook.model_dump_json()}
        connection.execute(codebooks.insert(), kept)


def codebook_of(connection: Connection, stamp: str) -> Codebook:
    """The codebook that was kept under a stamp; raises InvalidDecision if there is none."""
    contents = connection.execute(select(codebooks.c.contents).where(codebooks.c.stamp == stamp)).scalar()
    if contents is None:
        raise InvalidDecision(
            f"Codebook {stamp!r} is not known to the store, so nothing was recorded. Close the desk and open it again."
        )
    return _parsed(contents)


@lru_cache(maxsize=16)
def _parsed(contents: str) -> Codebook:
    return Codebook.model_validate_json(contents)


def record(connection: Connection, said: Sequence[Decision]) -> list[int]:
    """See `Store.record`."""
    if not said:
        return []
    numbers = fragment_numbers(connection, dict.fromkeys(each.fragment_id for each in said))
    coders = {name: coder_number(connection, name) for name in dict.fromkeys(each.coder for each in said)}
    pairs = [(numbers[each.fragment_id], coders[each.coder]) for each in said]
    _refuse_the_impossible(connection, said, pairs)
    seen = _seen(connection, pairs)
    acts = {number: begin_act(connection, number, "verdict", at=said[0].decided_at) for number in coders.values()}
    rows = [
        as_row(each, pair, act=acts[pair[1]], blind=each.blind and pair not in seen)
        for each, pair in zip(said, pairs, strict=True)
    ]
    added = add_entries(connection, rows)
    settle(connection, set(pairs))
    return added


def as_row(decision: Decision, pair: Pair, *, act: int, blind: bool) -> dict[str, Any]:
    """A decision as a row of the ledger."""
    return {
        "act": act,
        "fragment": pair[0],
        "coder": pair[1],
        "action": str(decision.action),
        "decided_at": decision.decided_at,
        "codebook": decision.codebook,
        "dimension": decision.dimension,
        "code": decision.code,
        "instead_of": decision.instead_of,
        "blind": blind,
        "probability": decision.probability,
        "rank": decision.rank,
        "model": decision.model,
        "seconds": decision.seconds,
        "judged": None,
    }


def history(connection: Connection, fragment_id: str) -> list[Entry]:
    """See `Store.history`."""
    interview, start, end = place_of(fragment_id)
    found = connection.execute(
        select(fragments.c.number, fragments.c.version)
        .join(interviews, interviews.c.number == fragments.c.interview)
        .where(interviews.c.id == interview, fragments.c.start == start, fragments.c.end == end)
    ).all()
    if not found:
        raise UnknownFragment(fragment_id)
    # In an earlier text other words may have stood at this place.
    newest = max(row.version for row in found)
    numbers = [row.number for row in found if row.version == newest]
    return shown_entries(connection, decisions.c.fragment.in_(numbers))


def _refuse_the_impossible(connection: Connection, said: Sequence[Decision], pairs: Sequence[Pair]) -> None:
    touched = {fragment for fragment, _ in pairs}
    shown, states = shown_of(connection, touched), states_of(connection, touched)
    books = {stamp: codebook_of(connection, stamp) for stamp in dict.fromkeys(each.codebook for each in said)}
    for each, pair in zip(said, pairs, strict=True):
        state = states.get(pair, State())
        why = refusal(state, each, shown[pair[0]], books[each.codebook])
        if why:
            raise InvalidDecision(f"Nothing was recorded for {each.fragment_id}: {why}.")
        # The entry has no number yet; for what may be said next any number will do.
        states[pair] = after(state, each, 0)


def _seen(connection: Connection, pairs: Collection[Pair]) -> set[Pair]:
    """Of these, the pairs where the coder was shown the suggestion once finished: taking that back unsees nothing."""
    seen: set[Pair] = set()
    columns, coders = decisions.c, {coder for _, coder in pairs}
    # Not by pairs: for more than one of them SQLite would read the whole ledger.
    for part in in_parts(sorted({fragment for fragment, _ in pairs})):
        rows = connection.execute(
            select(columns.fragment, columns.coder).where(
                columns.fragment.in_(part),
                columns.coder.in_(coders),
                columns.action == str(Action.REVIEWED),
                exists().where(scored.c.fragment == columns.fragment),
            )
        )
        seen.update((fragment, coder) for fragment, coder in rows)
    return seen.intersection(pairs)
