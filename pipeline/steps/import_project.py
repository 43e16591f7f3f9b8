"""Import a project of another program: its texts become interviews, its codings verdicts on fragments."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pipeline.codebook import Codebook
from pipeline.decisions import Store
from pipeline.projects import read_project
from pipeline.projects.codebook_file import extended
from pipeline.projects.report import named, report
from pipeline.records import Report
from pipeline.settings import CODEBOOK_FILE, Study
from pipeline.steps.shared.codebook_versions import follow_codebook
from pipeline.steps.shared.imports.own_tables import is_own_table, read_own_table
from pipeline.steps.shared.imports.plan import Options, Plan, Planner
from pipeline.steps.shared.imports.rows import arriving
from pipeline.steps.shared.reader import Reader
from pipeline.steps.shared.study_lock import Clock, locked_store, now

STAGING = ".importing-"
"""Prefix of the folders in which texts wait until the whole project is known to fit."""


def import_project(study: Study, path: Path, options: Options | None = None, *, clock: Clock = now) -> Report:
    """Read a project of another program and store all of it or nothing; a second import stores nothing twice.

    With `dry_run` nothing is stored. The report counts the contents of the project and what was placed, and names what
    was not.

    Raises:
        UnreadableProject: it is no project of a known program, or damaged.
        UndecidedOffsets: it cannot be decided what its offsets count.
        InvalidCodes: a mapping cannot be read, or the codings do not fit the study.
    """
    options = options or Options()
    foreign = None if is_own_table(path) else read_project(path)
    with locked_store(study) as store, _staging(study) as staging:
        project = foreign or read_own_table(path, store)
        plan = Planner(study, store, project, options, staging).plan()
        stored = {} if options.dry_run else _store(study, store, plan, options, clock())
    summary = report(plan.project, plan.placement, plan.problems)
    details = {"format": summary["format"], "unit": summary["unit"], "problems": summary["problems"], "stored": stored}
    problems = tuple(named(plan.project, plan.placement, plan.problems))
    return Report(step="import", counts=summary["counts"], problems=problems, details=details)


@contextmanager
def _staging(study: Study) -> Iterator[Path]:
    """Yield a folder in the study for texts that are not in it yet; those of killed runs are removed."""
    data = study.inbox.parent
    data.mkdir(parents=True, exist_ok=True)
    for left in data.glob(f"{STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=STAGING, dir=data) as folder:
        yield Path(folder)


def _store(study: Study, store: Store, plan: Plan, options: Options, at: datetime) -> dict[str, object]:
    """Store the plan, files and codebook first: a second run finds them and continues."""
    moved = _move_files(study, plan)
    try:
        _write_codebook(study, plan.mapped.codebook)
        study.read_codebook_again()
        follow_codebook(study, store, at=at)
        counts = store.imports.project(
            arriving(plan, coder=options.coder, whole_texts=options.whole_texts, at=at),
            plan.mapped.codebook,
            blind_share=study.settings.review.blind_share,
            seed=study.settings.seed,
            cut_by=Reader(study).segmentation.cut_by,
            imported_at=at,
        )
    except BaseException:
        for file in moved:
            file.unlink(missing_ok=True)
        raise
    store.coders.draw_double_coding(share=study.settings.review.double_share, seed=study.settings.seed)
    return {**counts, "new_codes": [f"{dimension}.{code}" for dimension, code in plan.mapped.added]}


def _move_files(study: Study, plan: Plan) -> list[Path]:
    study.inbox.mkdir(parents=True, exist_ok=True)
    moved = []
    for interview in plan.interviews.values():
        if interview.file is not None:
            target = study.inbox / interview.file.name
            if not target.exists():
                interview.file.replace(target)
                moved.append(target)
    return moved


def _write_codebook(study: Study, later: Codebook) -> None:
    if later == study.codebook:
        return
    path = study.folder / CODEBOOK_FILE
    partial = path.with_name(f"{path.name}.partial")
    partial.write_text(extended(path.read_text(encoding="utf-8"), study.codebook, later), encoding="utf-8")
    partial.replace(path)
