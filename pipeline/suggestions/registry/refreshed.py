"""Refreshed models: a trained model brought up to date. The trained one stays current, and all figures rest on it.

Only the newest is stored whole. Of earlier ones the card stays, and a file with the ids of the fragments that they
learnt from and the codes of these.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.records import Example
from pipeline.suggestions.registry.card import REFRESHED
from pipeline.suggestions.registry.store import MODEL, cards, save

if TYPE_CHECKING:
    from pipeline.suggestions.model import TrainedModel

LEARNT = "learnt.json"
"""The file beside a refreshed model: fragment ids and their codes, no words."""


def refreshed_id(base: str, examples: Sequence[Example]) -> str:
    """The id of the model that `base` becomes with these examples: the same ones give the same id."""
    digest = hashlib.sha256(base.encode())
    for each in examples:
        said = each.passage
        contents = [said.fragment_id, said.text, said.question, said.before, said.after, sorted(said.about.items())]
        digest.update(json.dumps([contents, sorted(each.codes.items())]).encode())
    return digest.hexdigest()[:12]


def save_refreshed(model: TrainedModel, models: Path, examples: Sequence[Example]) -> None:
    """Store a refreshed model beside the current one; of those before it the model files are removed."""
    learnt = {each.passage.fragment_id: each.codes for each in examples}
    save(model, models, beside={LEARNT: json.dumps(learnt).encode()}, current=False, compressed=False)
    for name in cards_refreshed(models):
        if name != model.id:
            (models / name / MODEL).unlink(missing_ok=True)


def cards_refreshed(models: Path, base: str | None = None) -> dict[str, dict[str, Any]]:
    """The cards of all refreshed models, or of those that one trained model became, by id."""
    return {
        name: card
        for name, card in cards(models).items()
        if REFRESHED in card and (base is None or card[REFRESHED]["model"] == base)
    }


def newest_refreshed(models: Path, base: str) -> str | None:
    """The newest refreshed model of a trained one that is stored whole; None without."""
    found = [
        (card[REFRESHED]["ledger"], name)
        for name, card in cards_refreshed(models, base).items()
        if (models / name / MODEL).is_file()
    ]
    return max(found)[1] if found else None
