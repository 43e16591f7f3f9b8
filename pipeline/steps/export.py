"""Export results: published tables as CSV or XLSX, and the store's texts, codes and memos as a REFI-QDA project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from importlib.metadata import version
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import results
from pipeline.errors import UnknownFormat
from pipeline.records import Problem, Report
from pipeline.results.exchange import Note, Project, Reviewed, Stretch, export_qdpx
from pipeline.results.exchange.taguette import export_taguette
from pipeline.settings import Study
from pipeline.steps.codebook import export as export_codebook
from pipeline.steps.report import Tables, _published
from pipeline.steps.shared.exports.analysis import ANALYSIS, export_analysis
from pipeline.steps.shared.study_lock import Clock, fetch_remote_folders, locked_store, now

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.decisions import Memo, Snapshot, Store, Topic
    from pipeline.results.exchange.project import Kind


class Texts(Mapping[str, str]):
    """The texts of a store's interviews by name, read when accessed."""

    def __init__(self, store: Store, names: Sequence[str]) -> None:
        self._store, self._names = store, names

    def __getitem__(self, name: str) -> str:
        """Read the text of an interview."""
        return self._store.transcripts.get(name).text

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        return iter(self._names)

    def __len__(self) -> int:
        """The number of interviews."""
        return len(self._names)


def export_project(study: Study, path: Path, *, language: str = "en", with_reviewed: bool = False) -> list[Path]:
    """Write the project and the table beside it; returns both files.

    `with_reviewed` also tells which fragments were reviewed and found without code, as a code of its own.
    The offsets of codes belong to the texts as they stand, so both come from the store and not from what was published.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _project_of(study, language=language, with_reviewed=with_reviewed) as project:
        return export_qdpx(project, path)


@contextmanager
def _project_of(study: Study, *, language: str, with_reviewed: bool = False) -> Iterator[Project]:
    with locked_store(study) as store, store.snapshot() as moment:
        transcripts = results.frames({"transcripts": moment.rows("transcripts")})["transcripts"]
        yield Project(
            codebook=study.codebook,
            texts=Texts(store, [str(name) for name in transcripts["interview"]]),
            transcripts=transcripts,
            coded=partial(_coded, moment),
            notes=tuple(_note(memo) for memo in store.notes.memos()),
            stretches=_stretches(store, placed=True),
            unplaced=_stretches(store, placed=False),
            bare=_bare(moment) if with_reviewed else None,
            language=language,
            origin=f"drempel {version('drempel')}",
        )


def _export_taguette(study: Study, path: Path, *, language: str) -> tuple[list[Path], tuple[Problem, ...]]:
    """Write the project for Taguette; names what it has no place for."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _project_of(study, language=language) as project:
        lost = export_taguette(project, path)
    why = "Taguette has no memos on stretches; these are left out"
    return [path], (Problem(place=path.name, message=f"{lost} memos on fragments: {why}"),) if lost else ()


def _coded(moment: Snapshot) -> Iterator[tuple[str, pd.DataFrame]]:
    for interview, rows in groupby(moment.rows("codes"), key=itemgetter("interview")):
        yield str(interview), results.frames({"codes": rows})["codes"]


def _note(memo: Memo) -> Note:
    kind, about = _kind(memo.topic)
    return Note(coder=memo.coder, at=memo.at, text=memo.text, kind=kind, about=about)


def _kind(topic: Topic) -> tuple[Kind, tuple[str, ...]]:
    """What a memo is about, and its name."""
    if topic.fragment_id:
        return "fragment", (topic.fragment_id,)
    if topic.interview:
        return "interview", (topic.interview,)
    return ("code", (topic.dimension or "", topic.code)) if topic.code else ("study", ())


def _stretches(store: Store, *, placed: bool) -> dict[str, list[Stretch]]:
    found: dict[str, list[Stretch]] = {}
    for each in store.imports.stretches():
        if each.placed is placed:
            stretch = Stretch(
                coder=each.coder,
                dimension=each.dimension,
                code=each.code,
                start=each.start,
                end=each.end,
                at=each.at,
            )
            found.setdefault(each.interview, []).append(stretch)
    return found


def _bare(moment: Snapshot) -> dict[str, list[Reviewed]]:
    """The fragments of each interview that a coder reviewed and found without code."""
    found: dict[str, list[Reviewed]] = {}
    for interview, fragment, coder, at in moment.reviewed_without_code():
        found.setdefault(interview, []).append(Reviewed(fragment=fragment, coder=coder, at=at))
    return found


def export(
    study: Study,
    form: str,
    *,
    output: Path | None = None,
    language: str = "en",
    with_reviewed: bool = False,
    file_type: str | None = None,
    by: str = "interview",
    every: bool = False,
    clock: Clock = now,
) -> Report:
    """Write every published table for a spreadsheet, or the coded texts for another program (in `data/exports/`).

    `wide`, `quotes` and `matrix` are tables for analysts, as `file_type`: `by` is the column of a matrix, `every` also
    writes quotes that nobody released.

    Raises:
        UnknownFormat: there is no such format.
        UnknownColumn: there is no such interview column.
        NothingPublished: publish first.
    """
    if form not in KNOWN:
        raise UnknownFormat(form, KNOWN)
    fetch_remote_folders(study)
    if form in CODEBOOK:
        return export_codebook(study, output or _in_exports(study, CODEBOOK[form]), language=language)
    if form in ANALYSIS:
        rows, written_to, problems = export_analysis(
            study, form, output, clock(), file_type=file_type, language=language, by=by, every=every
        )
        details = {"files": [str(written_to)]}
        return Report(step="export", counts={form: rows}, problems=problems, details=details)
    tables = {
        name: parts for name in results.TABLES if (parts := _published(study, name, results.TableParts.of)) is not None
    }
    left_out: tuple[Problem, ...] = ()
    if form == "qdpx":
        path = output or study.folder / "data" / "exports" / f"{study.folder.name}.qdpx"
        written = export_project(study, path, language=language, with_reviewed=with_reviewed)
    elif form == "taguette":
        path = output or _in_exports(study, f"{study.folder.name}.sqlite3")
        written, left_out = _export_taguette(study, path, language=language)
    else:
        written = FORMATS[form](study, tables, output, clock())
    counts = {name: parts.rows for name, parts in tables.items()}
    details = {"files": [str(path) for path in written]}
    return Report(step="export", counts=counts, problems=left_out, details=details)


def _in_exports(study: Study, name: str) -> Path:
    return study.folder / "data" / "exports" / name


def _xlsx(study: Study, tables: Tables, output: Path | None, made_at: datetime) -> list[Path]:
    from pipeline.results.spreadsheets import export_xlsx

    path = output or study.folder / "data" / "exports" / f"{study.folder.name}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    return [export_xlsx(tables, path, made_at=made_at)]


def _csv(study: Study, tables: Tables, output: Path | None, made_at: datetime) -> list[Path]:
    from pipeline.results.spreadsheets import export_csv

    return export_csv(tables, output or study.folder / "data" / "exports" / "csv")


Writer = Callable[[Study, Tables, Path | None, datetime], list[Path]]

FORMATS: Mapping[str, Writer] = {"xlsx": _xlsx, "csv": _csv}
"""How tables can be exported, by the name that people type."""

CODEBOOK: Mapping[str, str] = {"codebook": "codebook.xlsx", "qdc": "codebook.qdc"}
"""How the codebook alone can be exported, as `codebook export` does, and the name of the file."""

KNOWN = (*FORMATS, *ANALYSIS, *CODEBOOK, "qdpx", "taguette")
"""Every format."""
