"""Lines that tabs or bars part into columns: which holds the names, which the times, which the words.

A name before the words needs no columns, as it is a label. This is for tables in which the name stands behind them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.transcripts.clock import BARE, BRACKETED, RANGE, seconds
from pipeline.transcripts.speakers.labels import Label, Line, Style
from pipeline.transcripts.speakers.names import Kind, Name, name_in

LEAST_ROWS = 0.6
"""The share of lines that must have the same columns."""

_TIME = re.compile(rf"(?:{BRACKETED}|{RANGE}|{BARE})", re.IGNORECASE)
_SHORT = 80


class Cell(NamedTuple):
    """A part of a line, without the blanks around it."""

    start: int
    end: int
    words: str


class Columns(NamedTuple):
    """Labels of the rows, and the parts of the lines behind the words."""

    labels: tuple[Label, ...]
    tails: tuple[tuple[int, int], ...]


def columns_in(text: str, lines: Sequence[Line]) -> Columns | None:
    """The labels of a table whose names stand behind the words; None where the text is no such table."""
    for separator in ("\t", "|"):
        if text.count(separator, 0, 5000) < 2:
            continue
        rows = [(line, _cells(text, line, separator)) for line in lines]
        widths = Counter(len(cells) for _, cells in rows if len(cells) > 1)
        width, times = max(widths.items(), key=lambda each: each[1], default=(0, 0))
        if times > 1 and times >= LEAST_ROWS * len(rows):
            table = [(line, cells) for line, cells in rows if len(cells) == width]
            found = _read(table, width)
            if found is not None:
                return found
    return None


def _cells(text: str, line: Line, separator: str) -> list[Cell]:
    cells: list[Cell] = []
    at = line.start
    for piece in text[line.start : line.end].split(separator):
        left = len(piece) - len(piece.lstrip())
        words = piece.strip()
        cells.append(Cell(at + left, at + left + len(words), words))
        at += len(piece) + 1
    if separator == "|" and len(cells) > 2 and not cells[0].words and not cells[-1].words:
        return cells[1:-1]
    return cells


def _read(table: Sequence[tuple[Line, list[Cell]]], width: int) -> Columns | None:
    said = max(range(width), key=lambda at: sum(len(cells[at].words) for _, cells in table))
    names = _names(table, width, said)
    if names is None or names < said:
        return None
    times = [at for at in range(width) if at not in (said, names) and _are_times(table, at)]
    labels, tails = zip(*_rows(table, said, names, times[0] if times else None), strict=True)
    return Columns(tuple(label for label in labels if label), tuple(tails))


def _are_times(table: Sequence[tuple[Line, list[Cell]]], at: int) -> bool:
    return sum(_TIME.fullmatch(cells[at].words) is not None for _, cells in table) >= 0.8 * len(table) - 1


def _names(table: Sequence[tuple[Line, list[Cell]]], width: int, said: int) -> int | None:
    """The column whose cells are few names that come back."""
    for at in range(width):
        cells = [cells[at].words for _, cells in table]
        found = [name for words in cells if len(words) < _SHORT and (name := name_in(words.rstrip(":")))]
        kinds = Counter(name.key for name in found)
        sound = [name for name in found if name.kind not in (Kind.NOBODY, Kind.PHRASE)]
        if at != said and len(sound) >= 0.8 * len(cells) - 1 and 1 < len(kinds) <= max(2, len(cells) // 2 + 1):
            return at
    return None


def _rows(
    table: Sequence[tuple[Line, list[Cell]]], said: int, names: int, times: int | None
) -> Iterator[tuple[Label | None, tuple[int, int]]]:
    last: Name | None = None
    for number, (line, cells) in enumerate(table):
        name = name_in(cells[names].words.rstrip(":")) or last
        begins_at = seconds(cells[times].words) if times is not None else None
        is_header = number == 0 and times is not None and begins_at is None
        if is_header or name is None:
            yield None, (line.start, line.end)
        else:
            yield Label(Style.COLUMN, name, line.start, cells[said].start, begins_at), (cells[said].end, line.end)
        last = name
