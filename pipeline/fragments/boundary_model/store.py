"""Where a study's own boundaries live: `models/boundaries/`, a folder each with a card, as trained models do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.shelf import Shelf

if TYPE_CHECKING:
    from pipeline.fragments.boundary_model.model import BoundaryModel


def _shelf(models: Path) -> Shelf:
    return Shelf(models / "boundaries", "model.json")


def save_boundaries(model: BoundaryModel, models: Path, *, card: Mapping[str, object]) -> Path:
    """Store boundaries with their card and make them the ones that cut; returns their folder."""
    return _shelf(models).put(model.id, model.save, {"format": model.format, **card})


def load_boundaries(models: Path) -> BoundaryModel:
    """The study's own boundaries.

    Raises:
        NoModel: it has none, so that the shipped ones cut.
        UnfitModel: their file is not the one that was stored, or another version of drempel wrote it.
    """
    shelf = _shelf(models)
    name = shelf.current()
    # Most studies have none: they need not wait for NumPy and spaCy.
    from pipeline.fragments.boundary_model.model import BoundaryModel

    return BoundaryModel.load(shelf.checked(name, shelf.card(name)))


def use_shipped_boundaries(models: Path) -> None:
    """Let the shipped boundaries cut; what was stored stays where it is."""
    _shelf(models).take_down()
