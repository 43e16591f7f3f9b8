"""Save and load a study's own boundary model in `models/boundaries/`, one folder with a card per model."""

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
    """Store a boundary model with its card and make it the current one; returns its folder."""
    return _shelf(models).put(model.id, model.save, {"format": model.format, **card})


def load_boundaries(models: Path) -> BoundaryModel:
    """Load the study's own boundary model.

    Raises:
        NoModel: the study has none and uses the shipped one.
        UnfitModel: the file was changed after it was stored, or another version of drempel wrote it.
    """
    shelf = _shelf(models)
    name = shelf.current()
    # Most studies have no own model: they do not import NumPy and spaCy here.
    from pipeline.fragments.boundary_model.model import BoundaryModel

    return BoundaryModel.load(shelf.checked(name, shelf.card(name)))


def use_shipped_boundaries(models: Path) -> None:
    """Use the shipped boundaries again; stored models are kept."""
    _shelf(models).take_down()
