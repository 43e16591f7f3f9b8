"""The report: one HTML file with charts that opens offline and prints well, in Dutch or English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.results.report import sections
from pipeline.results.report.agreement import agreement_sections
from pipeline.results.report.calibration import calibration_section
from pipeline.results.report.counts import LearningPoint, ReportCounts, counted, points_of
from pipeline.results.report.methods import methods_section
from pipeline.results.report.sections import Language, Row, Section
from pipeline.results.report.texts import words

if TYPE_CHECKING:
    from pipeline.codebook import Codebook
    from pipeline.results.verdict_tables import Tables

__all__ = [
    "LearningPoint",
    "Quote",
    "points_of",
    "report",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quote that a researcher chose and released; `text` is what may be shown, `source` the interview."""

    dimension: str
    code: str
    text: str
    source: str


def report(
    batches: Iterable[Tables],
    codebook: Codebook,
    *,
    made_at: datetime,
    language: str = "nl",
    agreement: Sequence[Row] = (),
    prevalence: Sequence[Row] = (),
    by: Sequence[str] = (),
    card: Mapping[str, object] | None = None,
    learning: Sequence[LearningPoint] = (),
    quotes: Sequence[Quote] = (),
    software: Mapping[str, str] | None = None,
) -> str:
    """Render the report as HTML. It contains no words of interviews but `quotes`, and names the data that is missing.

    `batches` are the tables of whole interviews, at least one batch, which may have no rows. `agreement` and
    `prevalence` are rows of those tables, `card` is that of the current model, `by` names the interview columns to
    group codes by, `software` the versions for the methods appendix.
    """
    say = Language(words=words(language), language=language, codebook=codebook)
    totals = counted(batches, codebook)
    when = made_at.strftime("%d-%m-%Y" if language == "nl" else "%Y-%m-%d")
    page = Environment(loader=PackageLoader("pipeline.results.report", ""), autoescape=True, undefined=StrictUndefined)
    return page.get_template("page.html").render(
        language="nl" if language == "nl" else "en",
        words=say.words,
        study=codebook.study,
        made=say.words["made"].format(when=when, codebook=codebook.stamp),
        sections=[
            *sections.folded(
                say,
                [
                    *_figures(say, totals, agreement, prevalence, by),
                    sections.model_section(say, card),
                    calibration_section(say, card),
                    sections.learning_section(say, learning),
                ],
            ),
            methods_section(say, totals, software or {}, len(quotes), agreement),
        ],
        quotes=[
            {"text": quote.text, "label": say.label(quote.dimension, quote.code), "source": quote.source}
            for quote in quotes
        ],
    )


def _figures(
    say: Language, totals: ReportCounts, agreement: Sequence[Row], prevalence: Sequence[Row], by: Sequence[str]
) -> list[Section]:
    return [
        sections.study_section(say, totals),
        *sections.codes_by_lead_sections(say, totals),
        sections.prevalence_section(say, prevalence),
        *sections.group_sections(say, prevalence, by),
        sections.cooccurrence_section(say, totals),
        *agreement_sections(say, agreement),
    ]
