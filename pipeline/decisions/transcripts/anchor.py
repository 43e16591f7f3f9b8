"""Find passages of a text in a later version of it, by their words and surroundings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from pipeline.decisions.transcripts.spans import Span
from pipeline.records import Role, Transcript, turn_at

CONTEXT = 60
"""Characters on each side that tell two passages with the same words apart."""

ENOUGH = 15
"""Of those, how many must be the same before words that occur more than once are taken for the same passage."""


def match_spans(
    text: str, spans: Sequence[Span], later: Transcript, *, roles: Collection[Role] = (Role.RESPONDENT,)
) -> dict[Span, Span]:
    """The place of each span of a text in a later version of it; one that does not stand there any more is absent.

    The words must be the same, white space may differ, and somebody of these roles must say them. Words that occur
    once in both are found by themselves; others only where enough around them is the same, the likest first. No two
    spans share a place.
    """
    pairs = []
    said = Counter(_words(text[slice(*span)]) for span in spans)
    for span in spans:
        places = _places(text[slice(*span)], later, roles)
        alone = len(places) == 1 == said[_words(text[slice(*span)])]
        for place in places:
            likeness = _likeness(text, span, later.text, place)
            if alone or likeness >= ENOUGH:
                pairs.append((-likeness, span, place))
    found: dict[Span, Span] = {}
    for _, span, place in sorted(pairs):
        if span not in found and not _crosses(place, found.values()):
            found[span] = place
    return found


def _words(said: str) -> str:
    return " ".join(said.split())


def _places(quote: str, later: Transcript, roles: Collection[Role]) -> list[Span]:
    words = r"\s+".join(map(re.escape, quote.split()))
    matches = (match.span() for match in re.finditer(rf"(?<!\w){words}(?!\w)", later.text))
    return [span for span in matches if (turn := turn_at(later, *span)) and turn.role in roles]


def _likeness(text: str, span: Span, later: str, place: Span) -> int:
    """How many characters around the passage are the same, white space aside; those before it count twice.

    An answer belongs to the question before it, more than to what was asked next.
    """
    before = _alike(_squeezed(text[: span[0]][-CONTEXT:])[::-1], _squeezed(later[: place[0]][-CONTEXT:])[::-1])
    after = _alike(_squeezed(text[span[1] :][:CONTEXT]), _squeezed(later[place[1] :][:CONTEXT]))
    return 2 * before + after


def _alike(one: str, other: str) -> int:
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return at
    return min(len(one), len(other))


def _squeezed(said: str) -> str:
    return "".join(said.split())


def _crosses(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
