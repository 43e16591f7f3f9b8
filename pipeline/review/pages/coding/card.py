"""The card of a fragment: suggestions, codes by dimension, neighbours."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.codebook import Codebook, Dimension
from pipeline.decisions import ShownSuggestion
from pipeline.review.background_refresh import Renewed
from pipeline.review.labels import Label, Labels
from pipeline.review.pages.coding.view import FragmentAddress, FragmentContext, FragmentView, Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A code on the card, and whether it holds."""

    label: Label
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The codes of a dimension on the card."""

    dimension: Dimension
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionChoice:
    """A suggestion on the card, with the codes it can be changed to."""

    label: Label
    offer: ShownSuggestion
    others: tuple[Label, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One fragment as its coder judges it.

    `dimension` is the one of the digit keys: on every fragment the first, so that a code has one digit everywhere.

    `by_codebook` are the dimensions whose suggestions rest on the codebook alone. `queue` is the order that is gone
    through, named by `order` or, where it is that of a code, by `through`. `renewed` is the last refresh of the model.
    """

    fragment: FragmentView
    dimensions: tuple[Choices, ...]
    offers: tuple[SuggestionChoice, ...]
    revealed: tuple[Mark, ...]
    dimension: str
    previous: FragmentAddress | None
    next: FragmentAddress | None
    onward: FragmentAddress | None
    shown_at: float
    by_codebook: tuple[Dimension, ...] = ()
    renewed: Renewed | None = None
    queue: str = ""
    order: str = ""
    through: Label | None = None


def card_of(nearby: FragmentContext, codebook: Codebook, labels: Labels, *, shown_at: float) -> Card:
    """The card of a fragment; while it is hidden, nothing of what the model thinks is on it."""
    fragment, standing = nearby.fragment, nearby.fragment.standing
    order = labels.every()
    known = (each for each in standing.open if (each.dimension, each.code) in order)
    offers = tuple(_offer(each, labels) for each in sorted(known, key=lambda each: _place(each, order)))
    return Card(
        fragment=fragment,
        dimensions=tuple(_choices(dimension, fragment, labels) for dimension in codebook),
        offers=offers,
        revealed=_revealed(fragment, labels),
        dimension=codebook.dimensions[0].id,
        previous=nearby.previous,
        next=nearby.next,
        onward=nearby.onward,
        shown_at=shown_at,
    )


def _place(offer: ShownSuggestion, order: list[tuple[str, str]]) -> tuple[int, int]:
    """Dimensions in the codebook's order; in each, the most probable code first."""
    dimensions = [dimension for dimension, _ in order]
    return dimensions.index(offer.dimension), offer.rank


def _choices(dimension: Dimension, fragment: FragmentView, labels: Labels) -> Choices:
    choices = tuple(
        Choice(label=label, held=fragment.standing.holds(dimension.id, label.code.id))
        for label in labels.in_dimension(dimension.id)
        if not label.code.retired or fragment.standing.holds(dimension.id, label.code.id)
    )
    return Choices(dimension=dimension, choices=choices)


def _offer(offer: ShownSuggestion, labels: Labels) -> SuggestionChoice:
    label = labels.in_dimension(offer.dimension)[0].dimension.code_ids.index(offer.code)
    siblings = labels.in_dimension(offer.dimension)
    others = tuple(each for each in siblings if each.code.id != offer.code and not each.code.retired)
    return SuggestionChoice(label=siblings[label], offer=offer, others=others)


def _revealed(fragment: FragmentView, labels: Labels) -> tuple[Mark, ...]:
    if not fragment.revealed:
        return ()
    found = ((labels.of(each.dimension, each.code), each) for each in fragment.standing.offers)
    return tuple(Mark(label=label, offer=offer) for label, offer in found if label)
