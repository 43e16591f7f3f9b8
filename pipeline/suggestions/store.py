"""Where trained models live: a folder each, written whole or not at all, and read only when it fits."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import joblib

from pipeline.codebook import Codebook
from pipeline.errors import NoModel, UnfitModel
from pipeline.suggestions.card import codes_of, versions
from pipeline.suggestions.model import TrainedModel

_CURRENT = "current"
_MODEL, _CARD = "model.joblib", "card.json"
_ID = re.compile(r"[0-9a-f]{12}")


def save(model: TrainedModel, models: Path) -> Path:
    """Store the model in a folder of its own and make it the current one; returns that folder."""
    models.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=models))
    try:
        # The card stays out of the binary: it holds the binary's hash.
        joblib.dump(replace(model, card={}), partial / _MODEL, compress=3)
        card = {"id": model.id, "sha256": _sha256(partial / _MODEL), **model.card}
        (partial / _CARD).write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        folder = models / model.id
        _put(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    _make_current(model.id, models)
    return folder


def load(models: Path, codebook: Codebook, model_id: str | None = None) -> TrainedModel:
    """The current model, or the one named.

    Raises:
        NoModel: there is none.
        UnfitModel: its file was changed, or other versions or another codebook made it.
    """
    name = _current(models) if model_id is None else model_id
    if not _ID.fullmatch(name) or not (models / name / _CARD).is_file():
        raise NoModel(models)
    card = _read_card(models / name)
    _refuse_unfit(name, card, models / name / _MODEL, codebook)
    model: TrainedModel = joblib.load(models / name / _MODEL)
    return replace(model, card=card)


def _put(partial: Path, folder: Path) -> None:
    """Replace a model of the same name: it rests on the same things, so either one will do until the swap."""
    if folder.exists():
        shutil.rmtree(folder)
    partial.rename(folder)


def _make_current(name: str, models: Path) -> None:
    written = models / f".{_CURRENT}.partial"
    written.write_text(name + "\n", encoding="utf-8")
    written.replace(models / _CURRENT)


def _current(models: Path) -> str:
    try:
        return (models / _CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise NoModel(models) from None


def _read_card(folder: Path) -> dict[str, Any]:
    try:
        card = json.loads((folder / _CARD).read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise UnfitModel(folder.name, "its card cannot be read") from None
    if not isinstance(card, dict):
        raise UnfitModel(folder.name, "its card cannot be read")
    return card


def _refuse_unfit(name: str, card: Mapping[str, Any], binary: Path, codebook: Codebook) -> None:
    if not binary.is_file():
        raise UnfitModel(name, f"{_MODEL} is missing")
    # The hash comes first: a pickle that somebody changed must never be opened.
    if _sha256(binary) != card.get("sha256"):
        raise UnfitModel(name, f"{_MODEL} is not the file that was stored (its SHA-256 differs)")
    if card.get("versions") != versions():
        raise UnfitModel(name, f"other versions made it ({_differences(card.get('versions'), versions())})")
    known = card.get("codebook", {}).get("codes")
    if known != codes_of(codebook):
        raise UnfitModel(name, f"the codebook has changed since ({_differences(known, codes_of(codebook))})")


def _differences(before: object, now: Mapping[str, object]) -> str:
    then = before if isinstance(before, Mapping) else {}
    names = sorted({*then, *now})
    return "; ".join(f"{name}: {then.get(name)} → {now.get(name)}" for name in names if then.get(name) != now.get(name))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
