"""Looking across interviews: what an address asks, and sums per interview column, as a coder may see them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from pipeline.decisions import HeldCode, SearchHit
from pipeline.review.labels import Labels
from pipeline.review.pages.coding.view import Mark


def marks(found: SearchHit, labels: Labels) -> list[Mark]:
    """The codes of a fragment as labels, in the codebook's order."""
    return [
        Mark(label=label, held=HeldCode(dimension=key[0], code=key[1], origin=found.codes[key]))
        for key, label in labels.among(found.codes)
    ]


def highlighted_parts(text: str, places: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is at one of the places."""
    at = 0
    for start, end in places:
        if start >= at:
            yield text[at:start], False
            yield text[start:end], True
            at = end
    yield text[at:], False


def fold_accents(text: str) -> str:
    """Without accents and capitals: `crèche` is found by `creche`."""
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each)).casefold()
