"""Read a codebook from another program: REFI-QDA (.qdc), a table (.csv, .tsv, .xlsx), or a plain list of codes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from pipeline.codebook.rows import BETWEEN, COLUMNS, LOOSE, CodeRow
from pipeline.errors import InvalidChange
from pipeline.messages import Message
from pipeline.projects.guards import file_bytes, xml_root

Header = Mapping[int, str]
"""Which column of a table is which field of a row."""

NAMES = {
    "code": "label_nl", "label": "label_nl", "naam": "label_nl", "name": "label_nl", "nl": "label_nl",
    "label (nl)": "label_nl", "label (en)": "label_en", "en": "label_en",
    "dimensie": "dimension", "category": "dimension", "categorie": "dimension", "group": "dimension",
    "groep": "dimension", "theme": "dimension", "thema": "dimension",
    "ouder": "parent", "parent code": "parent", "bovenliggende code": "parent", "hoofdcode": "parent",
    "definition": "definition_nl", "definitie": "definition_nl", "description": "definition_nl",
    "omschrijving": "definition_nl", "beschrijving": "definition_nl", "memo": "definition_nl",
    "not when": "not_when_nl", "niet wanneer": "not_when_nl", "not_when": "not_when_nl",
    "trefwoorden": "keywords", "voorbeelden": "examples", "example": "examples", "voorbeeld": "examples",
    "kleur": "colour", "color": "colour",
}  # fmt: skip
"""Further headers of columns, in Dutch and English, beside the names of the fields."""


def read_codebook_rows(path: Path, *, dimension: str = "") -> list[CodeRow]:
    """Read the codes of a file, in order; with `dimension`, all of them belong to that one.

    Raises:
        InvalidChange: the file cannot be read, or holds no codes.
    """
    readers = {".qdc": _qdc, ".xlsx": _workbook}
    rows = [*readers.get(path.suffix.lower(), _text)(path, dimension)]
    if not rows:
        raise _unreadable(path, Message("there are no codes in it"))
    return rows


def _unreadable(path: Path, why: str) -> InvalidChange:
    return InvalidChange(Message("%(file)s cannot be read as a codebook: %(why)s.", file=path.name, why=why))


def _qdc(path: Path, dimension: str) -> Iterator[CodeRow]:
    root = xml_root(path, file_bytes(path))
    for codes in root.iter():
        if _tag(codes) == "Codes":
            for top in _codes_in(codes):
                yield from _of_top(top, dimension)
            return


def _of_top(top: Element, dimension: str) -> Iterator[CodeRow]:
    """The codes of a category at the top, which is a dimension unless it can be given itself."""
    is_category = not _codable(top) and any(_codes_in(top))
    if is_category and not dimension:
        name = _name(top)
        for child in _codes_in(top):
            yield from _of_code(child, name, "")
    elif is_category:
        yield from _of_code(top, dimension, "")
    else:
        yield from _of_code(top, dimension or LOOSE, "")


def _of_code(element: Element, dimension: str, parent: str) -> Iterator[CodeRow]:
    name = _name(element)
    described = next((each.text or "" for each in element if _tag(each) == "Description"), "")
    yield CodeRow(dimension=dimension, label_nl=name, parent=parent, definition_nl=described.strip())
    for child in _codes_in(element):
        yield from _of_code(child, dimension, BETWEEN.join(filter(None, (parent, name))))


def _codes_in(element: Element) -> Iterator[Element]:
    return (child for child in element if _tag(child) == "Code" and _name(child))


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _name(element: Element) -> str:
    return element.get("name", "").strip()


def _codable(element: Element) -> bool:
    return element.get("isCodable", "true").lower() not in ("false", "0")


def _workbook(path: Path, dimension: str) -> Iterator[CodeRow]:
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(file_bytes(path)), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise _unreadable(path, Message("it is no workbook")) from error
    with_cells = [["" if cell is None else str(cell) for cell in row] for row in book.worksheets[0].values]
    return _table(with_cells, dimension)


def _text(path: Path, dimension: str) -> Iterator[CodeRow]:
    try:
        text = file_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(path, Message("it is no text in UTF-8")) from error
    lines = text.splitlines()
    declared = lines[0].casefold() if lines else ""
    divider = declared[4:5] if declared.startswith("sep=") else ""
    if divider:
        text = text.partition("\n")[2]
    first = text.partition("\n")[0]
    divider = divider or max(";,\t", key=first.count)
    if first.count(divider):
        cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=divider))
        if _header(cells[0]):
            return _table(cells, dimension)
    return _list([line for line in text.splitlines() if line.strip()], dimension)


def _table(cells: Sequence[Sequence[str]], dimension: str) -> Iterator[CodeRow]:
    header = _header(cells[0]) if cells else {}
    if not header:
        yield from _list([row[0] for row in cells if row and row[0].strip()], dimension)
        return
    for row in cells[1:]:
        said = {name: row[at].strip() for at, name in header.items() if at < len(row)}
        # An export for spreadsheets puts an apostrophe before what would run as a formula.
        said = {name: value[1:] if value[:2] in _DISARMED else value for name, value in said.items()}
        if any(said.get(name) for name in ("id", "label_nl", "label_en")):
            yield CodeRow(**{**said, "dimension": dimension or said.get("dimension", "")})


_DISARMED = ("'=", "'+", "'-", "'@", "'|")


def _header(row: Sequence[str]) -> dict[int, str]:
    """The columns that are known by their header; none where no column names codes."""
    found: dict[int, str] = {}
    for at, cell in enumerate(row):
        said = cell.strip().casefold()
        name = said if said in COLUMNS else NAMES.get(said)
        if name and name not in found.values():
            found[at] = name
    return found if {"id", "label_nl", "label_en"} & set(found.values()) else {}


def _list(lines: Sequence[str], dimension: str) -> Iterator[CodeRow]:
    """A label on each line; one that is indented further than the line above lies below it."""
    above: list[tuple[int, str]] = []
    for line in lines:
        words = line.strip().lstrip("-*•").strip()
        margin = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        while above and above[-1][0] >= margin:
            above.pop()
        if words:
            parent = BETWEEN.join(label for _, label in above)
            yield CodeRow(dimension=dimension or LOOSE, label_nl=words, parent=parent)
            above.append((margin, words))
