"""Pages (.html) as noScribe writes them, and oTranscribe's files (.otr), which hold a page inside JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.encoding import decode
from pipeline.transcripts.formats.captions import without_overlap
from pipeline.transcripts.formats.documents.blocks import Block, Paragraph, Rows, as_reading
from pipeline.transcripts.turns import Reading, Saying

BLOCKS = frozenset(
    ("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "section", "article", "header", "footer",
     "h1", "h2", "h3", "h4", "h5", "h6", "body", "center", "hr", "address", "main")
)  # fmt: skip
LEFT_OUT = frozenset(("head", "script", "style", "template", "title", "del", "s", "strike", "svg", "nav", "button"))
BOLD = frozenset(("b", "strong"))
VOID = frozenset(("br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "wbr", "track"))

_ANCHOR = re.compile(r"ts_(\d{1,12})_(\d{1,12})_?(.*)", re.DOTALL)
_HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none|text-decoration[^;]{0,40}line-through")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_DEEPEST = 500


@dataclass(slots=True)
class _Piece:
    words: str
    is_bold: bool
    anchor: str


@dataclass(slots=True)
class _Table:
    rows: Rows = field(default_factory=list)
    in_cell: bool = False


def read_html(path: Path, contents: bytes) -> Reading:
    """Read a page: noScribe's anchors give speaker and times, else each paragraph is a line in which labels stand."""
    text, encoding = decode(path, contents)
    page = _Page(path)
    page.feed(text)
    page.close()
    sayings = tuple(_anchored(page.paragraphs()))
    if sayings:
        return Reading(sayings=sayings, encoding=encoding)
    reading = as_reading(path, page.blocks())
    return Reading(text=reading.text, sayings=reading.sayings, encoding=encoding)


def read_otranscribe(path: Path, contents: bytes) -> Reading:
    """Read an oTranscribe file: its words with times among them; labels are found as in text."""
    text, encoding = decode(path, contents)
    try:
        told = json.loads(text)
    except ValueError as error:
        raise UnreadableTranscript(
            path, Message("it is no oTranscribe file"), Message("Export it again from oTranscribe.")
        ) from error
    if not isinstance(told, dict) or not isinstance(told.get("text"), str):
        raise UnreadableTranscript(
            path, Message("it is no oTranscribe file: it has no text"), Message("Export it again as .otr.")
        )
    page = _Page(path)
    page.feed(told["text"])
    page.close()
    reading = as_reading(path, page.blocks())
    return Reading(text=reading.text, sayings=reading.sayings, encoding=encoding)


class _Page(HTMLParser):
    """Collects the paragraphs of a page, with what is bold, which anchor words stand in, and tables by cell."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self._path = path
        self._open: list[tuple[str, bool]] = []
        self._gone = 0
        self._bold = 0
        self._anchor = ""
        self._is_time = False
        self._pieces: list[_Piece] = []
        self._level = 0
        self._done: list[tuple[list[_Piece], int] | _Table] = []
        self._tables: list[_Table] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._end_line()
            return
        self._begin_block(tag)
        if tag not in VOID:
            self._enter(tag, given)

    def _begin_block(self, tag: str) -> None:
        if tag in BLOCKS or tag in ("table", "tr", "td", "th"):
            self._end_line()
            self._level = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else 0
        self._open_table(tag)

    def _enter(self, tag: str, given: Mapping[str, str]) -> None:
        if len(self._open) >= _DEEPEST:
            raise UnreadableTranscript(self._path, Message("its elements are nested far deeper than any page's"))
        is_gone = tag in LEFT_OUT or "hidden" in given or _HIDDEN.search(given.get("style", "")) is not None
        self._open.append((tag, is_gone))
        self._gone += is_gone
        self._bold += tag in BOLD
        if tag == "a" and _ANCHOR.fullmatch(given.get("name", "")):
            self._anchor = given["name"]
        self._is_time = self._is_time or "timestamp" in given.get("class", "").split()
        if self._is_time:
            self._add("[")

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and those inside it that the page left open."""
        if tag not in {name for name, _ in self._open}:
            return
        self._close(tag)
        if tag == "a":
            self._anchor = ""
        if self._is_time:
            self._is_time = False
            self._add("] ")
        if tag in BLOCKS or tag in ("table", "tr", "td", "th"):
            self._end_line()
            self._level = 0
            self._close_table(tag)

    def _close(self, tag: str) -> None:
        while self._open:
            name, is_gone = self._open.pop()
            self._gone -= is_gone
            self._bold -= name in BOLD
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        """Take words."""
        if not self._gone:
            self._add(data)

    def blocks(self) -> list[Block]:
        """The paragraphs and tables in order."""
        self._end_line()
        return [
            each.rows
            if isinstance(each, _Table)
            else Paragraph(runs=tuple((piece.words, piece.is_bold) for piece in each[0]), level=each[1])
            for each in self._done
        ]

    def paragraphs(self) -> list[list[_Piece]]:
        """The words of the page, paragraph by paragraph."""
        self._end_line()
        return [each[0] for each in self._done if not isinstance(each, _Table)]

    def _add(self, words: str) -> None:
        self._pieces.append(_Piece(_BLANKS.sub(" ", words), self._bold > 0, self._anchor))

    def _end_line(self) -> None:
        pieces, self._pieces = self._pieces, []
        if not "".join(piece.words for piece in pieces).strip():
            return
        pieces[0].words = pieces[0].words.lstrip(" ")
        if self._tables and self._tables[-1].in_cell:
            cell = self._tables[-1].rows[-1][-1]
            words = "".join(piece.words for piece in pieces).strip()
            self._tables[-1].rows[-1][-1] = f"{cell}\n{words}" if cell else words
        else:
            self._done.append((pieces, self._level))

    def _open_table(self, tag: str) -> None:
        if tag == "table":
            self._tables.append(_Table())
        elif self._tables and tag == "tr":
            self._tables[-1].rows.append([])
        elif self._tables and tag in ("td", "th"):
            rows = self._tables[-1].rows
            rows[-1:] = [[*(rows[-1] if rows else []), ""]]
            self._tables[-1].in_cell = True

    def _close_table(self, tag: str) -> None:
        if self._tables and tag in ("td", "th"):
            self._tables[-1].in_cell = False
        elif self._tables and tag == "table":
            self._done.append(self._tables.pop())


def _anchored(paragraphs: Sequence[Sequence[_Piece]]) -> Iterator[Saying]:
    """What noScribe's anchors hold; what stands in none, such as the title, is nobody's."""
    if not any(piece.anchor for pieces in paragraphs for piece in pieces):
        return
    for pieces in paragraphs:
        at = 0
        while at < len(pieces):
            anchor = pieces[at].anchor
            upto = at
            while upto < len(pieces) and pieces[upto].anchor == anchor:
                upto += 1
            yield _said(anchor, "".join(piece.words for piece in pieces[at:upto]))
            at = upto


def _said(anchor: str, words: str) -> Saying:
    found = _ANCHOR.fullmatch(anchor)
    told = " ".join(words.split())
    if found is None:
        return Saying(speaker=None, words=told)
    speaker, told = without_overlap(found[3], told)
    return Saying(speaker=speaker, words=told, begins_at=int(found[1]) / 1000, ends_at=int(found[2]) / 1000)
