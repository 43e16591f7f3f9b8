"""The folder of the working state of updates; verbs that only remove it need no library of learning."""

from __future__ import annotations

import shutil
from pathlib import Path

FOLDER = ".updating"
"""Hidden among the models: a cache, which neither a backup nor a copy on object storage takes along."""


def forget_state(models: Path) -> int:
    """Remove the state; returns the number of its files."""
    folder = models / FOLDER
    files = sum(each.is_file() for each in folder.rglob("*")) if folder.is_dir() else 0
    shutil.rmtree(folder, ignore_errors=True)
    return files
