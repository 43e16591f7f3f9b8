"""Where the texts of a REFI-QDA project lie: in its archive, or in a folder beside a bare `.qde`."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from pipeline.projects.guards import MOST_PARTS, Archive, file_bytes


class Files(Protocol):
    """Where a project's texts lie."""

    def find(self, name: str) -> str | None:
        """The name by which a file is read, or None."""
        ...

    def read(self, name: str) -> bytes:
        """The contents of a file that was found."""
        ...


class Packed:
    """The archive with the project, which may lie in a folder there."""

    def __init__(self, archive: Archive, project: str) -> None:
        self._archive = archive
        self._inside = project.replace("\\", "/").rpartition("/")[0]

    def find(self, name: str) -> str | None:
        """The name of a part: beside the project, or else at the top."""
        beside = self._archive.find(f"{self._inside}/{name}") if self._inside else None
        return beside or self._archive.find(name)

    def read(self, name: str) -> bytes:
        """The contents of a part."""
        return self._archive.read(name)


class Folder:
    """The folder `sources` beside a bare `.qde` file; names are found without regard to case."""

    def __init__(self, path: Path) -> None:
        self._folder = path.parent
        listed = [*self._folder.glob("*"), *(each for each in self._folder.glob("[sS]ources/**/*"))]
        there = (each for each in listed[:MOST_PARTS] if each.is_file() and not each.is_symlink())
        self._files = {each.relative_to(self._folder).as_posix().casefold(): each for each in there}

    def find(self, name: str) -> str | None:
        """The name by which a file is read, if it is in the folder."""
        return name.casefold() if name.casefold() in self._files else None

    def read(self, name: str) -> bytes:
        """The contents of a file in the folder."""
        return file_bytes(self._files[name])


def file_named(files: Files, named: str) -> str | None:
    """The file that a path means: `internal://` is the folder `sources`, some programs write a bare name."""
    bare = named.partition("://")[2] or named
    for name in dict.fromkeys((bare, unquote(bare))):
        last = name.replace("\\", "/").rpartition("/")[2]
        for tried in (f"sources/{name}", f"sources/{last}", name):
            found = files.find(tried.lstrip("/"))
            if found:
                return found
    return None
