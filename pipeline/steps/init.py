"""Make a new workspace: the folders, the settings with every key explained, and a codebook."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import yaml

from pipeline.codebook import Codebook
from pipeline.errors import CannotStart, WorkspaceExists
from pipeline.private_files import make_private
from pipeline.records import Report
from pipeline.settings import CODEBOOK_FILE, SETTINGS_FILE, Study, open_study
from pipeline.steps.shared.new_codebook import STARTER, codebook_text, shares_codes_with_starter
from pipeline.workspace_place import settle

IGNORED = "# The words of participants do not belong in version control.\n/data/\n/models/\n/.prefect/\n"


def init(folder: Path, *, starter: bool = False, title: str | None = None, codebook: str = STARTER) -> Report:
    """Make a workspace in a new or empty folder; with `starter` its models also learn from the shipped study.

    `codebook` is `empty`, `starter` or the path of a file; `title` names the study (default: the folder's name).

    Raises:
        WorkspaceExists: the folder is not empty; nothing in it was changed.
        CannotStart: the title, the codebook or the combination cannot be used; nothing was made.
        InvalidCodebook: the file is no codebook; nothing was made.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceExists(folder)
    text = codebook_text(codebook, title, folder)
    if starter and not shares_codes_with_starter(Codebook.model_validate(yaml.safe_load(text))):
        raise CannotStart("this codebook shares no code with the shipped study, so leave out --starter")
    write_workspace(folder, text, starter=starter)
    made = open_study(folder).codebook
    details = {"workspace": str(folder), "title": made.study, "codebook": made.stamp, "starter": starter}
    return Report(step="init", details=details)


def write_workspace(folder: Path, codebook: str, *, starter: bool = False) -> None:
    """Write the files of a workspace with this text as its codebook."""
    folder.mkdir(parents=True, exist_ok=True)
    make_private()
    folder.chmod(0o700)
    (folder / CODEBOOK_FILE).write_text(codebook, encoding="utf-8")
    (folder / ".gitignore").write_text(IGNORED, encoding="utf-8")
    settings = (files("pipeline.steps") / "drempel.toml").read_text(encoding="utf-8")
    if starter:
        settings = settings.replace("\nstarter = false\n", "\nstarter = true\n")
    settle(folder)
    # Last, since this file makes the folder a workspace.
    (folder / SETTINGS_FILE).write_text(settings, encoding="utf-8")
    _make_folders(open_study(folder))


def _make_folders(study: Study) -> None:
    for folder in (study.inbox, study.rejected, study.results, study.models):
        folder.mkdir(parents=True, exist_ok=True)
