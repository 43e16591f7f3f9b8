"""OpenDocument text (LibreOffice): paragraphs and tables, without comments, notes, struck-out and hidden words.

White space is read as the format defines it: line ends and blanks in a row within a paragraph are one blank. A text
box is lines of its own, below the paragraph to which it is anchored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.formats.documents.blocks import Block, Paragraph, Rows, as_reading
from pipeline.transcripts.limits import MOST_SPACES, part_of, refuse_bombs
from pipeline.transcripts.turns import Reading

OFFICE, TEXT, STYLE, FO, DRAW = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
    for name in ("office", "text", "style", "xsl-fo-compatible", "drawing")
)
PARAGRAPHS = frozenset(("p", "h"))
MARKS = {"tab": "\t", "line-break": "\n"}
LEFT_OUT = frozenset(
    ("tracked-changes", "annotation", "annotation-end", "note", "sequence-decls", "variable-decls",
     "user-field-decls", "forms", "title", "desc", "ruby-text", "bibliography-mark")
)  # fmt: skip
BOXES = frozenset(("text-box", "custom-shape", "rect", "ellipse", "caption"))
_BLANKS = re.compile(r"[ \t\n\r]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How words look, as far as it counts: whether they are struck out or hidden, and whether they are bold."""

    is_gone: bool = False
    is_bold: bool = False


PLAIN = Look()


def read_opendocument(path: Path, contents: bytes) -> Reading:
    """Read the document's paragraphs in order, and its tables row by row."""
    with refuse_bombs(path, contents, "OpenDocument text") as archive:
        if "content.xml" not in archive.namelist():
            raise UnreadableTranscript(path, Message("it is no OpenDocument text"))
        parts = [part_of(path, archive, name) for name in ("styles.xml", "content.xml") if name in archive.namelist()]
    try:
        trees = [fromstring(part) for part in parts]
    except ParseError as error:
        raise UnreadableTranscript(path, Message("it is no OpenDocument text, or it is damaged")) from error
    text = trees[-1].find(f"{OFFICE}body/{OFFICE}text")
    if text is None:
        raise UnreadableTranscript(
            path, Message("it is an OpenDocument file of another kind"), Message("Save it as .odt or .docx.")
        )
    reader = _Reader(_looks(trees), _deletions(text))
    return as_reading(path, list(reader.blocks(text)))


def _kind(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _looks(trees: list[Element]) -> dict[str, Look]:
    """How each style looks, with what it takes from the style above it."""
    defined = {style.get(f"{STYLE}name", ""): style for tree in trees for style in tree.iter(f"{STYLE}style")}
    return {name: _look(name, defined) for name in defined}


def _look(name: str, defined: Mapping[str, Element]) -> Look:
    told: dict[str, str] = {}
    for _ in range(20):  # styles stand on each other a few deep; a circle ends here
        style = defined.get(name)
        if style is None:
            break
        for properties in style.findall(f"{STYLE}text-properties"):
            told = dict(properties.items()) | told
        name = style.get(f"{STYLE}parent-style-name", "")
    struck = (told.get(f"{STYLE}text-line-through-{part}", "none") for part in ("style", "type"))
    is_gone = any(line != "none" for line in struck) or told.get(f"{TEXT}display") == "none"
    weight = next((value for key, value in told.items() if key.endswith("}font-weight")), "normal")
    return Look(is_gone=is_gone, is_bold=weight == "bold" or (weight.isdigit() and int(weight) > 500))


def _deletions(text: Element) -> frozenset[str]:
    """The ids of tracked changes that take words away."""
    names = (f"{TEXT}id", "{http://www.w3.org/XML/1998/namespace}id")
    regions = (region for region in text.iter(f"{TEXT}changed-region") if region.find(f"{TEXT}deletion") is not None)
    return frozenset(region.get(name, "") for region in regions for name in names) - {""}


class _Reader:
    """Walks the body of one document."""

    def __init__(self, looks: Mapping[str, Look], deletions: frozenset[str]) -> None:
        self._looks = looks
        self._deletions = deletions
        self._deleting = ""
        self._boxes: list[Element] = []

    def blocks(self, holder: Element) -> Iterator[Block]:
        """The paragraphs and tables; a paragraph whose end is within a deletion goes on in the next one."""
        begun: list[tuple[str, bool]] = []
        for element in self._elements(holder):
            if _kind(element) == "table":
                yield self._rows_of(element)
                continue
            begun.extend(self._runs_of(element))
            if not self._deleting:
                yield Paragraph(runs=tuple(_collapsed(begun)), level=_level(element))
                begun = []
                yield from self._boxes_below()
        if begun:
            yield Paragraph(runs=tuple(_collapsed(begun)))
        yield from self._boxes_below()

    def _elements(self, holder: Element) -> Iterator[Element]:
        for element in holder:
            kind = _kind(element)
            if kind in PARAGRAPHS or kind == "table":
                yield element
            elif kind in ("change-start", "change-end"):
                self._change(element)
            elif kind not in LEFT_OUT and not _is_hidden(element):
                yield from self._elements(element)

    def _change(self, element: Element) -> None:
        known = element.get(f"{TEXT}change-id", "")
        if _kind(element) == "change-start" and known in self._deletions:
            self._deleting = known
        elif known == self._deleting:
            self._deleting = ""

    def _boxes_below(self) -> Iterator[Block]:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            yield from self.blocks(box)

    def _rows_of(self, table: Element) -> Rows:
        return [[self._cell_of(cell) for cell in _within(row, "table-cell")] for row in _within(table, "table-row")]

    def _cell_of(self, cell: Element) -> str:
        return "\n".join(block.text for block in self.blocks(cell) if isinstance(block, Paragraph))

    def _runs_of(self, paragraph: Element) -> Iterator[tuple[str, bool]]:
        look = self._looks.get(paragraph.get(f"{TEXT}style-name", ""), PLAIN)
        yield from self._runs(paragraph, look)

    def _runs(self, holder: Element, look: Look) -> Iterator[tuple[str, bool]]:
        yield from self._run(holder.text, look)
        for element in holder:
            yield from self._inside(element, look)
            yield from self._run(element.tail, look)

    def _run(self, words: str | None, look: Look) -> Iterator[tuple[str, bool]]:
        if words and not look.is_gone and not self._deleting:
            yield _BLANKS.sub(" ", words), look.is_bold

    def _inside(self, element: Element, look: Look) -> Iterator[tuple[str, bool]]:
        kind = _kind(element)
        if kind == "s":
            count = element.get(f"{TEXT}c", "1")
            yield "\xa0" * min(int(count) if count.isdigit() else 1, MOST_SPACES), look.is_bold
        elif kind in MARKS:
            yield MARKS[kind], look.is_bold
        elif kind in ("change-start", "change-end"):
            self._change(element)
        elif kind in BOXES:
            self._boxes.append(element)
        elif kind not in LEFT_OUT and not _is_hidden(element):
            named = self._looks.get(element.get(f"{TEXT}style-name", ""))
            yield from self._runs(element, _on(look, named))


def _on(look: Look, named: Look | None) -> Look:
    if named is None:
        return look
    return Look(is_gone=look.is_gone or named.is_gone, is_bold=look.is_bold or named.is_bold)


def _is_hidden(element: Element) -> bool:
    return element.get(f"{TEXT}display") == "none" or element.get(f"{TEXT}is-hidden") == "true"


def _collapsed(runs: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Blanks that meet where two runs do are one; those that the document counts stay, as plain blanks."""
    ended = True  # blanks at the head of a paragraph are none
    for words, is_bold in runs:
        kept = words[1:] if ended and words[:1] == " " else words
        ended = kept[-1:] in (" ", "\n") if kept else ended
        if kept:
            yield kept.replace("\xa0", " "), is_bold


def _level(element: Element) -> int:
    """The level of a heading; 1 where the document tells none, 0 for a paragraph."""
    if _kind(element) != "h":
        return 0
    level = element.get(f"{TEXT}outline-level", "1")
    return int(level) if level.isdigit() and int(level) > 0 else 1


def _within(holder: Element, kind: str) -> Iterator[Element]:
    for element in holder:
        if _kind(element) == kind:
            yield element
        elif _kind(element) not in ("table", *PARAGRAPHS):
            yield from _within(element, kind)
