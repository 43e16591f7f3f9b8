"""The key of pseudonyms: the table in which a researcher confirms replacements. Nothing else may contain names.

It is a CSV file or a workbook. A spreadsheet changes text that looks like a number or a date (`0475123456` loses its
first 0) and runs text that looks like a formula. In CSV such text has an apostrophe before it, which reading removes;
in a workbook all cells are text.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InvalidPseudonyms
from pipeline.messages import Message
from pipeline.transcripts.pseudonyms.applying import any_of

HEADER = ("file", "kind", "found", "replacement", "times", "confirm", "around")

NAMES = ("key.csv", "key.xlsx")
"""The file of the key, in one form or the other."""

_CHANGED_BY_SPREADSHEETS = re.compile(
    r"'*\s*(?:[=+\-@|]|[(.,€$]?\s*\d|(?:jan|feb|maa|mar|mrt|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)\w*\W*\d)",
    re.IGNORECASE,
)
"""Text that a spreadsheet would take for a formula, a number or a date."""

YES = frozenset({"yes", "y", "ja", "j", "x", "1", "true", "ok", "waar"})
NO = frozenset({"no", "n", "nee", "neen", "0", "false", "onwaar", "-"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A proposed replacement in one file; `confirm` is None until a researcher decides."""

    file: str
    kind: str
    found: str
    replacement: str
    times: int = 0
    confirm: bool | None = None
    around: str = ""


class Key:
    """All rows of the key, in the order of the table."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.rows = tuple(rows)
        self._by_interview: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            self._by_interview[Path(row.file).stem].append(row)

    @classmethod
    def read(cls, path: Path) -> Key:
        """Read the key from a file; a missing file gives an empty key.

        Raises:
            InvalidPseudonyms: the table is invalid; the message names the row, never its contents.
        """
        if not path.exists():
            return cls()
        lines = _sheet(path) if path.suffix == ".xlsx" else _csv(path)
        header = next(lines, [])
        missing = [name for name in HEADER[:6] if name not in header]
        if missing:
            raise InvalidPseudonyms(path, Message("the column %(column)s is missing", column=repr(missing[0])))
        told = (dict(zip(header, cells, strict=False)) for cells in lines if any(cells))
        return cls(_row(path, number, each) for number, each in enumerate(told, start=2))

    def write(self, path: Path) -> None:
        """Write the table atomically, readable only by its owner; as a workbook if the path ends in `.xlsx`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.touch(mode=0o600)
        lines = [HEADER, *map(_cells, self.rows)]
        if path.suffix == ".xlsx":
            _write_sheet(partial, lines)
        else:
            with partial.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows(map(_protected, lines))
        partial.replace(path)

    def of(self, interview: str) -> list[Row]:
        """The rows of an interview, whatever the suffix of its file."""
        return self._by_interview.get(interview, [])

    def confirmed(self, interview: str) -> dict[str, str]:
        """The confirmed replacements of an interview."""
        return {row.found: row.replacement for row in self.of(interview) if row.confirm}

    def unused(self, interview: str, text: str) -> list[int]:
        """The rows (numbered as in the table) with a confirmed replacement whose words stand nowhere in this text."""
        return [
            number
            for number, row in enumerate(self.rows, start=2)
            if row.confirm and Path(row.file).stem == interview and not any_of({row.found: ""}).search(text)
        ]

    def undecided(self, interview: str) -> int:
        """The number of proposals of an interview without a decision."""
        return sum(row.confirm is None for row in self.of(interview))


def _csv(path: Path) -> Iterator[list[str]]:
    try:
        # Excel writes the list separator of its locale, and a byte order mark.
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidPseudonyms(path, Message("it is no UTF-8 text; save it as “CSV UTF-8”")) from error
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > 3 else ",")
    return ([*map(_unprotected, cells)] for cells in reader)


def _sheet(path: Path) -> Iterator[list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        sheet = load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True).worksheets[0]
    except (InvalidFileException, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise InvalidPseudonyms(path, Message("it is no workbook; save it as .xlsx")) from error
    return (["" if cell is None else str(cell) for cell in cells] for cells in sheet.iter_rows(values_only=True))


def _write_sheet(path: Path, lines: Iterable[tuple[str, ...]]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("key")
    for line in lines:
        cells = [WriteOnlyCell(sheet, value=words) for words in line]
        for cell in cells:
            cell.data_type, cell.number_format = "s", "@"
        sheet.append(cells)
    with path.open("wb") as file:
        book.save(file)


def _cells(row: Row) -> tuple[str, ...]:
    confirm = {True: "yes", False: "no", None: ""}[row.confirm]
    return (row.file, row.kind, row.found, row.replacement, str(row.times), confirm, row.around)


def _protected(cells: tuple[str, ...]) -> list[str]:
    times = HEADER.index("times")  # a number
    return [
        f"'{words}" if number != times and _CHANGED_BY_SPREADSHEETS.match(words) else words
        for number, words in enumerate(cells)
    ]


def _unprotected(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _CHANGED_BY_SPREADSHEETS.match(cell[1:]) else cell


def _row(path: Path, number: int, told: Mapping[str, str | None]) -> Row:
    cell = {name: (told.get(name) or "").strip() for name in HEADER}
    answer = cell["confirm"].casefold()
    if answer and answer not in YES | NO:
        raise InvalidPseudonyms(path, Message("in row %(row)s the column `confirm` is neither yes nor no", row=number))
    if answer in YES and not (cell["found"] and cell["replacement"]):
        raise InvalidPseudonyms(
            path, Message("row %(row)s is confirmed, but what is found or its replacement is empty", row=number)
        )
    return Row(
        file=cell["file"],
        kind=cell["kind"],
        found=cell["found"],
        replacement=cell["replacement"],
        times=int(cell["times"]) if cell["times"].isdigit() else 0,
        confirm=(answer in YES) if answer else None,
        around=cell["around"],
    )
