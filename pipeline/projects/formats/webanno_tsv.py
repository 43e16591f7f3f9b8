"""WebAnno TSV 3 documents, as WebAnno and INCEpTION export them: a token per line, a column per feature."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import UnreadableProject
from pipeline.messages import Message
from pipeline.projects.formats.uima import LINGUISTIC, Annotation, Document

FIRST_LINE = "#FORMAT=WebAnno TSV 3"
_NONE = ("_", "*")
_NUMBERED = re.compile(r"^(?P<value>.*)\[(?P<number>\d+)\]$", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_PARTS = re.compile(r"(?<!\\)\|")


_Row = tuple[int, int, list[str]]
"""Where a token begins and ends, and its cells."""


@dataclass(slots=True, kw_only=True)
class _Open:
    """An annotation while its tokens are read."""

    layer: str
    start: int
    end: int
    features: dict[str, str] = field(default_factory=dict)


def is_webanno(contents: bytes) -> bool:
    """Whether a file is WebAnno TSV 3."""
    return contents.startswith(FIRST_LINE.encode())


def read_document(path: Path, contents: bytes, title: str) -> Document:
    """Read one document.

    Raises:
        UnreadableProject: it is no such file, or a line in it cannot be read.
    """
    if not is_webanno(contents):
        raise UnreadableProject(path, Message("%(file)s is no WebAnno TSV 3", file=title))
    lines = contents.decode("utf-8", "replace").split("\n")
    columns = list(_columns(lines))
    text: list[str] = []
    rows: list[_Row] = []
    waiting: list[str] = []
    for number, line in enumerate(lines, start=1):
        if line.startswith("#Text="):
            waiting.append(_unescaped(line.removeprefix("#Text=")))
        elif "\t" in line and not line.startswith("#"):
            row = _row(line)
            if row is None:
                raise UnreadableProject(
                    path, Message("line %(line)s of %(file)s cannot be read", line=number, file=title)
                )
            _lay(text, row[0], waiting)
            rows.append(row)
    return Document(text="".join(text), title=title, annotations=tuple(_annotations(columns, rows)))


def _lay(text: list[str], start: int, waiting: list[str]) -> None:
    """Put a sentence where its first token begins; what lay between sentences is not in the file."""
    if not waiting:
        return
    length = sum(map(_units, text))
    gap = max(0, start - length)
    text.append("\n" * min(gap, 1) + " " * (gap - 1))
    text.append("\n".join(waiting))
    waiting.clear()


def _units(words: str) -> int:
    """The length in UTF-16, in which Java counts."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def _columns(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The layer and the feature of each column; those of chains, relations and slots belong to no stretch."""
    for line in lines:
        if line.startswith(("#T_SP=", "#T_CH=", "#T_RL=")):
            kind, _, said = line.partition("=")
            layer, *features = said.rstrip("\r").split("|")
            name = layer.rpartition(".")[2] if kind == "#T_SP" and not layer.startswith(LINGUISTIC) else ""
            slots = {at + more for at, feature in enumerate(features) if feature.startswith("ROLE_") for more in (0, 1)}
            yield from (("" if at in slots else name, feature) for at, feature in enumerate(features or [""]))


def _row(line: str) -> _Row | None:
    cells = line.rstrip("\r").split("\t")
    begin, _, end = cells[1].partition("-") if len(cells) > 2 else ("", "", "")
    if not begin.isdigit() or not end.isdigit():
        return None
    # A line for a part of a token has a number such as 3-2.1; the columns are the same.
    return int(begin), int(end), cells[3:]


def _annotations(columns: Sequence[tuple[str, str]], rows: Iterable[_Row]) -> Iterator[Annotation]:
    """Annotations by layer: tokens with the same number are one stretch."""
    found: dict[tuple[str, str], _Open] = {}
    for at, (start, end, cells) in enumerate(rows):
        for (layer, feature), cell in zip(columns, cells, strict=False):
            for key, value in _said(cell, at) if layer else ():
                each = found.setdefault((layer, key), _Open(layer=layer, start=start, end=end))
                each.start, each.end = min(each.start, start), max(each.end, end)
                if value not in _NONE:
                    each.features[feature] = _unescaped(value)
    for number, each in enumerate(found.values()):
        features = {name: (value,) for name, value in each.features.items()}
        yield Annotation(layer=each.layer, start=each.start, end=each.end, id=str(number), features=features)


def _said(cell: str, at: int) -> Iterator[tuple[str, str]]:
    """What a cell says: for each annotation on the token its number, made up where it has none, and the value."""
    for position, part in enumerate(_PARTS.split(cell)):
        if part != "_":
            numbered = _NUMBERED.match(part)
            yield (numbered["number"], numbered["value"]) if numbered else (f"{at}.{position}.", part)


def _unescaped(words: str) -> str:
    return _ESCAPED.sub(lambda found: _LETTERS.get(found[1], found[1]), words.rstrip("\r"))
