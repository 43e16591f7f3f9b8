"""A new workspace: the folders, the settings with every key explained, and the shipped codebook."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

from pipeline.errors import WorkspaceExists
from pipeline.records import Report
from pipeline.settings import CODEBOOK_FILE, SETTINGS_FILE, Study, open_study
from pipeline.steps.shared.starter_examples import starter_study

IGNORED = "# The words of participants do not belong in version control.\n/data/\n/models/\n/.prefect/\n"


def init(folder: Path, *, starter: bool = False) -> Report:
    """Make a workspace in a folder that is not there yet, or empty; `starter` lets it learn from the shipped study too.

    Raises:
        WorkspaceExists: the folder holds something; nothing in it was touched.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceExists(folder)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(starter_study() / CODEBOOK_FILE, folder / CODEBOOK_FILE)
    (folder / ".gitignore").write_text(IGNORED, encoding="utf-8")
    settings = (files("pipeline.steps") / "drempel.toml").read_text(encoding="utf-8")
    if starter:
        settings = settings.replace("\nstarter = false\n", "\nstarter = true\n")
    # Last, since its presence is what makes the folder a workspace.
    (folder / SETTINGS_FILE).write_text(settings, encoding="utf-8")
    study = open_study(folder)
    _make_folders(study)
    return Report(step="init", details={"workspace": str(folder), "codebook": study.codebook.stamp, "starter": starter})


def _make_folders(study: Study) -> None:
    for folder in (study.inbox, study.rejected, study.results, study.models):
        folder.mkdir(parents=True, exist_ok=True)
