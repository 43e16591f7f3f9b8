"""Write the report on the published results as an HTML page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline import results, suggestions
from pipeline.errors import NothingPublished
from pipeline.messages import Message
from pipeline.records import Problem, Report
from pipeline.steps.shared.codebook_versions import refuse_differing
from pipeline.steps.shared.figures.verdict_tables import CORE, PEOPLE, interviews_in_batches
from pipeline.steps.shared.study_lock import Clock, fetch_remote_folders, now, open_store

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.settings import Study

Read = TypeVar("Read")

Tables = Mapping[str, results.TableParts]

SOFTWARE = ("drempel", "spacy", "scikit-learn", "pandas")
"""Packages whose versions the methods appendix names."""


def report(study: Study, *, language: str | None = None, output: Path | None = None, clock: Clock = now) -> Report:
    """Write what was last published as one HTML page with charts (default: `data/report.html`).

    Raises:
        NothingPublished: publish first.
    """
    # Imported here: matplotlib takes half a second, and no other verb draws.
    from pipeline.results import report as drawing
    from pipeline.results.prevalence.table import groupings

    folder = fetch_remote_folders(study).results
    transcripts = results.read(folder, "transcripts")
    with open_store(study) as store:
        refuse_differing(study, store)
        released = store.notes.quotes()
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
    counts = {"interviews": len(transcripts)}
    return Report(step="report", counts=counts, problems=_older(study), details={"file": str(path)})


def _older(study: Study) -> tuple[Problem, ...]:
    """Say that the published tables have codes that were renamed or merged since: the report counts them nowhere."""
    published = results.read(study.folder, "codes", without=_BUT_CODES)
    pairs = published[["dimension", "code"]].drop_duplicates().astype("str")
    gone = sorted(set(pairs.itertuples(index=False, name=None)) - set(study.codebook.keys))
    if not gone:
        return ()
    message = Message(
        "The tables were published before the codebook changed, so the report lacks %(codes)s. Run `drempel publish`, "
        "then make the report again.",
        codes=[".".join(key) for key in gone],
    )
    return (Problem(place="data/results", message=message),)


_BUT_CODES = [name for name in results.TABLES["codes"].names if name not in ("dimension", "code")]


def _in_pieces(folder: Path) -> Iterator[Mapping[str, pd.DataFrame]]:
    """Yield the tables of the report in batches of interviews."""
    for these in interviews_in_batches(folder):
        yield {name: results.read(folder, name, without=("text",), only=these) for name in (*PEOPLE, "fragments")}


def _of_card(card: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Select the fields of a model card about its training; `evaluate` reports its figures."""
    kept = ("id", "missing", "sha256", "trained_at", "codebook", "versions", "interviews", "examples")
    return None if card is None else {name: card[name] for name in kept if name in card}


def _optional(study: Study, name: str) -> list[dict[str, Any]]:
    frame = _published(study, name, results.read)
    return [] if frame is None else results.as_rows(frame)


def _published(study: Study, name: str, reader: Callable[[Path, str], Read]) -> Read | None:
    """Read a published table; None for a table of figures that is not there."""
    try:
        return reader(study.folder, name)
    except NothingPublished:
        if name in CORE:
            raise
        return None
