"""What was published, told to people: the report, exports for spreadsheets, where a fragment's codes come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from pipeline import results, suggestions
from pipeline.errors import NothingPublished, UnknownFormat
from pipeline.records import Report
from pipeline.settings import Study
from pipeline.steps.access import Clock, brought, held, now
from pipeline.steps.figures import CORE, PEOPLE, some_at_a_time

Read = TypeVar("Read")
Tables = Mapping[str, results.Parts]

SOFTWARE = ("drempel", "spacy", "scikit-learn", "pandas")
"""Whose versions the methods appendix names."""


def report(study: Study, *, language: str | None = None, output: Path | None = None, clock: Clock = now) -> Report:
    """Write what was last published as one HTML page with figures (default: `data/report.html`).

    Raises:
        NothingPublished: publish first.
    """
    # Imported here: matplotlib takes half a second, and no other verb draws.
    from pipeline.results import report as drawing
    from pipeline.results.prevalence import groupings

    folder = brought(study).results
    transcripts = results.read(folder, "transcripts")
    with held(study) as store:
        released = store.quotes()
    card = suggestions.card_in(study.models)
    page = drawing.report(
        _in_pieces(folder),
        study.codebook,
        made_at=clock().astimezone(),
        language=language or study.settings.review.language,
        agreement=_optional(study, "agreement"),
        prevalence=_optional(study, "prevalence"),
        by=groupings({"transcripts": transcripts}),
        card=card,
        learning=drawing.points_of(card or {}),
        quotes=[drawing.Quote(dimension=q.dimension, code=q.code, text=q.text, source=q.interview) for q in released],
        software={name: version(name) for name in SOFTWARE},
    )
    path = output or study.folder / "data" / "report.html"
    partial = path.with_name(f"{path.name}.partial")
    partial.write_text(page, encoding="utf-8")
    partial.replace(path)
    return Report(step="report", counts={"interviews": len(transcripts)}, details={"file": str(path)})


def _in_pieces(folder: Path) -> Iterator[Mapping[str, pd.DataFrame]]:
    """The tables that the report is about, a few interviews at a time."""
    for these in some_at_a_time(folder):
        yield {name: results.read(folder, name, without=("text",), only=these) for name in (*PEOPLE, "fragments")}


def export(study: Study, form: str, *, output: Path | None = None, clock: Clock = now) -> Report:
    """Write every published table for a spreadsheet, or the coded texts for another program (in `data/exports/`).

    Raises:
        UnknownFormat: there is no such format.
        NothingPublished: publish first.
    """
    if form not in FORMATS:
        raise UnknownFormat(form, tuple(FORMATS))
    brought(study)
    tables = {
        name: parts for name in results.TABLES if (parts := _published(study, name, results.Parts.of)) is not None
    }
    written = FORMATS[form](study, tables, output, clock())
    counts = {name: parts.rows for name, parts in tables.items()}
    return Report(step="export", counts=counts, details={"files": [str(path) for path in written]})


def explain(study: Study, fragment: str, *, show_text: bool = False) -> Report:
    """Trace the codes of a published fragment to ledger, model, training set, codebook and file.

    Raises:
        UnknownFragment: no such fragment is published.
    """
    from pipeline.results.explaining import explain as trace

    folder, about = brought(study).results, {"fragment": [fragment]}
    tables = {name: results.read(folder, name, without=("text",), only=about) for name in CORE[1:]}
    tables["transcripts"] = results.read(folder, "transcripts")
    found = trace(tables, fragment, suggestions.cards(study.models))
    details = asdict(found)
    for code in details["codes"]:
        code["model"] = _of_card(code["model"])
    if show_text:
        details["text"] = results.read(folder, "fragments", only=about)["text"].item()
    return Report(step="explain", counts={"codes": len(found.codes), "entries": len(found.entries)}, details=details)


def _of_card(card: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Of a model's card what it rests on; its figures are told by `evaluate`."""
    kept = ("id", "missing", "sha256", "trained_at", "codebook", "versions", "interviews", "examples")
    return None if card is None else {name: card[name] for name in kept if name in card}


def _optional(study: Study, name: str) -> list[dict[str, Any]]:
    frame = _published(study, name, results.read)
    return [] if frame is None else results.as_rows(frame)


def _published(study: Study, name: str, reader: Callable[[Path, str], Read]) -> Read | None:
    """A published table as the reader gives it; None for one of figures that is not there."""
    try:
        return reader(study.folder, name)
    except NothingPublished:
        if name in CORE:
            raise
        return None


def _xlsx(study: Study, tables: Tables, output: Path | None, made_at: datetime) -> list[Path]:
    from pipeline.results.exporting import export_xlsx

    path = output or study.folder / "data" / "exports" / f"{study.folder.name}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    return [export_xlsx(tables, path, made_at=made_at)]


def _csv(study: Study, tables: Tables, output: Path | None, made_at: datetime) -> list[Path]:
    from pipeline.results.exporting import export_csv

    return export_csv(tables, output or study.folder / "data" / "exports" / "csv")


def _qdpx(study: Study, tables: Tables, output: Path | None, made_at: datetime) -> list[Path]:
    from pipeline.steps.exchanging import hand_over

    return hand_over(study, output or study.folder / "data" / "exports" / f"{study.folder.name}.qdpx")


Writer = Callable[[Study, Tables, Path | None, datetime], list[Path]]
FORMATS: Mapping[str, Writer] = {"xlsx": _xlsx, "csv": _csv, "qdpx": _qdpx}
"""How results can be exported, by the name that people type."""
