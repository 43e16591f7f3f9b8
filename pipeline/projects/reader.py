"""Recognises another program's project by its contents, and reads it into records."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import UnreadableProject
from pipeline.messages import Message
from pipeline.projects.formats import (
    brat,
    inception,
    label_studio,
    potato,
    qualcoder,
    requal,
    rqda,
    taguette,
    uima,
    webanno_tsv,
)
from pipeline.projects.formats.refi_qda import reader as refi_qda
from pipeline.projects.guards import SQLITE, Archive, Database, check_file, database, file_bytes, unpack
from pipeline.projects.records import Project

FORMATS = (
    "REFI-QDA (.qdpx, .qde)",
    "QualCoder (.qda)",
    "Taguette (.sqlite3)",
    "RQDA (.rqda)",
    "requal (.requal)",
    "INCEpTION (.zip, .xmi, .json, .tsv)",
    "Label Studio (.json)",
    "Potato (folder)",
    "brat (folder)",
)
"""What can be read, for messages."""

_FILES = (".qdpx", ".qda", ".sqlite3", ".rqda", ".requal")
"""What a zip may hold that is a project by itself."""

Read = Callable[[Path], Project]

_DATABASES: tuple[tuple[Callable[[Database], bool], Read], ...] = (
    (qualcoder.is_database, qualcoder.read),
    (taguette.is_database, taguette.read),
    (rqda.is_database, rqda.read),
    (requal.is_database, requal.read),
)


def read_project(path: Path) -> Project:
    """Read a project of another program.

    Raises:
        UnreadableProject: it is none that is known, or it cannot be read; says why.
        UndecidedOffsets: it cannot be decided what its offsets count.
    """
    try:
        return _read(path)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError, OverflowError, RecursionError) as error:
        # A value of another kind than its program ever writes: no reader looks at the kind of each.
        raise UnreadableProject(path, Message("a value in it is of another kind than its format has")) from error


def _read(path: Path) -> Project:
    if path.is_dir() and not path.is_symlink():
        return _folder(path)(path)
    check_file(path)
    try:
        with path.open("rb") as file:
            first = file.read(1024)
    except OSError as error:
        raise UnreadableProject(
            path,
            Message("it may not be read (%(error)s)", error=str(error.strerror)),
            Message("Check its permissions."),
        ) from error
    if first.startswith(SQLITE):
        return _by_tables(path)(path)
    if first.startswith(b"PK\x03\x04"):
        return _by_parts(path)
    return _by_text(path, first)


def _unknown(path: Path) -> UnreadableProject:
    return UnreadableProject(
        path, Message("it is no project of a known program"), Message("Known are %(formats)s.", formats=list(FORMATS))
    )


def _folder(path: Path) -> Read:
    if (path / qualcoder.DATABASE).is_file():
        return qualcoder.read
    if potato.is_folder(path):
        return potato.read
    if brat.is_folder(path):
        return brat.read
    if any(path.glob("*.qde")):
        return lambda folder: refi_qda.read(next(iter(sorted(folder.glob("*.qde")))))
    raise _unknown(path)


def _by_tables(path: Path) -> Read:
    with database(path) as found:
        for fits, read in _DATABASES:
            if fits(found):
                return read
    raise _unknown(path)


def _by_parts(path: Path) -> Project:
    archive = Archive(path)
    try:
        if any(name.lower().endswith(".qde") for name in archive.names):
            return refi_qda.read(path)
        if inception.is_project(archive):
            return inception.read(path)
        with tempfile.TemporaryDirectory() as folder:
            inside = _project_inside(Path(folder), unpack(archive, Path(folder)))
            if inside is not None:
                return _read(inside)
        if inception.is_archive(archive):
            return inception.read(path)
    finally:
        archive.close()
    raise _unknown(path)


def _project_inside(folder: Path, files: Sequence[Path]) -> Path | None:
    """The one project in an unpacked zip: a file of its own, or a folder at its top or below."""
    named = [file for file in files if file.suffix.lower() in _FILES]
    if len(named) == 1:
        return named[0].parent if named[0].name == qualcoder.DATABASE else named[0]
    folders = sorted({folder, *(above for file in files for above in file.parents if folder in above.parents)})
    return next((each for each in folders if potato.is_folder(each) or brat.is_folder(each)), None)


def _by_text(path: Path, first: bytes) -> Project:
    suffix = path.suffix.lower()
    if suffix == ".ann":
        return brat.read(path)
    if webanno_tsv.is_webanno(first) or suffix == ".xmi":
        return inception.read(path)
    if suffix == ".qdc" or b"urn:QDA-XML:codebook" in first:
        remedy = Message("Use `drempel codebook import`.")
        raise UnreadableProject(path, Message("it is a codebook without texts"), remedy)
    if suffix == ".qde" or b"urn:QDA-XML:project" in first:
        return refi_qda.read(path)
    if suffix == ".json":
        return _by_json(path)
    raise _unknown(path)


def _by_json(path: Path) -> Project:
    try:
        found: Any = json.loads(file_bytes(path))
    except (ValueError, RecursionError) as error:
        raise UnreadableProject(path, Message("it is no JSON")) from error
    if uima.is_json(found):
        return inception.read(path)
    if label_studio.is_export(found):
        return label_studio.read(path, found)
    raise _unknown(path)
