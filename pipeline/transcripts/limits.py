"""Limits on what is opened and on what it unpacks to: size, bombs, text, cells, and borrowed entities."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.parsers import expat

from pipeline.errors import StillWritten, UnreadableTranscript
from pipeline.messages import Message

LARGEST = 50 * 1024 * 1024
"""Bytes of a file; an hour of talk takes a fiftieth of one megabyte, with pictures perhaps ten megabytes."""

LARGEST_UNPACKED = 200 * 1024 * 1024
"""Bytes of all that a zipped document holds."""

TIGHTEST = 200
"""How much smaller a packed part may be than its contents: Word's own parts stay under 30."""

MOST_PARTS = 5000
"""Files in a zipped document; a report with many pictures has some hundreds."""

LONGEST_TEXT = 20_000_000
"""Characters that a document may unpack to; an hour of talk has some sixty thousand."""

MOST_SPACES = 200
"""Blanks in a row that a document may stand for with one mark; more are cut to this."""

MOST_CELLS = 2_000_000
"""Cells of a table, empty ones included, between the first and the last that is filled."""

SIGNATURES: dict[bytes, tuple[str, frozenset[str]]] = {
    b"PK\x03\x04": (Message("a zip, such as a Word document"), frozenset({".docx", ".odt", ".xlsx"})),
    b"%PDF-": (Message("a PDF"), frozenset({".pdf"})),
    b"{\\rtf": (Message("rich text"), frozenset({".rtf"})),
    b"\xd0\xcf\x11\xe0": (Message("an old or locked Office document"), frozenset()),
    b"\x89PNG": (Message("a picture"), frozenset()),
    b"\xff\xd8\xff": (Message("a picture"), frozenset()),
    b"ID3": (Message("a sound recording"), frozenset()),
    b"RIFF": (Message("a sound recording"), frozenset()),
}
"""First bytes of files that may lie in an inbox under a wrong name, and the suffixes under which they are welcome."""


def may_be_opened(path: Path) -> bool:
    """Whether it is a plain file of sane size, and no link."""
    return not path.is_symlink() and path.is_file() and path.stat().st_size <= LARGEST


def contents_of(path: Path) -> bytes:
    """The bytes of a transcript.

    Raises:
        UnreadableTranscript: it is no plain file, too large, empty, or may not be read.
        StillWritten: somebody writes it at this moment.
    """
    if path.is_symlink():
        raise UnreadableTranscript(path, Message("it is a link to another file"), Message("Put the file itself here."))
    if not path.is_file():
        raise UnreadableTranscript(path, Message("there is no such file"), Message("Check the name and the folder."))
    try:
        contents = _read_at_rest(path)
    except OSError as error:
        raise UnreadableTranscript(
            path,
            Message("it may not be read (%(why)s)", why=error.strerror),
            Message("Check its permissions."),
        ) from error
    if not contents.strip():
        raise UnreadableTranscript(path, Message("the file is empty"), Message("Export or copy it again."))
    refuse_disguise(path, contents)
    return contents


def _read_at_rest(path: Path) -> bytes:
    before = path.stat()
    if before.st_size > LARGEST:
        limit = Message("it is larger than %(limit)s MB", limit=LARGEST // 1024**2)
        raise UnreadableTranscript(path, limit, Message("Remove pictures or recordings from it, or split it in two."))
    contents = path.read_bytes()
    if (path.stat().st_mtime_ns, len(contents)) != (before.st_mtime_ns, before.st_size):
        raise StillWritten(path)
    return contents


def refuse_disguise(path: Path, contents: bytes) -> None:
    """Refuse a file whose first bytes say that it is something else than its suffix.

    Raises:
        UnreadableTranscript: it is a known other kind; says which.
    """
    for first, (kind, its_suffixes) in SIGNATURES.items():
        if contents.startswith(first) and path.suffix.lower() not in its_suffixes:
            raise UnreadableTranscript(
                path,
                Message("its contents are %(kind)s", kind=kind),
                Message("Give it the suffix it belongs to, or export it again."),
            )


def refuse_bombs(path: Path, contents: bytes, kind: str) -> zipfile.ZipFile:
    """The zip of a document, seen to be of sane size and without document type declarations.

    Raises:
        UnreadableTranscript: it is no zip, is damaged, unpacks to far too much, or its XML declares entities.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(contents))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        raise UnreadableTranscript(path, Message("it is no %(kind)s, or it is damaged", kind=kind)) from error
    unpacked = sum(part.file_size for part in parts)
    if unpacked > LARGEST_UNPACKED or len(parts) > MOST_PARTS or any(map(_is_bomb, parts)):
        raise UnreadableTranscript(path, Message("it unpacks to far more than an interview holds"))
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            refuse_entities(path, part_of(path, archive, part.filename))
    return archive


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > 1024**2 and part.file_size > TIGHTEST * max(part.compress_size, 1)


def part_of(path: Path, archive: zipfile.ZipFile, name: str) -> bytes:
    """The unpacked contents of one part of a document.

    Raises:
        UnreadableTranscript: it is locked or damaged.
    """
    if archive.getinfo(name).flag_bits & 1:
        raise UnreadableTranscript(
            path, Message("it is locked with a password"), Message("Save it again without a password.")
        )
    try:
        return archive.read(name)
    except Exception as error:  # zlib, lzma and zipfile each have errors of their own
        raise UnreadableTranscript(path, Message("it is damaged"), Message("Save or copy it again.")) from error


class _RootSeen(Exception):
    """The declarations are over."""


def refuse_entities(path: Path, xml: bytes, *, allow_reference: bool = False) -> None:
    """Refuse XML with a document type declaration: the only place where entities can be declared.

    With `allow_reference` a declaration that only names a definition elsewhere is no reason; it is never fetched.

    Raises:
        UnreadableTranscript: there is one.
    """
    parser = expat.ParserCreate()

    def declared(_name: str, _system: str | None, _public: str | None, has_internal_subset: int) -> None:
        if has_internal_subset or not allow_reference:
            raise UnreadableTranscript(path, Message("its XML declares entities of its own, which no transcript needs"))

    def root(*_: object) -> None:
        raise _RootSeen

    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = root
    try:
        for chunk in _chunks(xml):
            parser.Parse(chunk, False)
    except (_RootSeen, expat.ExpatError):
        return  # broken XML is the reader's to name


def _chunks(contents: bytes, size: int = 1 << 16) -> Iterable[bytes]:
    return (contents[at : at + size] for at in range(0, len(contents), size))
