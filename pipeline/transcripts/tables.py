"""A turn per row: which column holds the speaker, which the words, which the time."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.transcripts.clock import seconds
from pipeline.transcripts.turns import Saying

HEADERS = {
    "speaker": ("speaker", "spreker", "wie", "naam", "name", "who", "participant", "persoon", "label"),
    "words": ("text", "tekst", "words", "woorden", "uiting", "utterance", "transcript", "transcriptie", "content"),
    "begins": (
        "start",
        "begin",
        "tijd",
        "time",
        "timestamp",
        "tijdstip",
        "van",
        "begintijd",
        "start time",
        "starttijd",
    ),
    "ends": ("end", "einde", "eind", "tot", "eindtijd", "end time", "stop"),
}
"""How the columns of a transcript in rows are called, without case."""


def sayings_in_rows(rows: Sequence[Sequence[str]]) -> list[Saying]:
    """What each row says, or nothing when no column holds speakers.

    Columns are known by their headers; without headers the first of two columns, when its cells are short and recur.
    """
    columns = _by_header(rows[0]) if rows else {}
    if "words" in columns and "speaker" in columns:
        return [_saying(row, columns) for row in rows[1:]]
    if rows and all(len(row) == 2 for row in rows) and _are_speakers([row[0] for row in rows]):
        return [_saying(row, {"speaker": 0, "words": 1}) for row in rows]
    return []


def _by_header(header: Sequence[str]) -> dict[str, int]:
    cells = [cell.strip().casefold() for cell in header]
    found = {column: [cells.index(name) for name in names if name in cells] for column, names in HEADERS.items()}
    return {column: places[0] for column, places in found.items() if places}


def _are_speakers(cells: Sequence[str]) -> bool:
    named = [cell.strip() for cell in cells if cell.strip()]
    return len(named) > 1 and max(map(len, named)) <= 40 and len(set(named)) <= max(2, len(named) // 2)


def _saying(row: Sequence[str], columns: dict[str, int]) -> Saying:
    def cell(column: str) -> str:
        at = columns.get(column)
        return row[at].strip() if at is not None and at < len(row) else ""

    return Saying(
        speaker=cell("speaker").rstrip(": "),
        words=cell("words"),
        begins_at=seconds(cell("begins") or None),
        ends_at=seconds(cell("ends") or None),
    )
