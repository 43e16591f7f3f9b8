"""Report section on calibration: how often codes held, by the probability that the model gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.results.report import charts
from pipeline.results.report.sections import Language, Section

Tenths = Sequence[Sequence[float]]
_COLUMNS = ("dimension", "said", "held", "cells")


def calibration_section(say: Language, card: Mapping[str, object] | None) -> Section:
    """Build the section with reliability curves and calibration errors per dimension, on unseen interviews."""
    heading, found = say.words["calibration"], (card or {}).get("figures")
    fields: dict[str, Mapping[str, object]] = dict(found) if isinstance(found, Mapping) else {}
    curves = {dimension: _tenths(each) for dimension, each in fields.items() if _tenths(each)}
    if not curves:
        return Section(heading=heading, note=say.words["too_little"])
    off = ", ".join(f"{say.label(name)} {_off(say, fields[name])}" for name in curves)
    rows = tuple(
        (say.label(name), say.share(said), say.share(held), say.share(cells))
        for name, tenths in curves.items()
        for said, held, cells in tenths
    )
    return Section(
        heading=heading,
        note=f"{say.words['calibration_note']} {off}.",
        figure=charts.reliability_curves(
            {say.label(name): tenths for name, tenths in curves.items()}, said=say.words["said"], held=say.words["held"]
        ),
        alt=heading,
        columns=tuple(say.words[name] for name in _COLUMNS),
        rows=rows,
    )


def _tenths(fields: Mapping[str, object]) -> Tenths:
    found = fields.get("reliability")
    return found if isinstance(found, list) else ()


def _off(say: Language, fields: Mapping[str, object]) -> str:
    text = f"{float(str(fields['calibration_error'])):.3f}"
    return text.replace(".", ",") if say.language == "nl" else text
