"""What the suggestions of the model in use rest on, in words for the desk."""

from __future__ import annotations

from pathlib import Path

from pipeline.review.language import N_

_BASES = {
    (False, False): N_("Suggestions rest on the codebook alone: nobody has coded yet."),
    (False, True): N_("Suggestions rest on the shipped, invented study alone: nobody has coded yet."),
    (True, False): N_("Suggestions were learnt from your own codes."),
    (True, True): N_("Suggestions were learnt from your own codes and from the shipped, invented study."),
}


def basis_of(models: Path) -> str | None:
    """A sentence on the current model, by whether it learnt from own interviews and from the starter study."""
    from pipeline import suggestions

    card = suggestions.card_in(models)
    return None if card is None else _BASES[bool(card["interviews"]), bool(card.get("starter_interviews"))]


COUNTS = {
    "read": N_("transcripts read"),
    "changed": N_("changed transcripts read"),
    "known": N_("known already"),
    "waiting": N_("waiting for a decision"),
    "words": N_("words"),
    "orphans": N_("passages without a place"),
    "described": N_("interviews described"),
    "covered": N_("names covered"),
    "rejected": N_("set aside"),
    "interviews": N_("interviews"),
    "fragments": N_("fragments"),
    "suggested": N_("codes suggested"),
    "codes": N_("codes given"),
    "decisions": N_("entries in the ledger"),
    "suggestions": N_("suggestions"),
    "transcripts": N_("transcripts"),
    "examples": N_("examples"),
    "agreement": N_("figures of agreement"),
    "prevalence": N_("shares of codes"),
    "certificates": N_("certificates"),
}
"""The counts of reports by the name that a step gives them."""

DOING = {
    "reading": N_("reading"),
    "suggesting": N_("suggesting"),
    "learning to cut": N_("learning to cut"),
    "agreement": N_("figures of agreement"),
    "shares of codes": N_("shares of codes"),
    "looking for names": N_("looking for names"),
    "judging on unseen interviews": N_("judging on unseen interviews"),
    "reading what was coded": N_("reading what was coded"),
    "learning each dimension": N_("learning each dimension"),
}
"""What steps say they are doing."""
