"""PDF with text: lines are put together from where they stand on the page, and paragraphs from lines.

Page numbers, headers and footers that come back, and numbers of lines in the margin are left out. A column of names
beside the words is parted from them by a tab. A scan has no text, and is refused.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTContainer, LTPage, LTTextLine
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.formats.documents.blocks import Paragraph, as_reading
from pipeline.transcripts.limits import LARGEST_UNPACKED, LONGEST_TEXT
from pipeline.transcripts.turns import Reading

MOST_PAGES = 2000
"""Pages of a PDF; an interview of three hours has a hundred."""

EDGE_LINES = 2
"""Lines at the top and at the bottom of a page among which headers and footers are looked for."""

_SCAN = Message("it is a scan: its pages are pictures without text")
_RECOGNISE = Message(
    "Recognise its text with a scanner's or another program's OCR, correct it, and save it as .docx or .txt."
)
_EXPORT = Message("Export the transcript as .docx or .txt from where it was made.")

_LAYOUT = LAParams(boxes_flow=None, all_texts=True)
_STREAM = re.compile(rb"stream\r?\n")
_NESTED = re.compile(rb"/Fl(?:ateDecode)?\s{0,9}/Fl(?:ateDecode)?[\s/\]]")
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_PAGE_NUMBER = re.compile(
    r"\W{0,4}(?:p\.|pagina|page|blz\.?|bladzijde)?\s?\d{1,4}(?:\s?(?:/|van|of)\s?\d{1,4})?\W{0,4}", re.IGNORECASE
)
_TIME = re.compile(r"[\[(]?\d{1,2}(?::\d{2}){1,2}[\])]?")
_NUMBER = re.compile(r"\d{1,5}")
_HEAD = re.compile(r"\W{0,3}(?:[\d:.,]{1,12}\W{1,3})?([^\W\d_][^:.?!]{0,40}):")
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_ENDED = re.compile(r"[.?!…:;][\"”’')\]]*\Z")
_HYPHEN = re.compile(r"[^\W\d_]-\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words side by side on a page: their runs with whether they are bold, and where they stand."""

    runs: tuple[tuple[str, bool], ...]
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float
    page_width: float

    @property
    def text(self) -> str:
        """The words of the line."""
        return "".join(words for words, _ in self.runs)

    @property
    def is_bold(self) -> bool:
        """Whether the line begins with bold words."""
        return bool(self.runs) and self.runs[0][1]


def read_pdf(path: Path, contents: bytes) -> Reading:
    """Read the text of a PDF, paragraph by paragraph.

    Raises:
        UnreadableTranscript: it is a scan, locked, damaged, or its letters cannot be told from its fonts.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    _refuse_bombs(path, contents)
    pages = _pages(path, contents)
    if not pages:
        raise UnreadableTranscript(path, Message("there are no pages in it"), _EXPORT)
    empty = [number for number, lines in enumerate(pages, start=1) if not lines]
    if len(empty) == len(pages):
        raise UnreadableTranscript(path, _SCAN, _RECOGNISE)
    _refuse_unmapped(path, pages)
    kept = list(_without_edges(_without_line_numbers(pages)))
    reading = as_reading(path, list(_paragraphs(kept)))
    notices = (Message("pages without text: %(pages)s", pages=", ".join(map(str, empty))),) if empty else ()
    return replace(reading, notices=notices)


def _refuse_bombs(path: Path, contents: bytes) -> None:
    """Refuse a PDF that unpacks to far more than an interview holds, before anything of it is unpacked for good."""
    if _NESTED.search(contents):
        raise UnreadableTranscript(path, Message("it is packed twice over"), _EXPORT)
    unpacked = 0
    for found in _STREAM.finditer(contents):
        for size in _unpacked(contents, found.end()):
            unpacked += size
            if unpacked > LARGEST_UNPACKED:
                raise UnreadableTranscript(path, Message("it unpacks to far more than an interview holds"), _EXPORT)


def _unpacked(contents: bytes, at: int) -> Iterator[int]:
    """The sizes of the parts that a stream of a PDF unpacks to, none of which is kept."""
    packed = zlib.decompressobj()
    rest = b""
    while (rest or at < len(contents)) and not packed.eof:
        if not rest:
            rest, at = contents[at : at + _CHUNK], at + _CHUNK
        try:
            yield len(packed.decompress(rest, _CHUNK))
        except zlib.error:
            return  # not packed, or packed in another way
        rest = packed.unconsumed_tail


_CHUNK = 1 << 16


def _pages(path: Path, contents: bytes) -> list[list[Line]]:
    pages: list[list[Line]] = []
    letters = 0
    try:
        for number, page in enumerate(extract_pages(io.BytesIO(contents), laparams=_LAYOUT)):
            pages.append(_lines(page, number))
            letters += sum(len(line.text) for line in pages[-1])
            if number >= MOST_PAGES or letters > LONGEST_TEXT:
                raise UnreadableTranscript(
                    path, Message("it holds far more text than an interview"), Message("Split it.")
                )
    except PDFPasswordIncorrect as error:
        raise UnreadableTranscript(
            path, Message("it is locked with a password"), Message("Save it again without a password.")
        ) from error
    except (PDFException, PSException) as error:
        raise UnreadableTranscript(path, Message("it is no PDF, or it is damaged"), _EXPORT) from error
    return pages


def _refuse_unmapped(path: Path, pages: Sequence[Sequence[Line]]) -> None:
    text = "".join(line.text for lines in pages for line in lines)
    if 40 * len(_UNMAPPED.findall(text)) > len(text):
        why = Message("its fonts do not tell which letters its signs are")
        raise UnreadableTranscript(path, why, _EXPORT)


def _lines(page: LTPage, number: int) -> list[Line]:
    """The lines of a page from top to bottom, each put together from the pieces that stand side by side."""
    pieces = [each for found in _text_lines(page) if (each := _piece(found, number, page.width)).text.strip()]
    pieces.sort(key=lambda piece: (-piece.top, piece.left))
    rows: list[list[Line]] = []
    for piece in pieces:
        middle = (piece.top + piece.bottom) / 2
        if rows and rows[-1][0].bottom <= middle <= rows[-1][0].top:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_side_by_side(sorted(row, key=lambda piece: piece.left)) for row in rows]


def _text_lines(holder: Iterable[object]) -> Iterator[LTTextLine]:
    for element in holder:
        if isinstance(element, LTTextLine):
            yield element
        elif isinstance(element, LTContainer):
            yield from _text_lines(element)


def _piece(line: LTTextLine, page: int, page_width: float) -> Line:
    runs: list[tuple[str, bool]] = []
    is_bold = False
    sizes: list[float] = []
    for mark in line:
        if isinstance(mark, LTChar):
            is_bold = "bold" in mark.fontname.casefold()
            sizes.append(mark.size)
        words = mark.get_text() if hasattr(mark, "get_text") else ""
        if runs and runs[-1][1] == is_bold:
            runs[-1] = (runs[-1][0] + words, is_bold)
        else:
            runs.append((words, is_bold))
    cleaned = tuple((_BLANKS.sub(" ", words), bold) for words, bold in runs)
    size = median(sizes) if sizes else line.height
    return Line(
        runs=cleaned,
        page=page,
        left=line.x0,
        right=line.x1,
        top=line.y1,
        bottom=line.y0,
        size=size,
        page_width=page_width,
    )


def _side_by_side(row: Sequence[Line]) -> Line:
    runs = list(row[0].runs)
    for piece in row[1:]:
        gap = "  " if _TIME.fullmatch(piece.text.strip()) else "\t"
        runs[-1] = (runs[-1][0].rstrip() + gap, runs[-1][1])
        runs += piece.runs
    runs[-1] = (runs[-1][0].rstrip(), runs[-1][1])
    return replace(row[0], runs=tuple(runs), right=max(piece.right for piece in row))


def _without_line_numbers(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without the numbers in the margin that count lines."""
    heads = [line.text.partition("\t")[0].strip() for lines in pages for line in lines if "\t" in line.text]
    numbers = [int(head) for head in heads if _NUMBER.fullmatch(head)]
    rising = sum(after > before for before, after in pairwise(numbers))
    if len(numbers) < 3 or 2 * rising < len(numbers):
        return [list(lines) for lines in pages]
    return [[_without_number(line) for line in lines] for lines in pages]


def _without_number(line: Line) -> Line:
    head, tab, _ = line.text.partition("\t")
    if not tab or not _NUMBER.fullmatch(head.strip()):
        return line
    runs = list(line.runs)
    while runs and "\t" not in runs[0][0]:
        runs.pop(0)
    runs[0] = (runs[0][0].partition("\t")[2], runs[0][1])
    return replace(line, runs=tuple(run for run in runs if run[0]))


def _without_edges(pages: Sequence[Sequence[Line]]) -> Iterator[Line]:
    """All lines without page numbers, and without headers and footers that come back on most pages."""
    gap = _usual_gap([line for lines in pages for line in lines])
    apart = [_apart(lines, gap) for lines in pages]
    seen = Counter(key for edges in apart for key in {_key(line) for line in edges})
    filled = sum(1 for lines in pages if lines)
    for lines, edges in zip(pages, apart, strict=True):
        headers = {id(line) for line in edges if seen[_key(line)] > 1 and 2 * seen[_key(line)] >= filled}
        numbers = {id(line) for line in _edges(lines) if _PAGE_NUMBER.fullmatch(line.text.strip())}
        yield from (line for line in lines if id(line) not in headers | numbers)


def _edges(lines: Sequence[Line]) -> list[Line]:
    return [*lines[:EDGE_LINES], *lines[max(EDGE_LINES, len(lines) - EDGE_LINES) :]]


def _apart(lines: Sequence[Line], gap: float) -> list[Line]:
    """The lines at the top and at the bottom of a page that a larger gap or another print parts from the text."""
    steps = [
        before.top - after.top > 1.35 * gap or abs(before.size - after.size) > 1 for before, after in pairwise(lines)
    ]
    top = max((at + 1 for at, is_wide in enumerate(steps[:EDGE_LINES]) if is_wide), default=0)
    below = list(reversed(steps))[:EDGE_LINES]
    bottom = max((at + 1 for at, is_wide in enumerate(below) if is_wide), default=0)
    return [*lines[:top], *lines[max(top, len(lines) - bottom) :]]


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.split()).casefold())


def _paragraphs(lines: Sequence[Line]) -> Iterator[Paragraph]:
    """Lines that go on in the next one, joined; larger print is a heading."""
    if not lines:
        return
    heads = Counter(found[1].strip().casefold() for line in lines if (found := _HEAD.match(line.text)))
    margin = _right_margin(lines)
    usual = median(line.size for line in lines)
    gap = _usual_gap(lines)
    begun: list[Line] = []
    for line in lines:
        if begun and not _goes_on(begun[-1], line, margin, gap, heads):
            yield _paragraph(begun, usual)
            begun = []
        begun.append(line)
    yield _paragraph(begun, usual)


def _right_margin(lines: Sequence[Line]) -> float:
    ends = sorted(line.right for line in lines)
    return max(ends[min(len(ends) - 1, int(0.95 * len(ends)))], 0.7 * lines[0].page_width)


def _usual_gap(lines: Sequence[Line]) -> float:
    """From the top of one line to the top of the next, within a paragraph."""
    steps = sorted(
        before.top - after.top
        for before, after in pairwise(lines)
        if before.page == after.page and before.top > after.top
    )
    return steps[len(steps) // 4] if steps else 0.0


def _goes_on(before: Line, after: Line, margin: float, gap: float, heads: Counter[str]) -> bool:
    """Whether a line goes on with the paragraph above: its last line is full, and no gap or label parts them."""
    if before.page == after.page and before.top - after.top > 1.35 * gap:
        return False
    if "\t" in after.text or (after.is_bold and not before.is_bold) or abs(before.size - after.size) > 1:
        return False
    found = _HEAD.match(after.text)
    if found and (heads[found[1].strip().casefold()] > 1 or len(found[1]) < 3):
        return False
    if after.text[:1].islower() and not _ENDED.search(before.text):
        return True
    first = after.text.split()[0] if after.text.split() else ""
    wide = (after.right - after.left) / max(len(after.text), 1) * (len(first) + 1)
    return before.right + wide > margin


def _paragraph(lines: Iterable[Line], usual: float) -> Paragraph:
    runs: list[tuple[str, bool]] = []
    sizes: list[float] = []
    for line in lines:
        sizes.append(line.size)
        if runs:
            words, is_bold = runs[-1]
            runs[-1] = (_ended(words, line.text), is_bold)
        runs += line.runs
    return Paragraph(runs=tuple(runs), level=1 if sizes and min(sizes) > 1.25 * usual else 0)


def _ended(words: str, following: str) -> str:
    """The end of a line made ready for the next one: a hyphen that breaks a word goes, else a blank comes."""
    words = words.rstrip()
    if words.endswith("\xad"):
        return words[:-1]
    if _HYPHEN.search(words) and following[:1].islower():
        return words[:-1]
    return f"{words} "
