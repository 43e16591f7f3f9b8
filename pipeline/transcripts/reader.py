"""Reads one interview file: the right reader, then who speaks, then who asks and who answers."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from pipeline.codebook import Codebook
from pipeline.errors import DrempelError, UnreadableTranscript
from pipeline.messages import Message
from pipeline.records import Transcript, sha256_of
from pipeline.transcripts.limits import contents_of
from pipeline.transcripts.registry import Reader, reader_for
from pipeline.transcripts.report import ReadingReport, account_of
from pipeline.transcripts.speakers.roles import Assigned, assign, study_labels
from pipeline.transcripts.speakers.sayings import named
from pipeline.transcripts.speakers.stretches import Told, told_in
from pipeline.transcripts.speakers.tables import sayings_in_rows
from pipeline.transcripts.turns import Reading, Saying, as_turns, compose

NOTHING: Mapping[str, str] = MappingProxyType({})

HAND_CODES = frozenset(("interview", "start", "end", "text"))
"""The columns of a table of hand codes, which may be dropped among the interviews by mistake."""


def read(
    path: Path,
    *,
    codebook: Codebook | None = None,
    metadata: Mapping[str, str] = NOTHING,
    columns: Mapping[str, str] = NOTHING,
) -> Transcript:
    """The interview in a file; its id is the file's name without suffix.

    `metadata` given here goes before what the file itself tells. `columns` names the headers of a .csv or .xlsx that
    are not the usual ones, for `speaker`, `words`, `begins` and `ends`.

    Raises:
        UnreadableTranscript: it cannot be read; says why and what to do.
    """
    return _read(path, codebook, metadata, columns)[0]


def read_with_report(
    path: Path,
    *,
    codebook: Codebook | None = None,
    metadata: Mapping[str, str] = NOTHING,
    columns: Mapping[str, str] = NOTHING,
) -> tuple[Transcript, ReadingReport]:
    """The interview in a file as `read` gives it, and the account of how it was read.

    Raises:
        UnreadableTranscript: it cannot be read; says why and what to do.
    """
    transcript, told, assigned, notices = _read(path, codebook, metadata, columns)
    return transcript, account_of(transcript, assigned, told, notices)


def _read(
    path: Path, codebook: Codebook | None, metadata: Mapping[str, str], columns: Mapping[str, str]
) -> tuple[Transcript, Told, Assigned, tuple[str, ...]]:
    reader = reader_for(path)
    contents = contents_of(path)
    with _uncollected():
        return _made(path, contents, _read_by(reader, path, contents), codebook, metadata, columns)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Pause the search for circular garbage: a reader makes very many objects, and no circles."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _made(
    path: Path,
    contents: bytes,
    reading: Reading,
    codebook: Codebook | None,
    metadata: Mapping[str, str],
    columns: Mapping[str, str],
) -> tuple[Transcript, Told, Assigned, tuple[str, ...]]:
    text, told = _told(path, reading, frozenset(study_labels(codebook)), columns)
    assigned = assign(text, told.stretches, codebook, told.titled)
    turns = as_turns(text, told.stretches, assigned.roles)
    if not turns:
        raise UnreadableTranscript(path, *_why_wordless(text))
    transcript = Transcript(
        id=path.stem,
        text=text,
        sha256=sha256_of(contents),
        source=path.name,
        format=path.suffix.lower().removeprefix("."),
        turns=turns,
        roles_from=assigned.source,
        encoding=reading.encoding,
        metadata={**reading.metadata, **metadata},
    )
    return transcript, told, assigned, reading.notices


def _why_wordless(text: str) -> tuple[str, str]:
    if any(mark.isalnum() for mark in text):
        return (
            Message("there are no words in it but labels, times and headings"),
            Message("Check that what was said stands in the file, below or behind the labels."),
        )
    return Message("there are no words in it"), Message("Export or copy it again.")


def _read_by(reader: Reader, path: Path, contents: bytes) -> Reading:
    try:
        return reader(path, contents)
    except DrempelError:
        raise
    except Exception as error:
        # A damaged file can upset a library in any way; what the library says may quote the file, so it is not told.
        why = Message(
            "it is damaged, or no %(kind)s (%(error)s while reading)",
            kind=path.suffix.lower(),
            error=type(error).__name__,
        )
        raise UnreadableTranscript(path, why) from error


def _told(path: Path, reading: Reading, known: frozenset[str], columns: Mapping[str, str]) -> tuple[str, Told]:
    sayings = reading.sayings or _in_rows(path, reading, columns)
    if not sayings:
        return reading.text, told_in(reading.text, known)
    told, layout = named(sayings, known)
    text, stretches, unsaid = compose(told)
    return text, Told(stretches=stretches, layout=layout, unsaid=unsaid)


def _in_rows(path: Path, reading: Reading, columns: Mapping[str, str]) -> tuple[Saying, ...]:
    if reading.rows and set(reading.rows[0]) >= HAND_CODES:
        why = Message("it is a table of hand codes, not an interview")
        raise UnreadableTranscript(
            path, why, Message("Import it with %(command)s.", command=f"`drempel import-codes {path.name}`")
        )
    sayings = tuple(sayings_in_rows(reading.rows, columns))
    if reading.rows and not sayings:
        raise UnreadableTranscript(
            path,
            Message("no column with the words was found"),
            Message(
                "Call the columns `spreker` and `tekst`, or name yours under [transcripts.columns] in drempel.toml."
            ),
        )
    return sayings
