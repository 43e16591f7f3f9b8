"""Interview columns: read the tables beside the files and merge them with what people typed at the desk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import transcripts
from pipeline.errors import InvalidDecision, UnreadableTranscript
from pipeline.records import Problem, sha256_of
from pipeline.steps.shared.files import INTERVIEW_COLUMNS

if TYPE_CHECKING:
    from pipeline.decisions import Store
    from pipeline.settings import Study

Columns = Mapping[str, str]

REMEMBERED = Path("data", ".columns.json")
"""Hashes of what the tables contained when they were last read."""


class ColumnTables:
    """The tables that describe interviews, each read once; an unreadable one is a problem and gives no columns."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._read: dict[Path, Mapping[str, Columns]] = {}

    def beside(self, path: Path) -> Columns:
        """Return the columns of the interview in this file."""
        return self.all_beside(path).get(path.stem, {})

    def all_beside(self, path: Path) -> Mapping[str, Columns]:
        """Return every row of the nearest table: in the file's folder, else one folder up."""
        for folder in (path.parent, path.parent.parent):
            for name in INTERVIEW_COLUMNS:
                if (folder / name).is_file():
                    return self._rows(folder / name)
        return {}

    def _rows(self, table: Path) -> Mapping[str, Columns]:
        if table not in self._read:
            try:
                self._read[table] = transcripts.read_metadata_within_limits(table)
            except UnreadableTranscript as mistake:
                self.problems.append(Problem(place=table.name, message=mistake.message))
                self._read[table] = {}
        return self._read[table]


def sync_columns(study: Study, store: Store, tables: ColumnTables, paths: Iterable[Path]) -> int:
    """Copy changes in the tables beside these files and in the inbox to the store; returns the number of interviews.

    Column by column: values that changed in the table since it was last read go into the store; the others stay as
    people typed them at the desk.
    """
    in_tables: dict[str, Columns] = {}
    for folder in sorted({path.parent for path in (*paths, study.inbox / "any")}):
        in_tables = {**tables.all_beside(folder / "any"), **in_tables}
    before = _remembered(study)
    stored = {each.id: each.metadata for each in store.transcripts.interviews()}
    changed, after = 0, dict(before)
    for interview in sorted(in_tables.keys() & stored.keys()):
        later = merged(stored[interview], in_tables[interview], before.get(interview))
        if later != dict(stored[interview]):
            if not _describe(study, store, interview, later, stored[interview]):
                continue
            changed += 1
        after[interview] = _marks(in_tables[interview])
    if after != before:
        _remember(study, after)
    return changed


def forget_columns(study: Study, interview: str) -> None:
    """Remove the hashes of this interview's columns."""
    before = _remembered(study)
    if before.pop(interview, None) is not None:
        _remember(study, before)


def merged(stored: Columns, in_tables: Columns, before: Columns | None) -> dict[str, str]:
    """Merge the table's changes into the stored columns; without an earlier reading, add only what is missing."""
    if before is None:
        return {**in_tables, **stored}
    now = _marks(in_tables)
    anew = {name: value for name, value in in_tables.items() if now[name] != before.get(name)}
    gone = before.keys() - in_tables.keys()
    return {name: value for name, value in {**stored, **anew}.items() if name not in gone}


def _describe(study: Study, store: Store, interview: str, later: Columns, earlier: Columns) -> bool:
    try:
        store.transcripts.set_columns(
            interview, later, instead_of=earlier, read=study.settings.suggestions.read_columns
        )
    except InvalidDecision:
        return False  # somebody at the desk was faster; the next run tries again
    return True


def _marks(columns: Columns) -> dict[str, str]:
    """Hash the values: enough to detect a change without a second copy of the table."""
    return {name: sha256_of(value.encode())[:16] for name, value in columns.items()}


def _memory(study: Study) -> Path:
    return study.folder / REMEMBERED


def _remembered(study: Study) -> dict[str, Columns]:
    try:
        return dict(json.loads(_memory(study).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return {}


def _remember(study: Study, marks: Mapping[str, Columns]) -> None:
    partial = _memory(study).with_suffix(".partial")
    partial.write_text(json.dumps(marks, indent=0, sort_keys=True), encoding="utf-8")
    partial.replace(_memory(study))
