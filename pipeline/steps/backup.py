"""Back up a study: one file with everything that cannot be recomputed, consistent while people code."""

from __future__ import annotations

import csv
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import FileInTheWay
from pipeline.messages import Message
from pipeline.records import Problem, Report
from pipeline.settings import CODEBOOK_FILE, SETTINGS_FILE, Study
from pipeline.steps.shared.interview_columns import REMEMBERED
from pipeline.steps.shared.study_lock import Clock, locked_store, now

if TYPE_CHECKING:
    from pipeline.decisions import Store

STORE = "data/study.sqlite"
LEFT_OUT = ("data/results", "data/backups", STORE, f"{STORE}-wal", f"{STORE}-shm")
"""Results are republished from the store; the store is added as a snapshot of one moment."""

LINK = Message("This is a link: what it leads to is not in the backup. Copy that yourself.")

SET_ASIDE = Message(
    "The addresses of the store, the results or the models are comments in the backup's drempel.toml, so that a "
    "restored copy does not write into this study. Take the comment signs away there if it takes the place of this one."
)

COLUMNS = ("made_at", "file", "interviews")


def backup(study: Study, target: Path | None = None, *, clock: Clock = now) -> Report:
    """Copy the study to one zip, all or nothing (default: data/backups/, named by the time).

    It contains settings, codebook, the store, models, the inbox and everything else in `data/` except the results.
    Addresses outside the workspace are comments in its settings, and links are left out: the report says so.
    Unzipped in an empty folder it is a workspace. `data/backups.csv` lists every backup with its interviews.

    Raises:
        FileInTheWay: the target exists.
        StoreUnusable: the store is on a database server, whose own tools copy it.
    """
    made_at = clock()
    target = target or study.folder / "data" / "backups" / f"{study.folder.name}-{made_at:%Y%m%d-%H%M%S}.zip"
    if target.exists():
        raise FileInTheWay(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    # The lock excludes other runs, so that no model or file changes meanwhile; people at the desk can go on.
    with locked_store(study, follows_codebook=False) as store:
        interviews = [each.id for each in store.transcripts.interviews()]
        files = _write(study, store, target, before_it_counts=lambda: _list(study, made_at, target, interviews))
    counts = {"interviews": len(interviews), "files": files, "bytes": target.stat().st_size}
    return Report(step="backup", counts=counts, problems=tuple(_left_out(study)), details={"file": str(target)})


def _left_out(study: Study) -> Iterator[Problem]:
    """Say what a backup does not hold as it is: links, and addresses outside the workspace."""
    for root in (study.folder / "data", study.models):
        for path in sorted(root.rglob("*")):
            if path.is_symlink() and not _is_apart(study, path):
                yield Problem(place=path.relative_to(study.folder).as_posix(), message=LINK)
    if study.addresses:
        yield Problem(place=SETTINGS_FILE, message=SET_ASIDE)


def _settings_set_aside(study: Study) -> str:
    """Return the text of the settings with the lines that name addresses as comments."""
    lines = (study.folder / SETTINGS_FILE).read_text(encoding="utf-8").splitlines(keepends=True)
    named = [any(each in line for each in study.addresses) for line in lines]
    marks = ("# set aside by backup: " if is_one else "" for is_one in named)
    return "".join(mark + line for mark, line in zip(marks, lines, strict=True))


def backups_of(study: Study, interview: str) -> list[str]:
    """Return the listed backups that contain this interview, including those that were moved or removed since."""
    return [row["file"] for row in _listed(study) if interview in _names(row["interviews"])]


def _names(listed: str) -> list[str]:
    """Return the interviews of a row: a JSON list, since an id may contain any character.

    Earlier builds joined them by `|`.
    """
    try:
        names: list[str] = json.loads(listed)
    except ValueError:
        return listed.split("|")
    return names


def backups_file(study: Study) -> Path:
    """The table of backups."""
    return study.folder / "data" / "backups.csv"


def _write(study: Study, store: Store, target: Path, *, before_it_counts: Callable[[], None]) -> int:
    partial = target.with_name(f"{target.name}.partial")
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
            copied = Path(folder) / "study.sqlite"
            store.maintenance.backup(copied)
            with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as kept:
                kept.write(copied, STORE)
                kept.writestr(SETTINGS_FILE, _settings_set_aside(study))
                for path in _files(study, besides=(target, partial)):
                    kept.write(path, path.relative_to(study.folder).as_posix())
                number = len(kept.namelist())
        with partial.open("rb+") as written:
            os.fsync(written.fileno())
        # Listed first: `forget` must know of every backup, and a listed backup that was never made does no harm.
        before_it_counts()
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return number


def _files(study: Study, *, besides: tuple[Path, ...]) -> Iterator[Path]:
    yield study.folder / CODEBOOK_FILE
    # Hidden, but it cannot be recomputed; all other hidden files are locks or unfinished drafts.
    if (study.folder / REMEMBERED).is_file():
        yield study.folder / REMEMBERED
    apart = {path.resolve() for path in besides}
    for root in (study.folder / "data", study.models):
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.is_symlink() and not _is_apart(study, path) and path.resolve() not in apart:
                yield path


def _is_apart(study: Study, path: Path) -> bool:
    """Whether a path is hidden, or within what a backup leaves out."""
    left_out = [study.folder / name for name in LEFT_OUT]
    hidden = any(part.startswith(".") for part in path.relative_to(study.folder).parts)
    return hidden or any(path == each or each in path.parents for each in left_out)


def _list(study: Study, made_at: datetime, target: Path, interviews: list[str]) -> None:
    row = {
        "made_at": made_at.isoformat(),
        "file": str(target.resolve()),
        "interviews": json.dumps(interviews, ensure_ascii=False),
    }
    table = backups_file(study)
    partial = table.with_name(f"{table.name}.partial")
    with partial.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS)
        writer.writeheader()
        writer.writerows([*_listed(study), row])
    partial.replace(table)


def _listed(study: Study) -> list[dict[str, str]]:
    if not backups_file(study).is_file():
        return []
    with backups_file(study).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
