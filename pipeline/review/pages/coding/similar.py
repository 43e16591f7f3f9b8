"""Accept one suggestion on several fragments as one act; never on blind fragments."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from pipeline.codebook import Codebook
from pipeline.decisions import OpenSuggestion, Store
from pipeline.errors import InvalidDecision, UnknownFragment
from pipeline.records import Action, Decision
from pipeline.review.labels import Label

MOST = 50
"""More than these nobody reads before accepting them."""
NEAR = 0.05
"""How much less probable another suggestion may be, and still be like this one."""
TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What became of a choice: how many were accepted, and how many were left out because they changed meanwhile."""

    accepted: int
    left_out: int


def similar_suggestions(store: Store, fragment: str, label: Label, coder: str) -> list[OpenSuggestion]:
    """The fragment and others with the same open suggestion, at least nearly as probable; at most `MOST`.

    Empty when the suggestion is not open on the fragment (any more).
    """
    dimension, code, single = label.dimension.id, label.code.id, label.dimension.single
    [*this] = store.queries.still_open(dimension, code, coder, single=single, of=[fragment])
    if not this:
        return []
    least = this[0].probability - NEAR
    found = store.queries.open_suggestions(dimension, code, coder, least=least, single=single, limit=MOST)
    return [*this, *(each for each in found if each.fragment_id != fragment)][:MOST]


def accept(
    store: Store, chosen: Collection[str], label: Label, *, coder: str, decided_at: datetime, codebook: Codebook
) -> Accepted:
    """Accept the suggestion on those of the chosen fragments where it is still open, as one act of this coder.

    Raises:
        UnknownFragment: a fragment's name is none, or people keep cutting anew what was chosen.
    """
    for _ in range(TRIES):
        found = store.queries.still_open(
            label.dimension.id, label.code.id, coder, single=label.dimension.single, of=chosen
        )
        try:
            if found:
                store.ledger.record([_decision(each, label, coder, decided_at, codebook.stamp) for each in found])
        except (InvalidDecision, UnknownFragment):
            # Between looking and recording somebody was faster: none is recorded then, so look again.
            continue
        return Accepted(accepted=len(found), left_out=len(chosen) - len(found))
    raise UnknownFragment(next(iter(chosen)))


def _decision(alike: OpenSuggestion, label: Label, coder: str, decided_at: datetime, codebook: str) -> Decision:
    return Decision(
        fragment_id=alike.fragment_id,
        coder=coder,
        action=Action.ACCEPTED,
        decided_at=decided_at,
        codebook=codebook,
        dimension=label.dimension.id,
        code=label.code.id,
        instead_of=None,
        blind=False,
        probability=alike.probability,
        rank=alike.rank,
        model=alike.model,
        seconds=None,
    )
