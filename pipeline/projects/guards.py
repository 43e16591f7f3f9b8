"""Opening files of other programs safely: limits on size, zips, XML and SQLite databases that may be hostile."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pipeline.errors import UnreadableProject
from pipeline.messages import Message

LARGEST_FILE = 4 * 1024**3
"""Bytes of a project file, recordings included; only its texts are read into memory."""

LARGEST_TEXT = 64 * 1024**2
"""Bytes of one text or one XML file of a project."""

LARGEST_TOTAL = 512 * 1024**2
"""Bytes of all the parts that are read of one zip."""

LARGEST_DATABASE = 2 * 1024**3
"""Bytes of a SQLite project."""

_TABLES = (".json", ".jsonl", ".yaml", ".yml", ".txt", ".ann", ".csv", ".tsv")
UNPACKED = frozenset((".qdpx", ".qda", ".sqlite3", ".sqlite", ".rqda", ".requal", *_TABLES))
"""Endings of the files in a zip that are written out to be read."""

TIGHTEST = 200
"""How much smaller a packed part above a megabyte may be than its contents."""

MOST_PARTS = 50_000
"""Files in a zip."""

MOST_STEPS = 2_000
"""Batches of a million SQLite instructions that one query may take."""

_NOT_IN_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#0*(?:[0-8]|1[124-9]|2\\d|3[01]);|&#[xX]0*(?:[0-8bcBCefEF]|1[0-9a-fA-F]);"
)
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")

SQLITE = b"SQLite format 3\x00"


def file_bytes(path: Path, limit: int = LARGEST_TEXT) -> bytes:
    """The bytes of a plain file of sane size.

    Raises:
        UnreadableProject: it is missing, a link, too large, or may not be read.
    """
    check_file(path, limit)
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableProject(
            path,
            Message("it may not be read (%(error)s)", error=str(error.strerror)),
            Message("Check its permissions."),
        ) from error


def check_file(path: Path, limit: int = LARGEST_FILE) -> None:
    """Refuse what is no plain file of sane size.

    Raises:
        UnreadableProject: says why.
    """
    if path.is_symlink():
        raise UnreadableProject(path, Message("it is a link to another file"), Message("Put the file itself there."))
    if not path.is_file():
        raise UnreadableProject(path, Message("there is no such file"), Message("Check the name and the folder."))
    if path.stat().st_size > limit:
        raise UnreadableProject(
            path,
            Message("it is larger than %(most)s MB", most=limit // 1024**2),
            Message("Leave recordings out of the export."),
        )


class Archive:
    """The parts of a zip, found by name without regard to case, and read within limits."""

    def __init__(self, path: Path, contents: bytes | None = None) -> None:
        self.path = path
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(path if contents is None else io.BytesIO(contents))
            parts = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise UnreadableProject(path, Message("it is no zip, or it is damaged")) from error
        if len(parts) > MOST_PARTS:
            raise UnreadableProject(
                path,
                Message("it holds more than %(most)s files", most=MOST_PARTS),
                Message("Export fewer texts at a time."),
            )
        self._parts = {_folded(part.filename): part for part in parts if not part.is_dir()}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files in it, as they stand there."""
        return tuple(part.filename for part in self._parts.values())

    def find(self, name: str) -> str | None:
        """The name of a part as it stands in the zip, or None."""
        part = self._parts.get(_folded(name))
        return part.filename if part else None

    def read(self, name: str) -> bytes:
        """The contents of a part.

        Raises:
            UnreadableProject: it is locked, damaged, or unpacks to far too much.
        """
        part = self._parts[_folded(name)]
        if part.flag_bits & 1:
            raise UnreadableProject(
                self.path, Message("it is locked with a password"), Message("Export it without a password.")
            )
        self._read += part.file_size
        if part.file_size > LARGEST_TEXT or self._read > LARGEST_TOTAL or _is_bomb(part):
            raise UnreadableProject(
                self.path, Message("%(file)s unpacks to far more than a text holds", file=part.filename)
            )
        try:
            return self._zip.read(part)
        except Exception as error:  # zlib, lzma and zipfile each have errors of their own
            raise UnreadableProject(self.path, Message("%(file)s in it is damaged", file=part.filename)) from error

    def close(self) -> None:
        """Close the file."""
        self._zip.close()


def unpack(archive: Archive, folder: Path) -> list[Path]:
    """Write the parts that can belong to a project below a folder, whatever their names say; recordings stay out."""
    found = []
    for name in archive.names:
        parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
        if parts and Path(parts[-1]).suffix.lower() in UNPACKED and "__MACOSX" not in parts:
            target = folder.joinpath(*(part.replace(":", "_") for part in parts))
            contents = archive.read(name)
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(contents)
            except (OSError, ValueError) as error:
                raise UnreadableProject(
                    archive.path, Message("%(file)s in it has a name that no file can have", file=parts[-1])
                ) from error
            found.append(target)
    return found


def _folded(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./").casefold()


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > 1024**2 and part.file_size > TIGHTEST * max(part.compress_size, 1)


def xml_root(path: Path, contents: bytes, name: str = "") -> Element:
    """The root of an XML file without document type declaration.

    Raises:
        UnreadableProject: it is broken, or declares a document type or entities.
    """
    place = Message("%(file)s in it", file=name) if name else Message("it")
    try:
        root = _parsed(contents)
    except DefusedXmlException as error:
        raise UnreadableProject(
            path, Message("%(what)s declares a document type, which no project needs", what=place)
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableProject(path, Message("%(what)s is no well-formed XML", what=place)) from error
    return root


def _parsed(contents: bytes) -> Element:
    """The root, also where a program wrote characters that XML does not have, or named another encoding."""
    try:
        root: Element = fromstring(contents, forbid_dtd=True)
    except ParseError:
        root = fromstring(_NOT_IN_XML.sub("\ufffd", _DECLARED.sub("", contents.decode("utf-8-sig"))), forbid_dtd=True)
    return root


class Database:
    """A SQLite project, opened read-only; only plain tables are read."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self._connection = path, connection
        self.undecodable = 0
        connection.text_factory = self._decoded
        self._tables = self._columns()

    def _decoded(self, value: bytes) -> str:
        try:
            return value.decode()
        except UnicodeDecodeError:
            self.undecodable += 1
            return value.decode("utf-8", "replace")

    def _columns(self) -> dict[str, frozenset[str]]:
        names = [str(row[0]) for row in self._run("SELECT name FROM sqlite_master WHERE type = 'table'")]
        quoted = {name: name.replace('"', '""') for name in names}
        return {
            name: frozenset(str(row[1]) for row in self._run(f'PRAGMA table_info("{safe}")'))
            for name, safe in quoted.items()
        }

    def has(self, table: str, *columns: str) -> bool:
        """Whether there is a plain table with these columns."""
        return set(columns) <= self._tables.get(table, frozenset()) and table in self._tables

    def rows(self, table: str, columns: Sequence[str], order: str = "rowid") -> list[dict[str, Any]]:
        """All rows of a table; a column that this version of the program does not have is None."""
        if table not in self._tables:
            return []
        there = [column for column in columns if column in self._tables[table]]
        selected = ", ".join(f'"{column}"' for column in there) or "1"
        found = self._run(f'SELECT {selected} FROM "{table}" ORDER BY {order}')
        empty = dict.fromkeys(columns)
        return [{**empty, **dict(zip(there, row, strict=False))} for row in found]

    def _run(self, query: str) -> list[Any]:
        steps = 0

        def over() -> bool:
            nonlocal steps
            steps += 1
            return steps > MOST_STEPS

        self._connection.set_progress_handler(over, 1_000_000)
        try:
            return self._connection.execute(query).fetchall()
        except sqlite3.Error as error:
            raise UnreadableProject(
                self.path, Message("its database cannot be read (%(error)s)", error=str(error))
            ) from error


@contextmanager
def database(path: Path) -> Iterator[Database]:
    """Open a SQLite file read-only, without running anything that it declares.

    Raises:
        UnreadableProject: it is no database, too large, damaged, or still open in its program.
    """
    check_file(path, LARGEST_DATABASE)
    with path.open("rb") as file:
        if file.read(len(SQLITE)) != SQLITE:
            raise UnreadableProject(path, Message("it is no SQLite database, or it is damaged"))
    for log in (path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-journal")):
        if log.exists() and log.stat().st_size:
            why = Message(
                "%(file)s beside it holds changes that its program has not written into it yet", file=log.name
            )
            raise UnreadableProject(
                path, why, Message("Open the project in its program, close it there, and try again.")
            )
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as error:
        raise UnreadableProject(path, Message("its database cannot be opened (%(error)s)", error=str(error))) from error
    with closing(connection):
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        yield Database(path, connection)
