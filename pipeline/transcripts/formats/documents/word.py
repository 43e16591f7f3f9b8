"""Word documents: the text as it stands after accepting changes, without comments, notes and headers.

Words that are struck out or hidden are left out, whether by themselves or by their style; a text box is lines of its
own, below the paragraph to which it is anchored.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.formats.documents.blocks import Block, Paragraph, Rows, as_reading
from pipeline.transcripts.limits import refuse_bombs
from pipeline.transcripts.turns import Reading

PARAGRAPH, TABLE, ROW, CELL, TEXT, RUN, BOX = map(qn, ("w:p", "w:tbl", "w:tr", "w:tc", "w:t", "w:r", "w:txbxContent"))
MARKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
LEFT_OUT = frozenset(
    (*map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:tblPr", "w:sdtPr", "w:trPr", "w:tcPr")),
     "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
)  # fmt: skip
"""What is deleted, what says how things look, and the second copy that Word keeps for older versions."""

PROPERTIES = ("title", "subject", "category", "keywords")
"""What the document says of itself; never who wrote it, nor when the program made the file."""

_RUN_MARKS, _PARAGRAPH_MARKS, _STYLE, _VAL = map(qn, ("w:rPr", "w:pPr", "w:style", "w:val"))
_RUN_STYLE, _PARAGRAPH_STYLE, _BASED_ON, _LEVEL, _ID, _NAME = map(
    qn, ("w:rStyle", "w:pStyle", "w:basedOn", "w:outlineLvl", "w:styleId", "w:name")
)
_DELETED = (qn("w:del"), qn("w:moveFrom"))
_GONE = {qn("w:strike"), qn("w:dstrike"), qn("w:vanish")}
_BOLD = qn("w:b")
_TOGGLES = {*_GONE, _BOLD}
_OFF = ("0", "false", "off", "none")
_BODY_LEVEL = 9


@dataclass(slots=True, kw_only=True)
class Style:
    """What a style says of its words, with what it has from others: toggles by tag, and a heading's level."""

    toggles: dict[str, bool] = field(default_factory=dict)
    level: int = 0


def read_word(path: Path, contents: bytes) -> Reading:
    """Read the document's paragraphs in order, and its tables row by row."""
    refuse_bombs(path, contents, "Word document").close()
    try:
        document = docx.Document(io.BytesIO(contents))
    except (KeyError, ValueError, SyntaxError) as error:
        raise UnreadableTranscript(path, Message("it is no Word document, or it is damaged")) from error
    told = {name: getattr(document.core_properties, name) for name in PROPERTIES}
    metadata = {f"document_{name}": str(value) for name, value in told.items() if value}
    reader = _Reader(_Styles(document.styles.element))
    return as_reading(path, list(reader.blocks(document.element.body)), metadata)


class _Styles:
    """The styles of a document by id, each looked up when it is first used."""

    def __init__(self, element: Any) -> None:  # noqa: ANN401  # lxml elements have no types
        self._element = element
        self._known: dict[str, Style | None] = {}

    @cached_property
    def _defined(self) -> dict[str, Any]:
        return {style.get(_ID, ""): style for style in self._element.iter(_STYLE)}

    def of(self, named: Any) -> Style | None:  # noqa: ANN401
        """The style that an element names; None where it names none of the document's."""
        if named is None:
            return None
        name = named.get(_VAL, "")
        if name not in self._known:
            self._known[name] = _style(name, self._defined) if name in self._defined else None
        return self._known[name]


def _style(name: str, defined: Mapping[str, Any]) -> Style:
    """The style with all that it takes from those it is based on."""
    told = Style()
    for _ in range(20):  # Word allows ten styles on top of each other; a circle ends here
        style = defined.get(name)
        if style is None:
            break
        told.toggles = _toggles(style.find(_RUN_MARKS)) | told.toggles
        told.level = told.level or _level(style)
        based = style.find(_BASED_ON)
        name = based.get(_VAL, "") if based is not None else ""
    return told


def _toggles(marks: Any) -> dict[str, bool]:  # noqa: ANN401
    if marks is None:
        return {}
    return {tag: mark.get(_VAL, "1") not in _OFF for mark in marks if (tag := mark.tag) in _TOGGLES}


def _level(style: Any) -> int:  # noqa: ANN401
    """The level of a heading, 0 for other styles: by its outline level, else by its English name."""
    marks = style.find(_PARAGRAPH_MARKS)
    outline = marks.find(_LEVEL) if marks is not None else None
    if outline is not None:
        return _outline(outline)
    name = style.find(_NAME)
    return 1 if name is not None and name.get(_VAL, "").casefold() in {"title", "subtitle"} else 0


def _outline(element: Any) -> int:  # noqa: ANN401
    level = element.get(_VAL, "")
    return int(level) + 1 if level.isdigit() and int(level) < _BODY_LEVEL else 0


class _Reader:
    """Walks the body of one document."""

    def __init__(self, styles: _Styles) -> None:
        self._styles = styles
        self._boxes: list[Any] = []

    def blocks(self, holder: Any) -> Iterator[Block]:  # noqa: ANN401
        """The paragraphs and tables; a paragraph whose end was deleted goes on in the next one."""
        begun: list[tuple[str, bool]] = []
        for element in self._elements(holder):
            if element.tag == TABLE:
                yield self._rows_of(element)
                continue
            paragraph, is_open = self._paragraph(element)
            begun.extend(paragraph.runs)
            if not is_open:
                yield Paragraph(runs=tuple(begun), level=paragraph.level)
                begun = []
                yield from self._boxes_below()
        if begun:
            yield Paragraph(runs=tuple(begun))
        yield from self._boxes_below()

    def _elements(self, holder: Any) -> Iterator[Any]:  # noqa: ANN401
        for element in holder:
            if element.tag in (PARAGRAPH, TABLE):
                yield element
            elif element.tag not in LEFT_OUT:
                yield from self._elements(element)

    def _boxes_below(self) -> Iterator[Block]:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            yield from self.blocks(box)

    def _paragraph(self, element: Any) -> tuple[Paragraph, bool]:  # noqa: ANN401
        """A paragraph, and whether its end was deleted."""
        marks = element.find(_PARAGRAPH_MARKS)
        style, level, is_open = Style(), 0, False
        if marks is not None:
            style = self._styles.of(marks.find(_PARAGRAPH_STYLE)) or style
            outline = marks.find(_LEVEL)
            level = _outline(outline) if outline is not None else style.level
            end = marks.find(_RUN_MARKS)
            is_open = end is not None and any(end.find(tag) is not None for tag in _DELETED)
        return Paragraph(runs=tuple(self._runs(element, style.toggles)), level=level), is_open

    def _runs(self, holder: Any, below: Mapping[str, bool]) -> Iterator[tuple[str, bool]]:  # noqa: ANN401
        for element in holder:
            tag = element.tag
            if tag == RUN:
                words, toggles = self._run(element, below)
                if words and not any(map(toggles.get, _GONE)):
                    yield words, toggles.get(_BOLD, False)
            elif tag == BOX:
                self._boxes.append(element)
            elif tag not in LEFT_OUT:
                yield from self._runs(element, below)

    def _run(self, run: Any, below: Mapping[str, bool]) -> tuple[str, Mapping[str, bool]]:  # noqa: ANN401
        """The words of a run, and how they look."""
        pieces: list[str] = []
        for element in run:
            tag = element.tag
            if tag == TEXT:
                pieces.append(element.text or "")
            elif tag == _RUN_MARKS:
                below = self._toggles_of(element, below)
            elif tag not in LEFT_OUT:
                pieces.extend(self._pieces_of(element, tag))
        return "".join(pieces), below

    def _toggles_of(self, marks: Any, below: Mapping[str, bool]) -> Mapping[str, bool]:  # noqa: ANN401
        style = self._styles.of(marks.find(_RUN_STYLE))
        return {**below, **(style.toggles if style else {}), **_toggles(marks)}

    def _pieces(self, holder: Any) -> Iterator[str]:  # noqa: ANN401
        for element in holder:
            yield from self._pieces_of(element, element.tag)

    def _pieces_of(self, element: Any, tag: str) -> Iterator[str]:  # noqa: ANN401
        if tag == TEXT:
            yield element.text or ""
        elif tag in MARKS:
            yield MARKS[tag]
        elif tag == BOX:
            self._boxes.append(element)
        elif tag not in LEFT_OUT:
            yield from self._pieces(element)

    def _rows_of(self, table: Any) -> Rows:  # noqa: ANN401
        rows = [row for row in self._within(table, ROW) if not _is_deleted(row)]
        return [[self._cell_of(cell) for cell in self._within(row, CELL)] for row in rows]

    def _within(self, holder: Any, tag: str) -> Iterator[Any]:  # noqa: ANN401
        for element in holder:
            if element.tag == tag:
                yield element
            elif element.tag not in LEFT_OUT and element.tag != TABLE:
                yield from self._within(element, tag)

    def _cell_of(self, cell: Any) -> str:  # noqa: ANN401
        return "\n".join(_plain(block) for block in self.blocks(cell))


def _plain(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else "\n".join("\t".join(cells) for cells in block)


def _is_deleted(row: Any) -> bool:  # noqa: ANN401
    marks = row.find(qn("w:trPr"))
    return marks is not None and any(marks.find(tag) is not None for tag in _DELETED)
