"""Which reader reads which file: a table by suffix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.errors import UnreadableTranscript
from pipeline.transcripts.formats.captions import read_captions
from pipeline.transcripts.formats.plain import read_plain
from pipeline.transcripts.formats.word import read_word
from pipeline.transcripts.turns import Reading

Reader = Callable[[Path, bytes], Reading]
"""Gets the path, for messages, and the file's bytes; raises UnreadableTranscript and nothing else."""

READERS: dict[str, Reader] = {".txt": read_plain, ".docx": read_word, ".vtt": read_captions}

_TRANSCRIBE = "Transcribe it first and export the transcript as .docx, .vtt or .txt."
_SAVE_AS = "Open it and save it as .docx or .txt."

INSTEAD: dict[str, tuple[str, str]] = {
    ".pdf": (
        "a PDF does not keep who says what",
        "Export the transcript as .docx or .txt from the program that made it.",
    ),
    **dict.fromkeys((".doc", ".pages", ".wpd"), ("this older document format is not read", _SAVE_AS)),
    **dict.fromkeys(
        (".mp3", ".m4a", ".wav", ".ogg", ".opus", ".flac", ".aac", ".wma", ".aiff", ".amr"),
        ("it is a sound recording", _TRANSCRIBE),
    ),
    **dict.fromkeys((".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".wmv"), ("it is a video", _TRANSCRIBE)),
}
"""Files that people have and drempel does not read: why, and what to export instead."""


def reader_for(path: Path) -> Reader:
    """The reader of this kind of file.

    Raises:
        UnreadableTranscript: there is none; says what to export instead.
    """
    suffix = path.suffix.lower()
    if suffix in INSTEAD:
        raise UnreadableTranscript(path, *INSTEAD[suffix])
    if suffix not in READERS:
        raise UnreadableTranscript(
            path, f"no reader for {suffix or 'a file without suffix'}; known are {', '.join(READERS)}"
        )
    return READERS[suffix]


def suffixes() -> tuple[str, ...]:
    """The suffixes that can be read."""
    return tuple(READERS)
