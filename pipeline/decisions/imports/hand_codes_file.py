"""Read a file of hand codes whole, or report every row that cannot be read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.codebook import Codebook
from pipeline.errors import InvalidCodes
from pipeline.records import HandCoded

NEEDED = ("interview", "start", "end", "text")
CODER = "coder"
OF_FRAGMENTS = (
    *("fragment", "turn", "speaker", "role", "words", "boundary", "cut_by", "reviewed", "blind"),
    *("sampling_probability", "study", "codebook"),
)
"""Columns of the exported table of fragments, which may stay when somebody adds codes to it; they are not read."""
BETWEEN_CODES = "|"
OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs"}

# A quote is as long as a fragment; the limit only keeps a stray quotation mark from swallowing the file.
csv.field_size_limit(1_000_000)


def read_hand_codes(path: Path, codebook: Codebook, *, coder: str = "") -> list[HandCoded]:
    """The rows of a CSV file of hand codes; a row without a coder gets `coder`, else the file's name.

    The columns are interview, start, end, text, one or more of the codebook's dimensions (several ids joined by `|`,
    empty for none) and perhaps coder. A dimension without a column counts as not judged. The other columns of an
    exported `fragments.csv` may stay.

    Raises:
        InvalidCodes: the file cannot be read, lacks columns, or rows cannot be meant; names each.
    """
    lines = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    rows = _cells(path, lines)
    _, columns = next(rows, (1, []))
    found = _wrong_columns(columns, codebook)
    if found:
        raise InvalidCodes(path.name, [f"row 1: {why}" for why in found])
    coded: list[HandCoded] = []
    problems: list[str] = []
    for number, cells in rows:
        row = _row(number, columns, cells, codebook, coder or path.stem)
        if isinstance(row, str):
            problems.append(row)
        else:
            coded.append(row)
    if problems or not coded:
        raise InvalidCodes(path.name, problems or ["row 2: there are no rows below the column names"])
    return coded


def _text(path: Path) -> str:
    try:
        contents = path.read_bytes()
    except OSError as error:
        raise InvalidCodes(path.name, [f"the file cannot be opened ({error.strerror})"]) from error
    try:
        return contents.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = contents[: error.start].count(b"\n") + 1
        raise InvalidCodes(
            path.name, [f"line {line}: the file is not in UTF-8; save it as `CSV UTF-8` and try again"]
        ) from error


def _cells(path: Path, lines: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        for number, cells in enumerate(lines, start=1):
            if cells:
                yield number, cells
    except csv.Error as error:
        raise InvalidCodes(
            path.name, [f"row {number + 1}: this is no CSV ({error}); look for a quotation mark without a partner"]
        ) from error


def _wrong_columns(columns: Sequence[str], codebook: Codebook) -> list[str]:
    if not columns:
        return [f"the file is empty; it needs the columns {', '.join(NEEDED)} and the codebook's dimensions"]
    if len(columns) == 1:
        for delimiter, name in OTHER_DELIMITERS.items():
            if delimiter in columns[0]:
                return [f"the columns are separated by {name}; save the file as CSV with commas"]
    known = (*NEEDED, *codebook.dimension_ids, CODER, *OF_FRAGMENTS)
    dimensions = ", ".join(codebook.dimension_ids)
    found = [f"column {name!r} is missing" for name in NEEDED if name not in columns]
    found += [f"column {name!r} stands twice" for name in sorted(set(columns)) if columns.count(name) > 1]
    found += [
        f"column {name!r} is not known; the codebook's dimensions are {dimensions}"
        for name in columns
        if name not in known
    ]
    if not found and not set(columns) & set(codebook.dimension_ids):
        found.append(f"there is no column for any dimension of the codebook ({dimensions})")
    return found


def _row(number: int, columns: Sequence[str], cells: Sequence[str], codebook: Codebook, coder: str) -> HandCoded | str:
    """The row as a record, or what is wrong with it."""
    place = f"row {number}"
    if len(cells) != len(columns):
        return f"{place}: {len(cells)} cells where the column names are {len(columns)}"
    named = dict(zip(columns, cells, strict=True))
    try:
        start, end = int(named["start"]), int(named["end"])
    except ValueError:
        return f"{place}: start and end must be whole numbers"
    codes = {dimension: _codes(named[dimension]) for dimension in codebook.dimension_ids if dimension in named}
    why = _wrong_codes(codes, codebook)
    if why:
        return f"{place}: {why}"
    return HandCoded(
        transcript_id=named["interview"].strip(),
        start=start,
        end=end,
        text=named["text"],
        codes=codes,
        coder=named.get(CODER, "").strip() or coder,
        place=place,
    )


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code.strip() for code in cell.split(BETWEEN_CODES) if code.strip()))


def _wrong_codes(codes: Mapping[str, Sequence[str]], codebook: Codebook) -> str | None:
    for dimension, given in codes.items():
        for code in given:
            why = codebook.refusal(dimension, code)
            if why:
                return why
        if len(given) > 1 and codebook.dimension(dimension).single:
            return f"dimension {dimension!r} has room for one code, the row has {', '.join(given)}"
    return None
