"""Where a fragment stands for one coder: what holds, what is offered, what is hidden, and whether it is done."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.decisions import Held, Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One fragment as one coder has left it.

    `offers` are all suggestions of the current model, `open` those that wait for an answer; both stay empty while
    the fragment is `hidden`: nothing that is sent to the browser may tell what the model thinks.
    """

    fragment: str
    blind: bool = False
    reviewed: bool = False
    held: tuple[Held, ...] = ()
    offers: tuple[Offer, ...] = ()
    open: tuple[Offer, ...] = ()
    seen_by_model: bool = False

    @property
    def hidden(self) -> bool:
        """Whether this coder must judge before the suggestion is shown."""
        return self.blind and not self.reviewed

    @property
    def unseen(self) -> bool:
        """Whether no suggestion is on screen: what the ledger calls blind."""
        return self.hidden or not self.seen_by_model

    def holds(self, dimension: str, code: str) -> bool:
        """Whether this code holds."""
        return any((held.dimension, held.code) == (dimension, code) for held in self.held)

    def in_dimension(self, dimension: str) -> tuple[Held, ...]:
        """The codes that hold in a dimension."""
        return tuple(held for held in self.held if held.dimension == dimension)

    def offer(self, dimension: str, code: str) -> Offer | None:
        """The open suggestion of this code, if it is one."""
        return next((offer for offer in self.open if (offer.dimension, offer.code) == (dimension, code)), None)
