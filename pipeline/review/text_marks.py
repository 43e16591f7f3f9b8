"""Highlight places in a text, and fold accents for searching."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence


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
