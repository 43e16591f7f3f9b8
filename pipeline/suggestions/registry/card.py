"""Model cards: what a model was trained on, versions, and figures. A card holds no text of people."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from pipeline.codebook import Codebook
from pipeline.messages import Message, in_a_row

if TYPE_CHECKING:
    from pipeline.suggestions.learning.labels import DimensionLabels

RECIPE = "8"
"""Changes whenever the same examples would be learnt in another way."""

FORM = "pipeline-5"
"""Changes whenever a stored model is made of other parts, so that one of an earlier drempel is not opened."""

REFRESHED = "refreshed"
"""The field of a card that tells which model was brought up to date, and which entry of the ledger is its last."""

TOO_FEW_INTERVIEWS = Message(
    "Fewer than two interviews of your own: no cross-validation possible, so no figures, and probabilities are "
    "calibrated on other grounds."
)

COLD_START = Message(
    "Nobody has coded yet: suggestions rest on the codebook's keywords, definitions and examples alone."
)

_LIBRARIES = ("scikit-learn", "numpy", "scipy", "simplemma")


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


def remark_of(card: Mapping[str, Any]) -> Message:
    """What a model rests on beside the team's own codes, as a message; empty where there is nothing to say."""
    rests_on = (
        COLD_START
        if card.get("cold_start")
        else _remark(len(card["interviews"]), card.get("starter_interviews", 0), card.get("read_columns", ()))
    )
    dimensions = [] if card.get("cold_start") else sorted(codebook_speaks(card))
    speaks = Message(
        "By the codebook alone as yet: %(dimensions)s. On your own interviews, held out, it was closer to your codes "
        "there than what was learnt from so few.",
        dimensions=dimensions,
    )
    without = Message("Without a sentence encoder: none of those that come as packages can be loaded here.")
    told = ((rests_on, rests_on), (dimensions, speaks), (card.get("no_encoder"), without))
    return in_a_row([sentence for holds, sentence in told if holds])


def codebook_speaks(card: Mapping[str, Any]) -> frozenset[str]:
    """The dimensions in which a model suggests by the codebook alone, by its card."""
    if card.get("cold_start"):
        return frozenset(card["codebook"]["codes"])
    return frozenset(name for name, each in card.get("chosen", {}).items() if each.get("speaks") == "codebook")


def _remark(own: int, borrowed: int, columns: Sequence[str]) -> Message:
    told = (
        (
            borrowed,
            Message(
                "Learnt also from the starter study: %(borrowed)s invented interviews beside %(own)s of your own.",
                borrowed=borrowed,
                own=own,
            ),
        ),
        (
            columns,
            Message(
                "Reads who and where beside the words (%(columns)s): it learns persons and organisations, and nothing "
                "of new ones.",
                columns=list(columns),
            ),
        ),
        (own < 2, TOO_FEW_INTERVIEWS),
    )
    return in_a_row([sentence for holds, sentence in told if holds])
