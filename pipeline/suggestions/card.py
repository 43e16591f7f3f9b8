"""The card beside a model: what it was trained on, by which versions, and how good it was; no text of people."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from typing import Any

from pipeline.codebook import Codebook
from pipeline.suggestions.targets import Target

RECIPE = "1"
"""Changes whenever the same examples would be learnt in another way."""

_LIBRARIES = ("scikit-learn", "numpy", "scipy", "joblib")


def versions() -> dict[str, str]:
    """The versions on which a stored model depends."""
    python = ".".join(platform.python_version_tuple()[:2])
    return {"recipe": RECIPE, "python": python, **{library: version(library) for library in _LIBRARIES}}


def codes_of(codebook: Codebook) -> dict[str, list[str]]:
    """The ids of a codebook's codes by dimension: what a model must fit to be used with it."""
    return {dimension.id: [dimension.values, *dimension.code_ids] for dimension in codebook}


def card_of(
    lessons: Sequence[Target],
    codebook: Codebook,
    *,
    trained_at: datetime,
    seed: int,
    prefer: str,
    figures: Mapping[str, Any],
) -> dict[str, Any]:
    """All that may be told of a model without telling what anybody said."""
    interviews = sorted({str(interview) for lesson in lessons for interview in lesson.interviews})
    return {
        "trained_at": trained_at.isoformat(),
        "codebook": {"study": codebook.study, "stamp": codebook.stamp, "codes": codes_of(codebook)},
        "versions": versions(),
        "seed": seed,
        "prefer": prefer,
        "interviews": interviews,
        "examples": {
            lesson.dimension.id: {"fragments": len(lesson.rows), "codes": lesson.counts()} for lesson in lessons
        },
        "cross_validated": len(interviews) > 1,
        "remark": "" if len(interviews) > 1 else "One interview only: no cross-validation and no calibration possible.",
        "figures": dict(figures),
    }
