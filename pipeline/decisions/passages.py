"""Code any words: cut the fragments at the selected words and give the codes there, as one act."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, exists, func, select

from pipeline.codebook import Codebook
from pipeline.decisions.boundaries.split_merge import NewFragment, recut, standing_fragments, text_of
from pipeline.decisions.database.conditions import CODERS_NEEDED, waits_for_two
from pipeline.decisions.database.identifiers import coder_number
from pipeline.decisions.database.schema import coder_fragments, fragments, interviews, scored_fragments
from pipeline.decisions.ledger.codebooks import codebook_of
from pipeline.decisions.ledger.entries import pairs_that_saw
from pipeline.decisions.ledger.projection import states_of
from pipeline.decisions.ledger.rules import CodeKey, State
from pipeline.decisions.ledger.verdicts import record
from pipeline.decisions.transcripts.spans import Span, strip_span
from pipeline.errors import InvalidDecision
from pipeline.messages import Message
from pipeline.records import Action, Decision
from pipeline.records import fragment_id as id_of

CODED = "code"
"""How the source of an act names a cut that gave codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of one fragment, as offsets in the transcript."""

    fragment_id: str
    start: int
    end: int


def passage_span(text: str, fragment: Span, words: Span) -> Span:
    """Where a fragment is cut to set these words apart.

    What would be left before or after them without a letter or digit, such as a full stop, goes along.
    """
    start, end = max(words[0], fragment[0]), min(words[1], fragment[1])
    if strip_span(text, fragment[0], start) is None:
        start = fragment[0]
    if strip_span(text, end, fragment[1]) is None:
        end = fragment[1]
    return start, end


def code_passages(
    connection: Connection,
    passages: Sequence[Passage],
    codes: Sequence[CodeKey],
    *,
    coder: str,
    decided_at: datetime,
    codebook: str,
    beside: Sequence[Decision] = (),
) -> list[str]:
    """Cut fragments of one interview at these passages and give the codes there; returns the ids of the passages.

    `beside` are verdicts of the same coder on fragments that stay whole. All is one act: undo takes all of it back.
    What is cut follows the rules of a split. A code in a dimension with room for one takes the place of what holds.

    Raises:
        InvalidDecision: a passage holds no word, the codebook has no such code, or a second coder must code it blind.
        UnknownFragment: a fragment is not in the study (any more).
    """
    if not passages:
        record(connection, beside)
        return []
    old = standing_fragments(connection, [each.fragment_id for each in passages])
    who = coder_number(connection, coder)
    _refuse_before_the_second_coder(connection, old, who)
    seen = _saw_suggestions(connection, old, who)
    new, chosen = _pieces(connection, old, {each.fragment_id: each for each in passages})
    act, ids = recut(connection, CODED, old, new, coder=coder, decided_at=decided_at)
    made = [(ids[place], parent) for place, parent in chosen]
    states = _states(connection, [each for each, _ in made], who)
    said = [
        Decision(
            fragment_id=fragment,
            coder=coder,
            action=action,
            decided_at=decided_at,
            codebook=codebook,
            dimension=dimension,
            code=code,
            blind=parent.number not in seen,
        )
        for fragment, parent in made
        for action, dimension, code in _given(states[fragment], codes, codebook_of(connection, codebook))
    ]
    record(connection, [*beside, *said], within=act)
    return [each for each, _ in made]


def _given(state: State, codes: Sequence[CodeKey], codebook: Codebook) -> Iterator[tuple[Action, str, str]]:
    """The entries that make these codes hold; none where a code holds already."""
    for dimension, code in codes:
        refusal = codebook.refusal(dimension, code)
        if refusal:
            raise InvalidDecision(refusal)
        if state.holds((dimension, code)):
            continue
        if codebook.dimension(dimension).single:
            yield from ((Action.REMOVED, dimension, other) for other in state.holding_in(dimension))
        yield Action.ADDED, dimension, code


def _pieces(
    connection: Connection, old: Sequence[Row[Any]], passages: dict[str, Passage]
) -> tuple[list[NewFragment], list[tuple[int, Row[Any]]]]:
    """The new fragments, and which of them are the passages, each with the fragment that it was part of."""
    text = text_of(connection, old[0])
    new: list[NewFragment] = []
    chosen = []
    for row in old:
        passage = passages[id_of(row.id, row.start, row.end)]
        start, end = passage_span(text, (row.start, row.end), (passage.start, passage.end))
        for piece in ((row.start, start), (start, end), (end, row.end)):
            if piece == (start, end):
                chosen.append((len(new), row))
            if piece[0] < piece[1] or piece == (start, end):
                new.append(NewFragment(start=piece[0], end=piece[1], parents=(row,)))
    return new, chosen


def _refuse_before_the_second_coder(connection: Connection, old: Sequence[Row[Any]], coder: int) -> None:
    """Refuse a cut that would show a second coder, who codes blind, where the first one found something."""
    finished = (
        select(func.count())
        .select_from(coder_fragments)
        .where(
            coder_fragments.c.fragment == fragments.c.number,
            coder_fragments.c.coder != coder,
            coder_fragments.c.finished.is_not(None),
        )
        .scalar_subquery()
    )
    early = exists().where(
        fragments.c.number.in_([each.number for each in old]),
        interviews.c.number == fragments.c.interview,
        waits_for_two(),
        finished < CODERS_NEEDED - 1,
    )
    if connection.execute(select(early)).scalar():
        raise InvalidDecision(
            Message(
                "This interview waits for two coders who do not see each other's work, and a new cut would show "
                "the other where you found something. Code the whole fragment, or wait until the other has finished it."
            )
        )


def _saw_suggestions(connection: Connection, old: Sequence[Row[Any]], coder: int) -> set[int]:
    """The fragments of which this coder has seen what a model suggests."""
    numbers = {each.number for each in old}
    scored = set(
        connection.execute(
            select(scored_fragments.c.fragment).where(scored_fragments.c.fragment.in_(numbers))
        ).scalars()
    )
    looked = {fragment for fragment, _ in pairs_that_saw(connection, {(each, coder) for each in numbers})}
    return {each.number for each in old if each.number in scored and (not each.blind or each.number in looked)}


def _states(connection: Connection, ids: Collection[str], coder: int) -> dict[str, State]:
    rows = standing_fragments(connection, list(ids))
    states = states_of(connection, [each.number for each in rows])
    return {id_of(each.id, each.start, each.end): states.get((each.number, coder), State()) for each in rows}
