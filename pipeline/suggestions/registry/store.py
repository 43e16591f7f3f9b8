"""Store of trained models: a folder each, written whole or not at all, and read only if it fits."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pipeline.codebook import Codebook
from pipeline.errors import NoModel, UnfitModel
from pipeline.messages import Message
from pipeline.shelf import Shelf
from pipeline.suggestions.registry.card import REFRESHED, codes_of, versions

if TYPE_CHECKING:
    import pandas as pd
    from sklearn.pipeline import Pipeline

    from pipeline.suggestions.model import TrainedModel

MODEL, HELD_OUT = "model.npz", "held_out.parquet"
EARLIER = "model.joblib"
"""The file of a model that an earlier drempel made: kept and compared with its hash, never opened."""


def save(
    model: TrainedModel,
    models: Path,
    *,
    beside: Mapping[str, bytes] = MappingProxyType({}),
    current: bool = True,
    compressed: bool = True,
) -> Path:
    """Store the model in a folder of its own, with further files by name, and make it the current one if asked.

    Not compressed, it is written much faster and takes more room. Returns that folder.
    """
    from pipeline.suggestions.registry.model_file import write_model

    def write(path: Path) -> None:
        write_model(model.pipeline, path, compressed=compressed)
        if model.held_out is not None:
            model.held_out.to_parquet(path.with_name(HELD_OUT), index=False, compression="zstd")
        for name, contents in beside.items():
            path.with_name(name).write_bytes(contents)

    return Shelf(models, MODEL).put(model.id, write, model.card, current=current)


def load(models: Path, codebook: Codebook, model_id: str | None = None) -> TrainedModel:
    """The current model, or the one named.

    Raises:
        NoModel: there is none.
        UnfitModel: its file was changed, or other versions or another codebook made it.
    """
    shelf = Shelf(models, MODEL)
    name = shelf.current() if model_id is None else model_id
    card = shelf.card(name)
    refuse_unfit(name, card, codebook)
    binary = shelf.checked(name, card)
    from pipeline.suggestions.model import TrainedModel

    return TrainedModel(id=name, card=card, pipeline=_opened(binary, name, card["sha256"]))


# A run works in batches, each of which asks for the model: opening it takes as long as using it on an interview.
@lru_cache(maxsize=1)
def _opened(binary: Path, name: str, _sha256: str) -> Pipeline:
    from pipeline.suggestions.registry.model_file import read_model

    return read_model(binary, name)


def refuse_unfit(name: str, card: Mapping[str, Any], codebook: Codebook) -> None:
    """Raises UnfitModel when other versions or another codebook made the model."""
    if card.get("versions") != versions():
        raise UnfitModel(
            name, Message("other versions made it (%(which)s)", which=_differences(card.get("versions"), versions()))
        )
    known = card.get("codebook", {}).get("codes")
    if known != codes_of(codebook):
        raise UnfitModel(
            name, Message("the codebook has changed since (%(which)s)", which=_differences(known, codes_of(codebook)))
        )


def _differences(before: object, now: Mapping[str, object]) -> str:
    then = before if isinstance(before, Mapping) else {}
    names = sorted({*then, *now})
    return "; ".join(f"{name}: {then.get(name)} → {now.get(name)}" for name in names if then.get(name) != now.get(name))


def broken_models(models: Path) -> dict[str, str]:
    """The stored models that must not be loaded whatever the codebook, each with why."""
    shelf = Shelf(models, MODEL)
    return {name: why for name in shelf.names() if (why := _why_broken(models, name))}


def trouble_with_current(models: Path, codebook: Codebook) -> str | None:
    """Why no model can be used though there are some; None where one can, or where there is none at all."""
    shelf = Shelf(models, MODEL)
    if not shelf.names():
        return None
    try:
        name = shelf.current()
        refuse_unfit(name, shelf.card(name), codebook)
    except NoModel:
        return "None of the models that are here is the current one: run `drempel train`."
    except UnfitModel as unfit:
        return str(unfit)
    return None


def _why_broken(models: Path, name: str) -> str | None:
    shelf = Shelf(models, EARLIER if (models / name / EARLIER).is_file() else MODEL)
    try:
        card = shelf.card(name)
        if REFRESHED in card and not (models / name / MODEL).exists():
            return None  # of earlier refreshed models the card alone is kept
        shelf.checked(name, card)
    except NoModel:
        return "its card is missing"
    except UnfitModel as unfit:
        return str(unfit)
    return None


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


def held_out_predictions(models: Path, model_id: str) -> pd.DataFrame | None:
    """What a model was judged by (see `held_out_frame`); None for one that was never judged."""
    path = models / model_id / HELD_OUT
    import pandas as pd

    return pd.read_parquet(path) if path.is_file() else None


def attachment(models: Path, model_id: str, name: str) -> bytes | None:
    """A further file that was stored with a model, or None."""
    path = models / model_id / name
    return path.read_bytes() if path.is_file() else None
