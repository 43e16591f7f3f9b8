"""The key of pseudonyms: the CSV table in which a researcher confirms replacements. Nothing else may contain names."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InvalidPseudonyms
from pipeline.messages import Message

HEADER = ("file", "kind", "found", "replacement", "times", "confirm", "around")

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
        try:
            # Excel writes the list separator of its locale, and a byte order mark.
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise InvalidPseudonyms(path, Message("it is no UTF-8 text; save it as “CSV UTF-8”")) from error
        first = text.partition("\n")[0]
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > 3 else ",")
        missing = [name for name in HEADER[:6] if name not in (reader.fieldnames or ())]
        if missing:
            raise InvalidPseudonyms(path, Message("the column %(column)s is missing", column=repr(missing[0])))
        return cls(_row(path, number, told) for number, told in enumerate(reader, start=2))

    def write(self, path: Path) -> None:
        """Write the table atomically, readable only by its owner."""
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.touch(mode=0o600)
        with partial.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            for row in self.rows:
                confirm = {True: "yes", False: "no", None: ""}[row.confirm]
                writer.writerow((row.file, row.kind, row.found, row.replacement, row.times, confirm, row.around))
        partial.replace(path)

    def of(self, interview: str) -> list[Row]:
        """The rows of an interview, whatever the suffix of its file."""
        return self._by_interview.get(interview, [])

    def confirmed(self, interview: str) -> dict[str, str]:
        """The confirmed replacements of an interview."""
        return {row.found: row.replacement for row in self.of(interview) if row.confirm}

    def undecided(self, interview: str) -> int:
        """The number of proposals of an interview without a decision."""
        return sum(row.confirm is None for row in self.of(interview))


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
