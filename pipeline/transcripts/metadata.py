"""What is known of the interviews beside their words: a table with a row per interview."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.formats.rows import read_csv, read_workbook
from pipeline.transcripts.limits import contents_of
from pipeline.transcripts.registry import suffixes

ID_COLUMNS = ("interview", "id", "transcript", "bestand", "file")
"""How the column with the interview's name is called; else it is the first."""

REMEDY = Message("Give it a header row with `interview` as first column, and one row per interview.")


def interview_column(header: Sequence[str]) -> int:
    """The place of the column that names the interviews: the first of `ID_COLUMNS` that is there, else the first."""
    called = [cell.strip().casefold() for cell in header]
    return next((called.index(name) for name in ID_COLUMNS if name in called), 0)


def interview_in(cell: str) -> str:
    """The interview that a cell names: its id, or the name of its file without suffix."""
    named = cell.strip()
    return Path(named).stem if Path(named).suffix.lower() in suffixes() else named


def read_metadata(path: Path) -> dict[str, dict[str, str]]:
    """The other columns of each interview, by its id; empty cells are left out.

    Raises:
        UnreadableTranscript: the table cannot be read, has no header, or names an interview twice.
    """
    rows = _rows(path)
    if len(rows) < 1 or len(rows[0]) < 2:
        raise UnreadableTranscript(path, Message("there is no table with a header in it"), REMEDY)
    header = [cell.strip() for cell in rows[0]]
    at = interview_column(header)
    columns: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows[1:], start=2):
        interview = interview_in(row[at]) if at < len(row) else ""
        if not interview:
            continue
        if interview in columns:
            raise UnreadableTranscript(
                path,
                Message("row %(row)s names %(interview)s a second time", row=number, interview=repr(interview)),
                Message("Leave one of the rows out."),
            )
        named = zip(header, row, strict=False)
        columns[interview] = {
            name: cell.strip() for name, cell in named if name and name != header[at] and cell.strip()
        }
    return columns


def _rows(path: Path) -> Sequence[Sequence[str]]:
    contents = contents_of(path)
    read_rows = read_workbook if path.suffix.lower() == ".xlsx" else read_csv
    return read_rows(path, contents).rows
