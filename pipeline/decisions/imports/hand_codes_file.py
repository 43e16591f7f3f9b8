"""Read a file of hand codes whole, or report every row that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.codebook import Codebook
from pipeline.decisions.imports.hand_codes_cells import rows_of
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
ONE_CODE = ("dimension", "code")
"""Columns of a table with one code per row, instead of a column per dimension."""
_WHOLE = re.compile(r"[+-]?\d+(?=(?:[.,]0{1,2})?\Z)")
"""A whole number, perhaps as a spreadsheet shows it: 12,0 or 12.00. In 1.000 it could also be a thousand."""


def read_hand_codes(path: Path, codebook: Codebook, *, coder: str = "") -> list[HandCoded]:
    """The rows of a CSV file or workbook of hand codes; a row without a coder gets `coder`, else the file's name.

    The columns are interview, start, end, text, one or more of the codebook's dimensions (several ids joined by `|`,
    empty for none) and perhaps coder. Instead of the dimensions there may be `dimension` and `code`. Rows of one coder
    on the same fragment are joined. A dimension that the file does not name counts as not judged. The other columns of
    an exported `fragments.csv` may stay.

    Raises:
        InvalidCodes: the file cannot be read, lacks columns, or rows cannot be meant; names each.
    """
    rows = rows_of(path)
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
    return _joined(coded)


def _joined(coded: Sequence[HandCoded]) -> list[HandCoded]:
    """One record for the rows of one coder on the same fragment, with the codes of all."""
    found: dict[tuple[str, int, int, str, str], HandCoded] = {}
    named = list(dict.fromkeys(dimension for row in coded for dimension in row.codes))
    for row in coded:
        key = (row.transcript_id, row.start, row.end, row.coder, row.text)
        before = found.get(key)
        codes = {
            dimension: tuple(
                dict.fromkeys((*(before.codes[dimension] if before else ()), *row.codes.get(dimension, ())))
            )
            for dimension in named
        }
        place = f"{before.place}, {row.place}" if before else row.place
        found[key] = replace(row, codes=codes, place=place)
    return list(found.values())


def _wrong_columns(columns: Sequence[str], codebook: Codebook) -> list[str]:
    if not columns:
        return [f"the file is empty; it needs the columns {', '.join(NEEDED)} and the codebook's dimensions"]
    one_code = ONE_CODE if _has_one_code(columns, codebook) else ()
    known = (*NEEDED, *codebook.dimension_ids, CODER, *OF_FRAGMENTS, *one_code)
    dimensions = ", ".join(codebook.dimension_ids)
    found = [f"column {name!r} is missing" for name in NEEDED if name not in columns]
    found += [f"column {name!r} stands twice" for name in sorted(set(columns)) if columns.count(name) > 1]
    found += [
        f"column {name!r} is not known; the codebook's dimensions are {dimensions}"
        for name in columns
        if name not in known
    ]
    if not found and not one_code and not set(columns) & set(codebook.dimension_ids):
        found.append(f"there is no column for any dimension of the codebook ({dimensions}), nor `dimension` and `code`")
    return found


def _has_one_code(columns: Sequence[str], codebook: Codebook) -> bool:
    """Whether a row holds one code, named in two columns; a dimension of that name is a column of its own."""
    return {*ONE_CODE} <= {*columns} and not {*columns} & {*codebook.dimension_ids}


def _row(number: int, columns: Sequence[str], cells: Sequence[str], codebook: Codebook, coder: str) -> HandCoded | str:
    """The row as a record, or what is wrong with it."""
    place = f"row {number}"
    if len(cells) != len(columns):
        return f"{place}: {len(cells)} cells where the column names are {len(columns)}"
    named = dict(zip(columns, cells, strict=True))
    start, end = _WHOLE.match(named["start"].strip()), _WHOLE.match(named["end"].strip())
    if start is None or end is None:
        return f"{place}: start and end must be whole numbers"
    codes = _codes_in(named, codebook)
    why = _wrong_codes(codes, codebook)
    if why:
        return f"{place}: {why}"
    return HandCoded(
        transcript_id=named["interview"].strip(),
        start=int(start[0]),
        end=int(end[0]),
        text=named["text"],
        codes=codes,
        coder=named.get(CODER, "").strip() or coder,
        place=place,
    )


def _codes_in(named: Mapping[str, str], codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """The codes of a row by dimension, of either layout."""
    if not _has_one_code(tuple(named), codebook):
        return {dimension: _codes(named[dimension]) for dimension in codebook.dimension_ids if dimension in named}
    dimension, codes = named["dimension"].strip(), _codes(named["code"])
    return {dimension: codes} if dimension or codes else {}


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code.strip() for code in cell.split(BETWEEN_CODES) if code.strip()))


def _wrong_codes(codes: Mapping[str, Sequence[str]], codebook: Codebook) -> str | None:
    for dimension, given in codes.items():
        if dimension not in codebook.dimension_ids:
            known = ", ".join(codebook.dimension_ids)
            return f"dimension {dimension!r} is not in the codebook; its dimensions are {known}"
        for code in given:
            why = codebook.refusal(dimension, code)
            if why:
                return why
        if len(given) > 1 and codebook.dimension(dimension).single:
            return f"dimension {dimension!r} has room for one code, the row has {', '.join(given)}"
    return None
