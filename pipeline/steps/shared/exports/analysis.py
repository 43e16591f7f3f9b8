"""Export the tables for analysts: `wide`, `quotes` and `matrix`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import results
from pipeline.decisions import Store
from pipeline.errors import UnknownColumn, UnknownFormat
from pipeline.messages import Message
from pipeline.records import Problem
from pipeline.results.verdict_tables import Tables

if TYPE_CHECKING:
    from pipeline.results.analysis.table import LabelledTable
    from pipeline.settings import Study

ANALYSIS = ("wide", "quotes", "matrix")
FILE_TYPES = ("xlsx", "csv", "parquet", "sav", "dta")

_TABLES = ("transcripts", "fragments", "codes")


def export_analysis(
    study: Study,
    form: str,
    output: Path | None,
    made_at: datetime,
    *,
    file_type: str | None = None,
    language: str = "en",
    by: str = "interview",
    every: bool = False,
) -> tuple[int, Path, tuple[Problem, ...]]:
    """Write a table for analysts from the published tables; returns its rows, its file, and what must be known of it.

    Raises:
        UnknownFormat: there is no such type of file.
        UnknownColumn: `by` names no interview column.
    """
    from pipeline.results.analysis.files import write_table

    kind = file_type or (output.suffix.lstrip(".").lower() if output else "xlsx")
    if kind not in FILE_TYPES:
        raise UnknownFormat(kind, FILE_TYPES)
    path = output or study.folder / "data" / "exports" / f"{study.folder.name}-{form}.{kind}"
    tables = {name: results.read(study.folder, name) for name in _TABLES}
    table = _table(study, form, tables, language=language, by=by, every=every)
    notes = write_table(table, path, kind, made_at=made_at)
    if form == "quotes":
        notes += _unreleased(table)
    return len(table.frame), path, tuple(Problem(place=path.name, message=note) for note in notes)


def _table(study: Study, form: str, tables: Tables, *, language: str, by: str, every: bool) -> LabelledTable:
    # Imported here: each of them loads what the others do not need.
    if form == "wide":
        from pipeline.results.analysis.wide import wide

        return wide(tables, study.codebook, language=language)
    if form == "matrix":
        from pipeline.results.analysis.matrix import matrix

        _refuse_other_columns(tables, by)
        return matrix(tables, study.codebook, by=by, language=language)
    from pipeline.results.analysis.quotes import quotes

    return quotes(tables, study.codebook, _released(study), every=every, language=language)


def _refuse_other_columns(tables: Tables, by: str) -> None:
    named = [str(name).removeprefix("meta_") for name in tables["transcripts"].columns if str(name).startswith("meta_")]
    known = ("interview", "code", *named)
    if by not in known:
        raise UnknownColumn(by, known)


def _released(study: Study) -> list[dict[str, str]]:
    with Store.open(study.store_url, workspace=study.store_owner) as store:
        return [
            {
                "dimension": quote.dimension,
                "code": quote.code,
                "interview": quote.interview,
                "fragment": quote.fragment_id,
                "coder": quote.coder,
                "text": quote.text,
            }
            for quote in store.notes.quotes()
        ]


def _unreleased(table: LabelledTable) -> list[str]:
    count = int((~table.frame["released"].astype(bool)).sum())
    if not count:
        return []
    return [
        Message(
            "%(count)s of these quotes were not released by anybody. Check each for what identifies a participant "
            "before it leaves the team",
            count=count,
        )
    ]
