"""The card beside a model: what it was trained on, by which versions, and how good it was; no text of people."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from pipeline.codebook import Codebook

if TYPE_CHECKING:
    from pipeline.suggestions.learning.labels import DimensionLabels

RECIPE = "6"
"""Changes whenever the same examples would be learnt in another way."""

FORM = "pipeline-3"
"""Changes whenever a stored model is made of other parts, so that one of an earlier drempel is not opened."""

TOO_FEW_INTERVIEWS = (
    "Fewer than two interviews of your own: no cross-validation possible, so no figures, and probabilities are "
    "calibrated on other grounds."
)

STARTER_TOO = "Learnt also from the starter study: {} invented interviews beside {} of your own."

COLUMNS_TOO = "Reads who and where beside the words ({}): it learns persons and organisations, and nothing of new ones."

_LIBRARIES = ("scikit-learn", "numpy", "scipy", "joblib", "simplemma")


def versions() -> dict[str, str]:
    """The versions on which a stored model depends."""
    python = ".".join(platform.python_version_tuple()[:2])
    return {"recipe": RECIPE, "form": FORM, "python": python, **{library: version(library) for library in _LIBRARIES}}


def codes_of(codebook: Codebook) -> dict[str, list[str]]:
    """The ids of a codebook's codes by dimension: what a model must fit to be used with it."""
    return {dimension.id: [dimension.values, *dimension.code_ids] for dimension in codebook}


def card_of(
    lessons: Sequence[DimensionLabels],
    codebook: Codebook,
    *,
    trained_at: datetime,
    seed: int,
    prefer: str,
    figures: Mapping[str, Any],
    columns: Sequence[str] = (),
) -> dict[str, Any]:
    """All that may be told of a model without telling what anybody said."""
    from pipeline.suggestions.learning.thresholds import TOO_FEW

    interviews = sorted({str(each) for lesson in lessons for each in lesson.interviews[lesson.own]})
    borrowed = {str(each) for lesson in lessons for each in lesson.interviews[lesson.foreign]}
    return {
        "trained_at": trained_at.isoformat(),
        "codebook": {"study": codebook.study, "stamp": codebook.stamp, "codes": codes_of(codebook)},
        "versions": versions(),
        "seed": seed,
        "prefer": prefer,
        "interviews": interviews,
        "starter_interviews": len(borrowed),
        "codebook_examples": sum(int(lesson.told.sum()) for lesson in lessons),
        "examples": {
            lesson.dimension.id: {"fragments": int((~lesson.told).sum()), "codes": lesson.counts()}
            for lesson in lessons
        },
        "too_few_examples": {
            lesson.dimension.id: [code for code in lesson.dimension.code_ids if lesson.counts()[code] < TOO_FEW]
            for lesson in lessons
        },
        "cross_validated": len(interviews) > 1,
        "read_columns": list(columns),
        "remark": _remark(len(interviews), len(borrowed), columns),
        "figures": dict(figures),
    }


def _remark(own: int, borrowed: int, columns: Sequence[str]) -> str:
    told = (
        (borrowed, STARTER_TOO.format(borrowed, own)),
        (columns, COLUMNS_TOO.format(", ".join(columns))),
        (own < 2, TOO_FEW_INTERVIEWS),
    )
    return " ".join(sentence for holds, sentence in told if holds)
