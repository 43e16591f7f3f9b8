"""Texts of the manage page: what the model in use rests on, names of counts and activities."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.review.language import N_

_NOBODY_CODED = {
    False: N_("Suggestions rest on the codebook alone: nobody has coded yet."),
    True: N_("Suggestions rest on the shipped, invented study alone: nobody has coded yet."),
}
_MADE_BEFORE = {
    False: N_("The model in use was made before anybody coded: its suggestions rest on the codebook alone."),
    True: N_(
        "The model in use was made before anybody coded: its suggestions rest on the shipped, invented study alone."
    ),
}
_OWN_CODES = {
    False: N_("Suggestions were learnt from your own codes."),
    True: N_("Suggestions were learnt from your own codes and from the shipped, invented study."),
}


@dataclass(frozen=True, slots=True)
class ModelBasis:
    """What the model in use rests on, and how many finished fragments it has not learnt from, where that is known."""

    sentence: str
    not_learnt: int


def basis_of(models: Path, finished: int) -> ModelBasis | None:
    """The basis of the current model, by its card and the number of fragments that people finished until now."""
    from pipeline import suggestions

    card = suggestions.card_in(models)
    if card is None:
        return None
    starter = bool(card.get("starter_interviews"))
    if not card["interviews"]:
        return ModelBasis((_MADE_BEFORE if finished else _NOBODY_CODED)[starter], finished)
    # Beside the starter study the card does not tell how many of the examples were the team's own.
    learnt = max((each["fragments"] for each in card.get("examples", {}).values()), default=finished)
    return ModelBasis(_OWN_CODES[starter], 0 if starter else max(finished - learnt, 0))


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

REMOVED = {
    "files": N_("files removed"),
    "derived": N_("derived files removed"),
    "rows": N_("rows removed from tables"),
    "models": N_("models removed"),
    "in_codebook": N_("quotes blacked out in the codebook"),
    "runs": N_("records of runs removed"),
    "fragments": N_("fragments"),
    "entries": N_("entries in the ledger"),
    "memos": N_("memos"),
    "quotes": N_("quotes"),
    "tables": N_("tables published anew"),
    "backups": N_("backups that hold it"),
    "left": N_("files to look at"),
    "unsearched": N_("files that cannot be searched"),
}
"""What a removal counts."""

IMPORTED = {
    "texts": N_("texts"),
    "codings": N_("codings"),
    "codes": N_("codes"),
    "coders": N_("coders"),
    "memos": N_("memos"),
    "placed": N_("codings with a place"),
    "unplaced": N_("codings without a place"),
}
"""What an import counts."""
