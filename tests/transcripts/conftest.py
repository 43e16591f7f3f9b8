"""Files to read, written into a fresh folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import transcripts


@pytest.fixture
def written(tmp_path: Path):
    """Write bytes (or text as UTF-8) under a name; get the path."""

    def write(name: str, contents: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(contents.encode() if isinstance(contents, str) else contents)
        return path

    return write


@pytest.fixture
def said(written):
    """What each turn of a file holds, as (speaker, words)."""

    def read(name: str, contents: bytes | str):
        transcript = transcripts.read(written(name, contents))
        return [(turn.speaker, transcript.words_of(turn)) for turn in transcript.turns]

    return read
