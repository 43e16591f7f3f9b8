"""A turn per row: which column holds the speaker, which the words, which the time, and in what the time is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from statistics import median

from pipeline.transcripts.clock import seconds, span
from pipeline.transcripts.speakers.roles import is_well_known, key
from pipeline.transcripts.turns import Saying

HEADERS: Mapping[str, tuple[str, ...]] = {
    "speaker": (
        "speaker", "spreker", "speaker name", "name of speaker", "naam spreker", "spreker naam", "sprekernaam",
        "speaker label", "speaker id", "wie", "naam", "name", "who", "participant", "deelnemer", "persoon",
        "label", "rol", "role", "person", "spreekster", "sprekers", "speakers", "speakername", "identiteit",
        "code spreker", "sprekercode", "wie spreekt", "who speaks",
    ),
    "words": (
        "text", "tekst", "words", "woorden", "uiting", "utterance", "transcript", "transcriptie", "transcription",
        "content", "inhoud", "zin", "sentence", "dialogue", "dialoog", "wat", "what", "caption", "uitspraak",
        "uitspraken", "gezegd", "wat gezegd", "subtitle", "ondertitel", "transcribed text", "transcript text",
        "uitgeschreven tekst", "getranscribeerde tekst", "uitgetypte tekst",
    ),
    "begins": (
        "start", "begin", "starts", "begins", "tijd", "time", "timestamp", "tijdstip", "van", "from", "begintijd",
        "begin time", "start time", "starttijd", "timespan", "tijdspanne", "timecode", "tijdcode", "in",
        "start ms", "start s", "begin ms", "begin s", "start seconds", "start sec", "starts at", "begint",
        "begint op", "startcode", "tc in", "seconden", "seconds", "tijd begin", "tijd van", "startpunt",
    ),
    "ends": (
        "end", "einde", "eind", "ends", "tot", "to", "eindtijd", "end time", "stop", "stop time", "out", "end ms",
        "end s", "einde ms", "end seconds", "end sec", "eindigt", "tc out", "tijd einde", "tijd tot", "finish",
    ),
}  # fmt: skip
"""How the columns of a transcript in rows are called, without case, with blanks for underscores and hyphens."""

_LONGEST_NAME = 40
_FRAMES = re.compile(r"\d{1,2}:\d{2}:\d{2}[:;](\d{2})")
_WHOLE = re.compile(r"\d+(?:\.0+)?")
_MINUTES = re.compile(r"\d{1,2}:\d{2}:00(?:\.0+)?")
_NUMBERED = re.compile(r"\W*\d{1,6}\W*")
_TIME_ONLY = re.compile(
    r"[\[(]?\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?(?:\s*(?:-->|–|-)\s*[\[(]?[\d:.,]{4,12}[\])]?)?"
)
_SLOWEST = 0.2
"""Words per second of the slowest interview; a table that is slower counts its times in something else."""

Clock = Callable[[str], float | None]


def sayings_in_rows(rows: Sequence[Sequence[str]], columns: Mapping[str, str] | None = None) -> list[Saying]:
    """What each row says, or nothing when no column holds speakers or words.

    `columns` names them by their headers, for `speaker`, `words`, `begins`, `ends`; else the usual headers are known.
    Without a header there is a column of speakers, known because they come back, and one of words; numbers and times
    may stand beside them.
    """
    places, below = _header_of(rows, columns or {})
    told = rows[below:]
    if "words" not in places:
        places = _by_contents(rows)
    if "words" not in places:
        return []
    clock = _clock(told, places)
    titles = [Saying(speaker=None, words=" ".join(filter(None, row))) for row in rows[: max(below - 1, 0)]]
    return [*titles, *(_saying(row, places, clock) for row in told)]


def _header_of(rows: Sequence[Sequence[str]], columns: Mapping[str, str]) -> tuple[dict[str, int], int]:
    """The columns that a header names, and the first row below it; a title may stand above it."""
    for at, row in enumerate(rows[:_TITLE_ROWS]):
        places = _by_header(row, columns)
        if "words" in places and (at == 0 or len(places) > 1):
            return places, at + 1
    return {}, 0


_TITLE_ROWS = 6


def _by_header(header: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    exact = [cell.strip().casefold() for cell in header]
    cells = [" ".join(re.split(r"[\s_-]+", cell.partition("(")[0])).strip() for cell in exact]
    places: dict[str, int] = {}
    for column, usual in HEADERS.items():
        given = columns.get(column)
        names, among = ((given.strip().casefold(),), exact) if given else (usual, cells)
        found = [among.index(name) for name in names if name in among]
        if found:
            places[column] = found[0]
    return places


def _by_contents(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """The columns of a table without header: one of speakers, one of words; numbers and times beside them."""
    widths = {len(row) for row in rows}
    if len(widths) != 1 or not 2 <= (width := widths.pop()) <= _MOST_COLUMNS:
        return {}
    kinds: dict[str, list[int]] = {}
    for at in range(width):
        kinds.setdefault(_kind_of([row[at].strip() for row in rows]), []).append(at)
    if "words" not in kinds and len(kinds.get("speaker", ())) == 2:
        kinds["words"] = [max(kinds["speaker"], key=lambda at: _doubt(rows, at))]
        kinds["speaker"] = [at for at in kinds["speaker"] if at not in kinds["words"]]
    if len(kinds.get("words", ())) != 1 or len(kinds.get("speaker", ())) != 1:
        return {}
    return {kind: places[0] for kind, places in kinds.items() if kind in HEADERS}


_MOST_COLUMNS = 6


def _doubt(rows: Sequence[Sequence[str]], at: int) -> tuple[bool, int]:
    """How unlikely a column is to hold the speakers, where two may: not well known, long."""
    cells = [row[at].strip().rstrip(":") for row in rows]
    return not all(is_well_known(key(cell), 2) for cell in cells if cell), sum(map(len, cells))


def _kind_of(cells: Sequence[str]) -> str:
    filled = [cell for cell in cells if cell]
    if all(_NUMBERED.fullmatch(cell) for cell in filled):
        return "number" if filled else "empty"
    if all(_TIME_ONLY.fullmatch(cell) for cell in filled):
        return "begins"
    return "speaker" if _are_speakers(cells) else "words"


def _are_speakers(cells: Sequence[str]) -> bool:
    named = Counter(key(cell.strip().rstrip(":")) for cell in cells if cell.strip())
    if named.total() < 2 or max(map(len, named)) > _LONGEST_NAME:
        return False
    return all(is_well_known(name, times) for name, times in named.items()) or len(named) * 2 <= named.total()


def _clock(rows: Sequence[Sequence[str]], places: Mapping[str, int]) -> Clock:
    """How the times of this table become seconds: frames after the seconds, milliseconds, or minutes and seconds."""
    begins = _cells(rows, places.get("begins"))
    frames = [int(found[1]) for cell in begins if (found := _FRAMES.fullmatch(cell))]
    if begins and len(frames) == len(begins):
        rate = 25 if max(frames) < 25 else 30 if max(frames) < 30 else 60
        return lambda cell: _with_frames(cell, rate)
    pace = _words_per_second(rows, places, begins)
    if pace < _SLOWEST and all(map(_WHOLE.fullmatch, begins)):
        return lambda cell: _scaled(cell, 1000)
    if pace < _SLOWEST and all(map(_MINUTES.fullmatch, begins)):
        return lambda cell: _scaled(cell, 60)
    return seconds


def _cells(rows: Sequence[Sequence[str]], at: int | None) -> list[str]:
    if at is None:
        return []
    return [row[at].strip() for row in rows if at < len(row) and row[at].strip()]


def _words_per_second(rows: Sequence[Sequence[str]], places: Mapping[str, int], begins: Sequence[str]) -> float:
    """The median pace from one row's beginning to the next one's, were the times seconds."""
    at, words_at = places.get("begins"), places["words"]
    if at is None or len(begins) < 2:
        return 1.0
    known = [
        (moment, len(row[words_at].split()))
        for row in rows
        if max(at, words_at) < len(row) and (moment := seconds(row[at])) is not None
    ]
    paces = [words / (after - moment) for (moment, words), (after, _) in pairwise(known) if after > moment and words]
    return median(paces) if paces else 1.0


def _with_frames(cell: str, rate: int) -> float | None:
    found = _FRAMES.fullmatch(cell.strip())
    if found is None:
        return seconds(cell)
    whole = seconds(cell.strip()[:-3])
    return None if whole is None else whole + int(found[1]) / rate


def _scaled(cell: str, divisor: int) -> float | None:
    whole = seconds(cell)
    return None if whole is None else whole / divisor


def _saying(row: Sequence[str], places: Mapping[str, int], clock: Clock) -> Saying:
    def cell(column: str) -> str:
        at = places.get(column)
        return row[at].strip() if at is not None and at < len(row) else ""

    begins_at, ends_at = span(cell("begins"))
    if ends_at is None:
        begins_at = clock(cell("begins"))
    return Saying(
        speaker=cell("speaker").rstrip(": "),
        words=cell("words"),
        begins_at=begins_at,
        ends_at=clock(cell("ends")) if cell("ends") else ends_at,
    )
