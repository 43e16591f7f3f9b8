"""Explain a suggestion: words that speak for and against it, context, and similar fragments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.decisions import ShownSuggestion, Store
from pipeline.errors import UnknownFragment, UnknownInterview
from pipeline.review.labels import Label, Labels
from pipeline.review.language import N_
from pipeline.review.model_access import ModelAccess
from pipeline.review.pages.coding.view import FragmentView
from pipeline.review.text_marks import highlighted_parts
from pipeline.review.visibility import Visibility

if TYPE_CHECKING:
    from pipeline.suggestions import Explanation, Reason

NEAREST = 2
STRONGEST = 5
"""Words marked for a code, and against it: more tell less."""
VIEWS = {
    "before": N_("what was said just before"),
    "after": N_("what was said just after"),
    "question": N_("the question that was asked"),
    "meaning": N_("what it means, compared with what was coded, whatever the words"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarFragment:
    """A hand-coded fragment with the same code."""

    fragment: str
    interview: str
    text: str
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedSuggestion:
    """One suggestion explained: its text in pieces (`for`, `against` or neither), and what resembles it.

    `explained` is false when the model that made the suggestion is gone, or does not fit any more.
    """

    label: Label
    offer: ShownSuggestion
    explained: bool
    text: tuple[tuple[str, str], ...] = ()
    context: tuple[tuple[str, bool], ...] = ()
    alike: tuple[SimilarFragment, ...] = ()


def why(
    store: Store, models: ModelAccess, fragment: FragmentView, labels: Labels, *, visibility: Visibility
) -> list[ExplainedSuggestion]:
    """Every suggestion that is on screen at a fragment, explained; nothing while the fragment is blind."""
    found = ((labels.of(each.dimension, each.code), each) for each in fragment.standing.offers)
    return [_why(store, models, fragment, label, offer, visibility) for label, offer in found if label]


def _why(
    store: Store,
    models: ModelAccess,
    fragment: FragmentView,
    label: Label,
    offer: ShownSuggestion,
    visibility: Visibility,
) -> ExplainedSuggestion:
    explanation = models.explain(fragment.id, offer)
    if explanation is None:
        return ExplainedSuggestion(label=label, offer=offer, explained=False)
    return ExplainedSuggestion(
        label=label,
        offer=offer,
        explained=True,
        text=tuple(_marked(fragment.text, explanation)),
        context=tuple(_context(explanation)),
        alike=tuple(islice(_alike(store, explanation, visibility), NEAREST)),
    )


def _marked(text: str, explanation: Explanation) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with which way it speaks."""
    ways = _ways(explanation.reasons_against, "against") | _ways(explanation.reasons_for, "for")
    if not ways:
        yield text, ""
        return
    any_word = "|".join(re.escape(word) for word in sorted(ways, key=len, reverse=True))
    places = [match.span() for match in re.finditer(rf"(?<!\w)(?:{any_word})(?!\w)", text)]
    for piece, told in highlighted_parts(text, places):
        if piece:
            yield piece, ways[piece] if told else ""


def _ways(reasons: Sequence[Reason], way: str) -> dict[str, str]:
    return {each.words: way for each in [each for each in reasons if each.view == "text"][:STRONGEST]}


def _context(explanation: Explanation) -> Iterator[tuple[str, bool]]:
    """What around the fragment speaks for the code (true) or against it."""
    for reasons, speaks_for in ((explanation.reasons_for, True), (explanation.reasons_against, False)):
        yield from ((_said_around(each), speaks_for) for each in reasons if each.view != "text")


def _said_around(reason: Reason) -> str:
    """A view of the context in words; else what a column of the interview says, as it stands there."""
    return VIEWS.get(reason.view) or f"{reason.view.replace('_', ' ')}: {reason.words}"


def _alike(store: Store, explanation: Explanation, visibility: Visibility) -> Iterator[SimilarFragment]:
    for each in explanation.alike:
        interview = each.fragment_id.rpartition(":")[0]
        try:
            # That it carries the code is what somebody else may have said of it.
            if not visibility.hides(interview, each.fragment_id):
                text = store.queries.fragment(each.fragment_id, "").state.fragment.text
                yield SimilarFragment(fragment=each.fragment_id, interview=interview, text=text, likeness=each.likeness)
        except (UnknownFragment, UnknownInterview):  # of a starter study, or cut anew since the model learnt it
            continue
