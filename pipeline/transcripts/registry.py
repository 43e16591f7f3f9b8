"""Which reader reads which file: a table by suffix, to which an installed package can add.

A package adds a reader by an entry point in the group `drempel.readers`: its name is the suffix without the dot, its
value a callable like those below. What drempel reads itself cannot be replaced.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.formats.annotations.chat import read_chat
from pipeline.transcripts.formats.annotations.elan import read_elan
from pipeline.transcripts.formats.annotations.exmaralda import read_exmaralda
from pipeline.transcripts.formats.annotations.praat import read_praat
from pipeline.transcripts.formats.annotations.transcriber import read_transcriber
from pipeline.transcripts.formats.captions import read_subrip, read_webvtt
from pipeline.transcripts.formats.documents.opendocument import read_opendocument
from pipeline.transcripts.formats.documents.pdf import read_pdf
from pipeline.transcripts.formats.documents.richtext import read_richtext
from pipeline.transcripts.formats.documents.web import read_html, read_otranscribe
from pipeline.transcripts.formats.documents.word import read_word
from pipeline.transcripts.formats.plain import read_markdown, read_plain
from pipeline.transcripts.formats.recogniser import read_recogniser
from pipeline.transcripts.formats.rows import read_csv, read_tsv, read_workbook
from pipeline.transcripts.turns import Reading

Reader = Callable[[Path, bytes], Reading]
"""Gets the path, for messages, and the file's bytes; what it cannot read it refuses with UnreadableTranscript."""

GROUP = "drempel.readers"

READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".docx": read_word,
    ".odt": read_opendocument,
    ".rtf": read_richtext,
    ".pdf": read_pdf,
    ".vtt": read_webvtt,
    ".srt": read_subrip,
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".xlsx": read_workbook,
    ".json": read_recogniser,
    ".html": read_html,
    ".htm": read_html,
    ".otr": read_otranscribe,
    ".eaf": read_elan,
    ".textgrid": read_praat,
    ".exb": read_exmaralda,
    ".trs": read_transcriber,
    ".cha": read_chat,
}

_TRANSCRIBE = Message("Transcribe it first and export the transcript as .docx, .vtt or .txt.")
_SAVE_AS = Message("Open it and save it as .docx or .txt.")
_SOUND = (".mp3", ".m4a", ".wav", ".ogg", ".opus", ".flac", ".aac", ".wma", ".aiff", ".amr")
_PICTURE = (".jpg", ".jpeg", ".png", ".heic", ".tif", ".tiff", ".gif", ".webp")
_SUBTITLES = (".ass", ".ssa", ".sbv", ".ttml", ".dfxp", ".stl", ".sub")
_FILM = (".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".wmv")

INSTEAD: dict[str, tuple[str, str]] = {
    **dict.fromkeys((".doc", ".wpd"), (Message("this older kind of document is not read"), _SAVE_AS)),
    **dict.fromkeys((".docm", ".pages"), (Message("this kind of document is not read"), _SAVE_AS)),
    **dict.fromkeys(
        (".xls", ".ods", ".numbers"), (Message("this kind of table is not read"), Message("Save it as .xlsx or .csv."))
    ),
    **dict.fromkeys(_SOUND, (Message("it is a sound recording"), _TRANSCRIBE)),
    **dict.fromkeys(_FILM, (Message("it is a film"), _TRANSCRIBE)),
    **dict.fromkeys(
        _PICTURE, (Message("it is a picture"), Message("Type out or recognise its text, and save it as .docx or .txt."))
    ),
    **dict.fromkeys(_SUBTITLES, (Message("this kind of subtitles is not read"), Message("Save it as .vtt or .srt."))),
    **dict.fromkeys(
        (".zip", ".7z", ".rar", ".gz"), (Message("it is an archive"), Message("Unpack it and put its files here."))
    ),
}
"""Files that people have and drempel does not read: why, and what to export instead."""


def reader_for(path: Path) -> Reader:
    """The reader of this kind of file.

    Raises:
        UnreadableTranscript: there is none; says what to export instead.
    """
    suffix = path.suffix.lower()
    if suffix in READERS:
        return READERS[suffix]
    added = _added()
    if suffix in added:
        return _loaded(path, added[suffix])
    if suffix in INSTEAD:
        raise UnreadableTranscript(path, *INSTEAD[suffix])
    kind = suffix or Message("a file without suffix")
    raise UnreadableTranscript(
        path, Message("no reader for %(kind)s; known are %(suffixes)s", kind=kind, suffixes=", ".join(suffixes()))
    )


def suffixes() -> tuple[str, ...]:
    """The suffixes that can be read, those of installed packages included."""
    return (*READERS, *(suffix for suffix in _added() if suffix not in READERS))


def _added() -> dict[str, EntryPoint]:
    found = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    return {f".{point.name.lower().removeprefix('.')}": point for point in found}


def _loaded(path: Path, point: EntryPoint) -> Reader:
    try:
        reader: Reader = point.load()
    except Exception as error:  # a package of somebody else may fail in any way
        why = Message(
            "its reader %(reader)s cannot be loaded (%(error)s)", reader=point.value, error=type(error).__name__
        )
        raise UnreadableTranscript(path, why, Message("Mend or remove the package it is from.")) from error
    return reader


SUFFIXES: tuple[str, ...] = suffixes()
"""What can be read, as `.txt`."""
