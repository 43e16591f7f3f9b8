"""List the files to process: those in folders or those named, without the tables that describe interviews."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

INTERVIEW_COLUMNS = ("interviews.csv", "interviews.xlsx")
"""Files that describe interviews, beside the transcripts or one folder up; they are not transcripts themselves."""


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Return the files, and for a folder the files in it by name, without hidden ones."""
    found: list[Path] = []
    for path in paths:
        found += sorted(path.iterdir()) if path.is_dir() else [path]
    # Hidden files belong to the system, not to the researcher.
    return [path for path in found if path.name not in INTERVIEW_COLUMNS and path.name[0] != "." and not path.is_dir()]
