"""Permissions of a study's files: for their owner alone, since they hold what participants said."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from pipeline.messages import Message
from pipeline.records import Problem

OTHERS = stat.S_IRWXG | stat.S_IRWXO

CONFIDENTIAL = ("data", "models")
"""Folders of a workspace in which every file may hold words of participants."""

DROPPED = "data/inbox"
"""Files here come with the permissions that their owner gave them; the folder around them keeps others out."""


def make_private() -> None:
    """Let this process make files (0600) and folders (0700) for their owner alone, whatever the umask was.

    On Windows this changes nothing: there a file takes the access list of its folder.
    """
    os.umask(OTHERS)


def open_to_others(folder: Path) -> list[Path]:
    """Return the paths of a workspace that other accounts of this machine may read, the folder itself first."""
    if os.name != "posix":
        return []
    top = [folder] if _is_open(folder) else []
    return [*top, *(path for path in _confidential(folder, dropped=bool(top)) if _is_open(path))]


def close_to_others(folder: Path) -> None:
    """Take every right of other accounts from the workspace, its `data` and its `models`."""
    for path in open_to_others(folder):
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~OTHERS)


def problem_of_open_files(folder: Path) -> Problem | None:
    """Say how many files of the workspace other accounts may read, and the remedy; None if there are none."""
    found = open_to_others(folder)
    if not found:
        return None
    message = Message(
        "Other accounts of this machine may read %(count)s files or folders of the study: run `drempel check`, which "
        "makes them yours alone.",
        count=len(found),
    )
    return Problem(place=found[0].relative_to(folder).as_posix(), message=message)


def _confidential(folder: Path, *, dropped: bool) -> Iterator[Path]:
    for name in CONFIDENTIAL:
        if (folder / name).is_dir() and not (folder / name).is_symlink():
            yield folder / name
            for path in sorted((folder / name).rglob("*")):
                if not path.is_symlink() and (dropped or folder / DROPPED not in path.parents):
                    yield path


def _is_open(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & OTHERS)
    except FileNotFoundError:  # a file of a step that is running now
        return False
