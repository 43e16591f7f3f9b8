"""The demo workspace: the shipped study with its hand codes, and three interviews that arrive as new ones."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from pipeline.decisions import Store
from pipeline.errors import WorkspaceExists
from pipeline.records import Report
from pipeline.settings import CODEBOOK_FILE, SETTINGS_FILE, Study, open_study
from pipeline.steps.shared.study_lock import Clock
from pipeline.steps.shared.study_lock import now
from pipeline.steps.import_codes import import_codes
from pipeline.steps.demo.recorded_review import replay
from pipeline.steps.shared.reports import Progress
from pipeline.steps.shared.reports import silent
from pipeline.steps.shared.reports import combine
from pipeline.steps.ingest import ingest
from pipeline.steps.init import write_workspace
from pipeline.steps.shared.starter_examples import starter_study

CODERS = ("coder1", "coder2", "reviewer")
"""The coders of a demo that nobody has worked in."""

NEW = starter_study() / "new"


def prepare_demo(folder: Path, *, progress: Progress = silent, clock: Clock = now) -> Report:
    """Make a fresh workspace with the shipped interviews and both coders' codes; an earlier untouched demo is replaced.

    Raises:
        WorkspaceExists: the folder contains something else, or a demo in which somebody has decided something.
    """
    _make_way(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceExists(folder)
    starter = starter_study()
    # The demo is the shipped study, so it keeps that study's title.
    write_workspace(folder, (starter / CODEBOOK_FILE).read_text(encoding="utf-8"))
    study = open_study(folder)
    reports = [ingest(study, [starter / "interviews"], progress=progress, clock=clock)]
    for codes in ("codes.csv", "codes_second_coder.csv"):
        reports.append(import_codes(study, starter / codes, clock=clock))
    return combine("demo", reports)


def drop_new_interviews(study: Study) -> Sequence[str]:
    """Copy the three new interviews and the file with their columns into the inbox."""
    found = [path for path in sorted(NEW.iterdir()) if path.suffix in (".docx", ".txt", ".vtt")]
    for path in (*found, starter_study() / "interviews.csv"):
        shutil.copy(path, study.inbox)
    return [path.name for path in found]


def replay_reviewer(study: Study, *, progress: Progress = silent, clock: Clock = now) -> Report:
    """Apply the recorded verdicts to the new interviews."""
    return replay(study, NEW / "codes.csv", coder="reviewer", progress=progress, clock=clock)


def _make_way(folder: Path) -> None:
    if not (folder / SETTINGS_FILE).is_file():
        return
    with Store.open(open_study(folder).store_url) as store:
        interviews = store.transcripts.interviews()
    if not interviews or {coder for each in interviews for coder in each.coders} - set(CODERS):
        raise WorkspaceExists(folder)
    shutil.rmtree(folder)
