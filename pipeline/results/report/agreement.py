"""Report sections on agreement: between each two coders, and between each coder and the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.results.report.sections import Language, Row, Section, drawn, interval

RELIABLE = (0.667, 0.8)
"""Krippendorff's thresholds for tentative and for reliable agreement (Content Analysis, chapter 11)."""

_KINDS = {"human-human": "agreement_people", "human-model": "agreement_model"}
_COLUMNS = ("code", "measure", "value", "interval", "n", "note")


def agreement_sections(say: Language, agreement: Sequence[Row]) -> Iterator[Section]:
    """Yield a section per comparison, so that no chart is longer than a page."""
    for kind, heading in _KINDS.items():
        rows = sorted((row for row in agreement if row["kind"] == kind), key=lambda row: str(row["coders"]))
        if not rows:
            yield Section(heading=say.words[heading], note=say.words["too_little"])
        for coders, compared in groupby(rows, key=lambda row: str(row["coders"])):
            yield _section(say, f"{say.words[heading]} ({coders})", list(compared))


def _section(say: Language, heading: str, rows: Sequence[Row]) -> Section:
    alphas = [row for row in rows if row["measure"] in ("alpha", "masi_alpha") and row["low"] is not None]
    named = [(_place(say, row), row) for row in alphas]
    return Section(
        heading=heading,
        note=say.words["agreement_note"],
        figure=drawn(named, "value", marks=RELIABLE) if named else "",
        alt=heading,
        columns=tuple(say.words[name] for name in _COLUMNS),
        rows=tuple(_cells(say, row) for row in rows),
    )


def _cells(say: Language, row: Row) -> tuple[str, ...]:
    n = f"{row['fragments']} / {row['interviews']}"
    return (
        _place(say, row),
        say.term(row["measure"]),
        say.number(row["value"]),
        interval(say.number, row),
        n,
        say.term(row["note"]),
    )


def _place(say: Language, row: Row) -> str:
    return say.label(str(row["dimension"]), str(row["code"]))
