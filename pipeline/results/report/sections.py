"""Build the report's sections: heading, note, chart and table, for the data that the study has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.results.report import charts
from pipeline.results.report.counts import (
    MORE_INTERVIEWS,
    WITH_BELOW,
    LearningPoint,
    ReportCounts,
    extrapolated_f1,
    lead_dimension,
)

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

Row = Mapping[str, object]
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section; `figure` is a data URL and `alt` its text for people who cannot see it."""

    heading: str
    note: str = ""
    figure: str = ""
    alt: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Labels, texts and number formats of one language."""

    words: Words
    language: str
    codebook: Codebook

    def label(self, dimension: str, code: str = "") -> str:
        """Return the label of a code or a dimension; the id if the codebook no longer has it."""
        if code.endswith(WITH_BELOW):
            return self.words["with_below"].format(code=self.label(dimension, code.removesuffix(WITH_BELOW)))
        try:
            found = self.codebook.dimension(dimension)
            return (found.code(code) if code else found).label.in_language(self.language)
        except KeyError:
            return code or dimension

    def share(self, value: object) -> str:
        """Format a share in percent; empty for None."""
        text = "" if value is None else f"{float(str(value)):.1%}"
        return text.replace(".", ",").replace("%", " %") if self.language == "nl" else text

    def number(self, value: object) -> str:
        """Format a number with two decimals; empty for None."""
        text = "" if value is None else f"{float(str(value)):.2f}"
        return text.replace(".", ",") if self.language == "nl" else text


def study_section(say: Language, counts: ReportCounts) -> Section:
    """Build the section with the size of the study."""
    rows = tuple((say.words[name], f"{count:,}".replace(",", " ")) for name, count in counts.study.items())
    return Section(heading=say.words["study"], rows=rows)


def codes_by_lead_sections(say: Language, counted: ReportCounts) -> Iterator[Section]:
    """Yield a chart of each other dimension's codes by the codes of the first single-valued dimension."""
    lead = lead_dimension(say.codebook)
    for other in say.codebook:
        if lead is None or other.id == lead.id:
            continue
        counts = counted.by_lead_code[other.id].copy()
        counts.index = pd.Index([say.label(other.id, str(code)) for code in counts.index])
        views = [say.label(lead.id, str(code)) if code else say.words["none"] for code in counts.columns]
        counts.columns = pd.Index(views)
        heading = say.words["told"].format(other=say.label(other.id))
        note = say.words["told_note"].format(lead=say.label(lead.id))
        yield _with_table(say, heading, note, counts, charts.stacked_bars(counts) if counts.to_numpy().any() else "")


def prevalence_section(say: Language, prevalence: Sequence[Row]) -> Section:
    """Build the section with the share of each code, by the best available estimate."""
    best = _best(row for row in prevalence if not row["by"] and row["of"] == "fragments")
    names = [say.label(str(row["dimension"]), str(row["code"])) for row in best]
    known = [(name, row) for name, row in zip(names, best, strict=True) if row["low"] is not None]
    figure = drawn(known, "share", percent=True) if known else ""
    rows = tuple(
        (name, say.share(row["share"]), interval(say.share, row), str(row["read_fragments"]), str(row["estimate"]),
         str(row["note"]))
        for name, row in zip(names, best, strict=True)
    )  # fmt: skip
    columns = tuple(say.words[name] for name in ("code", "share", "interval", "n", "estimate", "note"))
    heading, note = say.words["prevalence"], say.words["prevalence_note"]
    return Section(heading=heading, note=note, figure=figure, alt=heading, columns=columns, rows=rows)


def group_sections(say: Language, prevalence: Sequence[Row], by: Sequence[str]) -> Iterator[Section]:
    """Yield for each interview column a heat map of the estimated shares."""
    for column in by:
        best = _best(row for row in prevalence if row["by"] == column and row["of"] == "fragments")
        cells = [(say.label(str(row["dimension"]), str(row["code"])), str(row["group"]), row["share"]) for row in best]
        heading = say.words["by"].format(column=column.replace("_", " "))
        if not any(share is not None for _, _, share in cells):
            yield Section(heading=heading, note=say.words["too_little"])
            continue
        frame = pd.DataFrame(cells, columns=["code", "group", "share"])
        table = frame.pivot(index="code", columns="group", values="share").astype(float)
        table = table.reindex(index=list(dict.fromkeys(frame["code"])))
        drawn = charts.heat_map(table, percent=True)
        yield Section(heading=heading, note=say.words["by_note"], figure=drawn, alt=heading)


def cooccurrence_section(say: Language, counted: ReportCounts) -> Section:
    """Build the section with the codes that occur together."""
    counts = counted.cooccurrences.copy()
    heading, note = say.words["together"], say.words["together_note"]
    if not counts.to_numpy().any():
        return Section(heading=heading, note=say.words["too_little"])
    labels = pd.Index([say.label(*str(name).split("/")) for name in counts.index])
    counts.index = counts.columns = labels
    return Section(heading=heading, note=note, figure=charts.heat_map(counts.astype(float)), alt=heading)


def model_section(say: Language, card: Mapping[str, object] | None) -> Section:
    """Build the section with the model's figures on unseen interviews beside the baselines, from its card."""
    heading, found = say.words["model"], (card or {}).get("figures")
    if not isinstance(found, Mapping) or not found:
        return Section(heading=heading, note=say.words["too_little"])
    ways = [way for way in ("model", "plain", "keywords", "majority") if any(way in each for each in found.values())]
    rows = []
    for dimension, each in found.items():
        for measure in each.get("model", {}):
            values = [each.get(way, {}).get(measure) for way in ways]
            rows.append(
                (say.label(str(dimension)), str(measure).replace("_", " "), *(say.number(value) for value in values))
            )
    columns = (say.words["dimension"], say.words["measure"], *ways)
    return Section(heading=heading, note=say.words["model_note"], columns=columns, rows=tuple(rows))


def learning_section(say: Language, points: Sequence[LearningPoint]) -> Section:
    """Build the section with the learning curve, and what ten more coded interviews would add."""
    heading = say.words["learning"]
    if len(points) < 2:
        return Section(heading=heading, note=say.words["too_little"])
    ordered = sorted(points, key=lambda point: point.interviews)
    promised, now = extrapolated_f1(ordered), ordered[-1].f1
    note = say.words["learning_note"]
    if promised is not None:
        promise = say.words["learning_promise"].format(now=say.number(now), then=say.number(promised))
        note = f"{note} {promise}"
    sizes, values = [point.interviews for point in ordered], [point.f1 for point in ordered]
    drawn = charts.learning_curve(sizes, values, promised, MORE_INTERVIEWS)
    rows = tuple((str(point.interviews), say.number(point.f1)) for point in ordered)
    return Section(
        heading=heading, note=note, figure=drawn, alt=heading, columns=(say.words["interviews"], "F1"), rows=rows
    )


def _best(rows: Iterator[Row]) -> list[Row]:
    """Select one estimate per share: the corrected one if there is one, else the one from people's reading."""
    found: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = (row["dimension"], row["code"], row["group"])
        better = row["estimate"] == "corrected" and row["share"] is not None
        if row["estimate"] != "machine" and (key not in found or better):
            found[key] = row
    return list(found.values())


def drawn(named: Sequence[tuple[str, Row]], value: str, *, marks: Sequence[float] = (), percent: bool = False) -> str:
    """Draw values of rows with their intervals, one below the other."""
    cells = [{"value": row[value], "low": row["low"], "high": row["high"]} for _, row in named]
    frame = pd.DataFrame(cells).astype(float)
    return charts.intervals([name for name, _ in named], frame, marks=marks, percent=percent)


def interval(form: object, row: Row) -> str:
    """Format the interval of a row; empty if it has none."""
    if row["low"] is None or not callable(form):
        return ""
    return f"{form(row['low'])} – {form(row['high'])}"


def _with_table(say: Language, heading: str, note: str, counts: pd.DataFrame, figure: str) -> Section:
    rows = tuple(
        (str(name), *(str(count) for count in row)) for name, row in zip(counts.index, counts.to_numpy(), strict=True)
    )
    columns = (say.words["code"], *(str(name) for name in counts.columns))
    return Section(heading=heading, note=note, figure=figure, alt=heading, columns=columns, rows=rows)
