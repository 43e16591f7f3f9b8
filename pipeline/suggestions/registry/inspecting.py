"""Looks at stored models without opening any: whole, unchanged, and one of them current."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.codebook import Codebook
from pipeline.errors import NoModel, UnfitModel
from pipeline.shelf import Shelf
from pipeline.suggestions.proposing import proposal
from pipeline.suggestions.store import MODEL, refuse_unfit


def broken_models(models: Path) -> dict[str, str]:
    """The stored models that must not be loaded whatever the codebook, each with why."""
    shelf = Shelf(models, MODEL)
    return {name: why for name in shelf.names() if (why := _why_broken(shelf, name))}


def trouble_with_current(models: Path, codebook: Codebook) -> str | None:
    """Why no model can be used though there are some; None where one can, or where there is none at all."""
    shelf = Shelf(models, MODEL)
    if not shelf.names():
        return None
    try:
        name = shelf.current()
        refuse_unfit(name, shelf.card(name), codebook)
    except NoModel:
        return "none of the models that are here is the current one"
    except UnfitModel as unfit:
        return str(unfit)
    return None


def choose_current(models: Path, codebook: Codebook) -> str | None:
    """Make the newest model that fits the current one; None when none does."""
    fitting = sorted(_fitting(Shelf(models, MODEL), codebook))
    if not fitting:
        return None
    Shelf(models, MODEL).make_current(fitting[-1][1])
    return fitting[-1][1]


def _fitting(shelf: Shelf, codebook: Codebook) -> Iterator[tuple[str, str]]:
    waiting = proposal(shelf.folder)
    for name in shelf.names():
        if waiting is not None and name == waiting.model:
            continue  # people decide on it
        try:
            card = shelf.card(name)
            shelf.checked(name, card)
            refuse_unfit(name, card, codebook)
        except (NoModel, UnfitModel):
            continue
        yield str(card.get("trained_at", "")), name


def _why_broken(shelf: Shelf, name: str) -> str | None:
    try:
        shelf.checked(name, shelf.card(name))
    except NoModel:
        return "its card is missing"
    except UnfitModel as unfit:
        return str(unfit)
    return None
