"""A turn per row: which column holds the speaker, which the words, which the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.transcripts.clock import seconds, span
from pipeline.transcripts.roles import is_well_known, key
from pipeline.transcripts.turns import Saying

HEADERS: Mapping[str, tuple[str, ...]] = {
    "speaker": ("speaker", "spreker", "wie", "naam", "name", "who", "participant", "persoon", "label", "rol", "role"),
    "words": (
        "text", "tekst", "words", "woorden", "uiting", "utterance", "transcript", "transcriptie", "content", "inhoud",
        "zin", "sentence",
    ),
    "begins": (
        "start", "begin", "starts", "begins", "tijd", "time", "timestamp", "tijdstip", "van", "from", "begintijd",
        "start time", "starttijd", "timespan", "tijdspanne",
    ),
    "ends": ("end", "einde", "eind", "ends", "tot", "to", "eindtijd", "end time", "stop"),
}  # fmt: skip
"""How the columns of a transcript in rows are called, without case."""


def sayings_in_rows(rows: Sequence[Sequence[str]], columns: Mapping[str, str] | None = None) -> list[Saying]:
    """What each row says, or nothing when no column holds speakers or words.

    `columns` names them by their headers, for `speaker`, `words`, `begins`, `ends`; else the usual headers are known.
    Without a header the first of two columns holds the speakers, when they come back or are well known.
    """
    places = _by_header(rows[0], columns or {}) if rows else {}
    if "words" in places:
        return [_saying(row, places) for row in rows[1:]]
    if rows and all(len(row) == 2 for row in rows) and _are_speakers([row[0] for row in rows]):
        return [_saying(row, {"speaker": 0, "words": 1}) for row in rows]
    return []


def _by_header(header: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    cells = [cell.partition("(")[0].strip().casefold() for cell in header]
    exact = [cell.strip().casefold() for cell in header]
    places: dict[str, int] = {}
    for column, usual in HEADERS.items():
        given = columns.get(column)
        names, among = ((given.strip().casefold(),), exact) if given else (usual, cells)
        found = [among.index(name) for name in names if name in among]
        if found:
            places[column] = found[0]
    return places


def _are_speakers(cells: Sequence[str]) -> bool:
    named = [key(cell.strip().rstrip(":")) for cell in cells if cell.strip()]
    if len(named) < 2 or max(map(len, named)) > 40:
        return False
    return all(is_well_known(name, named.count(name)) for name in set(named)) or len(set(named)) * 2 <= len(named)


def _saying(row: Sequence[str], places: Mapping[str, int]) -> Saying:
    def cell(column: str) -> str:
        at = places.get(column)
        return row[at].strip() if at is not None and at < len(row) else ""

    begins_at, ends_at = span(cell("begins"))
    return Saying(
        speaker=cell("speaker").rstrip(": "),
        words=cell("words"),
        begins_at=begins_at,
        ends_at=seconds(cell("ends")) if cell("ends") else ends_at,
    )
