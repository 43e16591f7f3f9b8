"""What word processors' files have in common: paragraphs and tables, in the order in which people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.transcripts.tables import sayings_in_rows
from pipeline.transcripts.turns import Reading, Saying

Rows = list[list[str]]
Block = str | Rows
"""A paragraph, or the cells of a table row by row."""


def as_reading(blocks: Sequence[Block], metadata: Mapping[str, str] | None = None) -> Reading:
    """The paragraphs joined by newlines; where a table with speakers holds most of the words, its rows."""
    told = [_told(block) for block in blocks]
    said = sum(len(saying.words) for sayings in told for saying in sayings if saying.speaker)
    every = sum(len(saying.words) for sayings in told for saying in sayings)
    if 2 * said > every:
        return Reading(sayings=tuple(saying for sayings in told for saying in sayings), metadata=metadata or {})
    return Reading(text="\n".join(map(_as_text, blocks)), metadata=metadata or {})


def _told(block: Block) -> list[Saying]:
    rows_told = [] if isinstance(block, str) else sayings_in_rows(block)
    return rows_told or [Saying(speaker=None, words=_as_text(block))]


def _as_text(block: Block) -> str:
    return block if isinstance(block, str) else "\n".join("\t".join(cells) for cells in block)
