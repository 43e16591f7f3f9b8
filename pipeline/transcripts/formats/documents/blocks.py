"""What word processors' files have in common: paragraphs and tables, in the order in which people read them.

A reader of a format hands over blocks; here they become the text of the transcript, one paragraph a line. Headings get
the marks that Markdown has for them, and a bold name before a paragraph gets a colon, as plain text can show neither.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.limits import LONGEST_TEXT
from pipeline.transcripts.speakers.tables import sayings_in_rows
from pipeline.transcripts.turns import Reading, Saying

Rows = list[list[str]]

DEEPEST_HEADING = 6

_LONGEST_NAME = 48
_NO_NAME = re.compile(r"[.?!:;,…]\s*\Z|\d:\d|\n")
_PARTED = re.compile(r"[:–—(\[|-]|\d{1,2}:\d")
_HEAD = re.compile(r"\s*([^:\n]{1,48}):")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph: its runs, each with whether it is bold, and its level where it is a heading.

    `text` is the words, line breaks included.
    """

    runs: tuple[tuple[str, bool], ...]
    level: int = 0
    text: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        runs = self.runs
        object.__setattr__(self, "text", runs[0][0] if len(runs) == 1 else "".join([words for words, _ in runs]))


Block = Paragraph | Rows
"""A paragraph, or the cells of a table row by row."""


def as_reading(path: Path, blocks: Sequence[Block], metadata: Mapping[str, str] | None = None) -> Reading:
    """Join the paragraphs by newlines; where a table with speakers holds most of the words, take its rows.

    Raises:
        UnreadableTranscript: it unpacks to more text than any interview has.
    """
    texts = list(_as_texts(blocks))
    if sum(map(len, texts)) > LONGEST_TEXT:
        raise UnreadableTranscript(path, Message("it unpacks to far more text than an interview holds"))
    told = [_told(block, text) for block, text in zip(blocks, texts, strict=True)]
    said = sum(len(saying.words) for sayings in told for saying in sayings if saying.speaker)
    every = sum(len(saying.words) for sayings in told for saying in sayings)
    if 2 * said > every:
        return Reading(sayings=tuple(saying for sayings in told for saying in sayings), metadata=metadata or {})
    return Reading(text="\n".join(texts), metadata=metadata or {})


def _told(block: Block, text: str) -> list[Saying]:
    rows_told = [] if isinstance(block, Paragraph) else sayings_in_rows(block)
    return rows_told or [Saying(speaker=None, words=text)]


def _as_texts(blocks: Sequence[Block]) -> Iterator[str]:
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    levels = _levels(paragraphs)
    names = _bold_names(paragraphs) | _heading_names(paragraphs)
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _as_text(block, names, levels.get(id(block), 0))
        else:
            yield _table_text(block)


def _table_text(rows: Rows) -> str:
    """A table as lines: with labels where it has a column of speakers, else its cells parted by tabs."""
    sayings = sayings_in_rows(rows)
    if any(saying.speaker for saying in sayings):
        return "\n".join(f"{saying.speaker}: {saying.words}" if saying.speaker else saying.words for saying in sayings)
    return "\n".join("\t".join(cells) for cells in rows)


def _as_text(paragraph: Paragraph, names: frozenset[str], level: int) -> str:
    text = paragraph.text
    name = _bold_name(paragraph) or (text.strip() if paragraph.level else "")
    if name in names:
        at = text.index(name) + len(name)
        return f"{text[:at]}:{text[at:]}"
    marks = "#" * min(level, DEEPEST_HEADING)
    return f"{marks} {' '.join(text.split())}" if marks and text.strip() else text


def _levels(paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """The headings that are none of anybody's words: not where a style for headings is used for all or for labels."""
    headings = [each for each in paragraphs if each.level and each.text.strip()]
    if 2 * sum(len(each.text) for each in headings) > sum(len(each.text) for each in paragraphs):
        return {}
    heads = Counter(found[1].strip() for each in paragraphs if (found := _HEAD.match(each.text)))
    labelled = {id(each) for each in headings if (found := _HEAD.match(each.text)) and heads[found[1].strip()] > 1}
    return {id(each): each.level for each in headings if id(each) not in labelled}


def _heading_names(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    """Headings that come back, as some programs set names above what they say."""
    texts = Counter(each.text.strip() for each in paragraphs if each.level)
    found = {text for text, times in texts.items() if times > 1 and _may_be_a_name(text)}
    return frozenset(found) if len(found) > 1 else frozenset()


def _bold_names(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    """Bold words at the head of paragraphs that come back there as names do."""
    leads = Counter(filter(None, map(_bold_name, paragraphs)))
    recurring = {name for name, times in leads.items() if times > 1}
    filled = sum(1 for each in paragraphs if each.text.strip())
    if 3 * leads.total() >= 2 * filled and len(leads) > 1:
        return frozenset(leads)
    return frozenset(recurring) if len(recurring) > 1 else frozenset()


def _bold_name(paragraph: Paragraph) -> str:
    """The bold words that a paragraph begins with, where they may be a name and no mark parts them from the rest."""
    if not paragraph.runs or not (paragraph.runs[0][1] or not paragraph.runs[0][0].strip()):
        return ""
    lead = ""
    for words, is_bold in paragraph.runs:
        if not is_bold and words.strip():
            break
        lead += words
    rest = paragraph.text[len(lead) :].lstrip()
    name = lead.strip()
    return name if _may_be_a_name(name) and not _PARTED.match(rest) else ""


def _may_be_a_name(text: str) -> bool:
    if not text or len(text) > _LONGEST_NAME or len(text.split()) > 5:
        return False
    return text[0].isalnum() and any(map(str.isalpha, text)) and _NO_NAME.search(text) is None
