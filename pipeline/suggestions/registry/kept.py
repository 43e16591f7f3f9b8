"""What is kept of models beside the models themselves: their cards, what they were judged by, further files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.errors import NoModel, UnfitModel
from pipeline.shelf import Shelf
from pipeline.suggestions.store import HELD_OUT, MODEL


def card_in(models: Path, model_id: str | None = None) -> dict[str, Any] | None:
    """The card of the current model, or of the one named, also where that may not be used any more; None without."""
    shelf = Shelf(models, MODEL)
    try:
        return shelf.card(shelf.current() if model_id is None else model_id)
    except (NoModel, UnfitModel):
        return None


def cards(models: Path) -> dict[str, dict[str, Any]]:
    """The cards of every stored model that can be read, by id."""
    found = {name: card_in(models, name) for name in Shelf(models, MODEL).names()}
    return {name: card for name, card in found.items() if card is not None}


def judged_by(models: Path, model_id: str) -> pd.DataFrame | None:
    """What a model was judged by (see `held_out_frame`); None for one that was never judged."""
    path = models / model_id / HELD_OUT
    return pd.read_parquet(path) if path.is_file() else None


def beside(models: Path, model_id: str, name: str) -> bytes | None:
    """A further file that was stored with a model, or None."""
    path = models / model_id / name
    return path.read_bytes() if path.is_file() else None
