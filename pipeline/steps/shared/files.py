"""Which files are meant: those in a folder, or those named; never the tables that describe interviews."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

INTERVIEW_COLUMNS = ("interviews.csv", "interviews.xlsx")
"""Files that describe interviews; beside the transcripts or one folder up, never transcripts themselves."""


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files themselves, and for a folder those in it by name; without the system's hidden ones."""
    found: list[Path] = []
    for path in paths:
        found += sorted(path.iterdir()) if path.is_dir() else [path]
    # A hidden file is the system's, not the researcher's.
    return [path for path in found if path.name not in INTERVIEW_COLUMNS and path.name[0] != "." and not path.is_dir()]
