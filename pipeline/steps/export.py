"""A study handed to another program: the store's texts, codes and memos as they stand now, as a REFI-QDA project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from importlib.metadata import version
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pandas as pd

from pipeline import results
from pipeline.decisions import Memo, Snapshot, Store
from pipeline.errors import UnknownFormat
from pipeline.records import Report
from pipeline.results.exchange import Note, Project, export_qdpx
from pipeline.settings import Study
from pipeline.steps.report import Tables, _published
from pipeline.steps.shared.study_lock import Clock, fetch_remote_folders, locked_store, now


class Texts(Mapping[str, str]):
    """The texts of a store's interviews by name, each read when it is asked for."""

    def __init__(self, store: Store, names: Sequence[str]) -> None:
        self._store, self._names = store, names

    def __getitem__(self, name: str) -> str:
        """The text of an interview."""
        return self._store.transcripts.get(name).text

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._names)


def export_project(study: Study, path: Path) -> list[Path]:
    """Write the project and the table beside it; returns both files.

    The offsets of codes belong to the texts as they stand, so both come from the store and not from what was published.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with locked_store(study) as store, store.snapshot() as moment:
        transcripts = results.frames({"transcripts": moment.rows("transcripts")})["transcripts"]
        project = Project(
            codebook=study.codebook,
            texts=Texts(store, [str(name) for name in transcripts["interview"]]),
            transcripts=transcripts,
            coded=partial(_coded, moment),
            notes=tuple(_note(memo) for memo in store.notes.memos()),
            origin=f"drempel {version('drempel')}",
        )
        return export_qdpx(project, path)


def _coded(moment: Snapshot) -> Iterator[tuple[str, pd.DataFrame]]:
    for interview, rows in groupby(moment.rows("codes"), key=itemgetter("interview")):
        yield str(interview), results.frames({"codes": rows})["codes"]


def _note(memo: Memo) -> Note:
    about = memo.topic
    code = f"{about.dimension}.{about.code}" if about.code else ""
    return Note(coder=memo.coder, at=memo.at, text=memo.text, about=about.fragment_id or about.interview or code)


def export(study: Study, form: str, *, output: Path | None = None, clock: Clock = now) -> Report:
    """Write every published table for a spreadsheet, or the coded texts for another program (in `data/exports/`).

    Raises:
        UnknownFormat: there is no such format.
        NothingPublished: publish first.
    """
    if form not in FORMATS:
        raise UnknownFormat(form, tuple(FORMATS))
    fetch_remote_folders(study)
    tables = {
        name: parts for name in results.TABLES if (parts := _published(study, name, results.TableParts.of)) is not None
    }
    written = FORMATS[form](study, tables, output, clock())
    counts = {name: parts.rows for name, parts in tables.items()}
    return Report(step="export", counts=counts, details={"files": [str(path) for path in written]})


def _xlsx(study: Study, tables: Tables, output: Path | None, made_at: datetime) -> list[Path]:
    from pipeline.results.spreadsheets import export_xlsx

    path = output or study.folder / "data" / "exports" / f"{study.folder.name}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    return [export_xlsx(tables, path, made_at=made_at)]


def _csv(study: Study, tables: Tables, output: Path | None, made_at: datetime) -> list[Path]:
    from pipeline.results.spreadsheets import export_csv

    return export_csv(tables, output or study.folder / "data" / "exports" / "csv")


def _qdpx(study: Study, tables: Tables, output: Path | None, made_at: datetime) -> list[Path]:

    return export_project(study, output or study.folder / "data" / "exports" / f"{study.folder.name}.qdpx")


Writer = Callable[[Study, Tables, Path | None, datetime], list[Path]]

FORMATS: Mapping[str, Writer] = {"xlsx": _xlsx, "csv": _csv, "qdpx": _qdpx}
"""How results can be exported, by the name that people type."""
