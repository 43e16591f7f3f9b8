"""What the suggestions of the model in use rest on, in words for the desk."""

from __future__ import annotations

from pathlib import Path

from pipeline import suggestions
from pipeline.review.wording import in_both

_BASES = {
    (False, False): in_both("Suggestions rest on the codebook alone: nobody has coded yet."),
    (False, True): in_both("Suggestions rest on the shipped, invented study alone: nobody has coded yet."),
    (True, False): in_both("Suggestions were learnt from your own codes."),
    (True, True): in_both("Suggestions were learnt from your own codes and from the shipped, invented study."),
}


def basis_of(models: Path) -> str | None:
    """A sentence on the current model, by whether it learnt from own interviews and from the starter study."""
    card = suggestions.card_in(models)
    return None if card is None else _BASES[bool(card["interviews"]), bool(card.get("starter_interviews"))]
