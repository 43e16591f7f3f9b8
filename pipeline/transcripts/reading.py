"""Reads one interview file: the right reader, then who speaks, then who asks and who answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pipeline.codebook import Codebook
from pipeline.errors import UnreadableTranscript
from pipeline.records import Transcript, sha256_of
from pipeline.transcripts.guards import contents_of
from pipeline.transcripts.labels import stretches_in
from pipeline.transcripts.naming import named
from pipeline.transcripts.registry import reader_for
from pipeline.transcripts.roles import assign, study_labels
from pipeline.transcripts.turns import Reading, Stretch, as_turns, compose

NOTHING: Mapping[str, str] = MappingProxyType({})


def read(path: Path, *, codebook: Codebook | None = None, metadata: Mapping[str, str] = NOTHING) -> Transcript:
    """The interview in a file; its id is the file's name without suffix.

    `metadata` given here goes before what the file itself tells.

    Raises:
        UnreadableTranscript: it cannot be read; says why and what to do.
    """
    reader = reader_for(path)
    contents = contents_of(path)
    reading = reader(path, contents)
    text, stretches = _told(reading, frozenset(study_labels(codebook)))
    roles, roles_from = assign(text, stretches, codebook)
    turns = as_turns(text, stretches, roles)
    if not turns:
        raise UnreadableTranscript(path, "there are no words in it", "Export or copy it again.")
    return Transcript(
        id=path.stem,
        text=text,
        sha256=sha256_of(contents),
        source=path.name,
        format=path.suffix.lower().removeprefix("."),
        turns=turns,
        roles_from=roles_from,
        encoding=reading.encoding,
        metadata={**reading.metadata, **metadata},
    )


def _told(reading: Reading, known: frozenset[str]) -> tuple[str, list[Stretch]]:
    if reading.sayings:
        return compose(named(reading.sayings, known))
    return reading.text, stretches_in(reading.text, known)
