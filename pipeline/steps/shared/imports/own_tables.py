"""Read the table `codes.csv` that drempel exports as a project, whose rows lie on interviews of the study."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path

from pipeline.decisions import Store
from pipeline.errors import UnknownInterview, UnreadableProject
from pipeline.messages import Message
from pipeline.projects import Project
from pipeline.projects.assembly import Assembly, Marked
from pipeline.projects.guards import file_bytes
from pipeline.projects.offsets import CODE_POINTS, Mark
from pipeline.projects.records import Coder, SourceText
from pipeline.projects.times import moment

FORMAT = "drempel"
NEEDED = ("fragment", "interview", "dimension", "code", "coder")
_AUTO = "auto"
_ESCAPED = re.compile(r"(^|[;\t\r\n][ \xa0\"]*)'(?=[\s\x00]*[=+\-@|\t\r\n])")
"""The apostrophe that an export for spreadsheets puts before what would run as a formula."""

Row = Mapping[str, str]


def is_own_table(path: Path) -> bool:
    """Whether a file has the name of a table that drempel exports."""
    return path.suffix.lower() == ".csv" and path.is_file()


def read_own_table(path: Path, store: Store) -> Project:
    """Read `codes.csv` as a project whose texts are the study's own interviews.

    Raises:
        UnreadableProject: it is no such table.
    """
    made = Assembly(path, FORMAT, FORMAT)
    texts: dict[str, bool] = {}
    for number, row in enumerate(_rows(path), start=2):
        interview = row["interview"]
        if interview not in texts:
            texts[interview] = _add_text(made, store, interview)
        _add_row(made, row, f"{path.name} row {number}")
    return made.finish((CODE_POINTS,))


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        rows = list(csv.DictReader(io.StringIO(file_bytes(path).decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableProject(path, Message("it is no CSV in UTF-8")) from error
    missing = [name for name in NEEDED if not rows or name not in rows[0]]
    if missing:
        remedy = Message(
            "Give codes.csv of `drempel export csv`, or use `drempel import-codes` for a table of your own."
        )
        raise UnreadableProject(path, Message("it has no column %(name)s", name=missing[0]), remedy)
    return [{name: _ESCAPED.sub(r"\1", cell or "") for name, cell in row.items() if name} for row in rows]


def _add_text(made: Assembly, store: Store, interview: str) -> bool:
    try:
        text = store.transcripts.get(interview).text
    except UnknownInterview:
        made.problem(interview, Message("the interview is not in the study; ingest its transcript first"))
        return False
    made.add_text(SourceText(id=interview, name=interview, text=text))
    return True


def _add_row(made: Assembly, row: Row, place: str) -> None:
    start, _, end = row["fragment"].rpartition(":")[2].partition("-")
    if not start.isdigit() or not end.isdigit():
        made.problem(place, Message("its fragment has no offsets; it was left out"))
        return
    if row.get("origin") == _AUTO:
        made.problem(row["interview"], Message("codes that a certificate gave were left out: people decide"))
        return
    code = made.code_named(row["dimension"], row["code"])
    name = row["coder"].strip()
    coder = made.add_coder(Coder(id=name, name=name)) if name else ""
    mark = Mark(text=row["interview"], start=int(start), end=int(end), place=f"{row['interview']}:{start}-{end}")
    at = moment(row.get("decided_at"))
    made.add_marked(Marked(mark=mark, codes=(code,), coder=coder, at=at, ids=(f"{row['fragment']} {name} {code}",)))
