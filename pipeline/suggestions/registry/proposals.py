"""Proposed models: better than the current one on the same interviews, used once a person accepts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.codebook import Codebook
from pipeline.errors import NoModel, NoProposal, UnfitModel
from pipeline.records import Example
from pipeline.shelf import Shelf
from pipeline.suggestions.registry.card import REFRESHED
from pipeline.suggestions.registry.store import MODEL, held_out_predictions, load, refuse_unfit, save

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.suggestions.model import TrainedModel

PROPOSED = "proposed"
"""The file that names the proposed model, as `current` names the current one."""

_CELL = ["fragment", "dimension", "code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A model, and how often its suggestions and the current one's were right (F1), on the same unseen interviews.

    `current` is None where there is nothing to compare with.
    """

    model: str
    figure: float
    current: float | None
    fragments: int
    interviews: int


def compare_with_current(
    model: TrainedModel, models: Path, examples: Sequence[Example], codebook: Codebook
) -> Proposal | None:
    """A proposal of this model, if it does better than the current one; None if it does not, or is the current one.

    Of interviews that a model learnt from counts what it said of them in cross-validation, of others what it says now.
    """
    if model.held_out is None or model.held_out.empty:
        return None
    mine = _judged(model.held_out, examples)
    try:
        current = load(models, codebook)
    except (NoModel, UnfitModel):
        return _proposal(model.id, mine, None)
    if current.id == model.id:
        return None
    before = _judged(_said_by(current, models, examples), examples)
    both = mine.merge(before[[*_CELL, "suggested"]], on=_CELL, suffixes=("", "_before"))
    found = _proposal(model.id, both, _figure(both, "suggested_before"))
    return found if found.current is not None and found.figure > found.current else None


def propose(model: TrainedModel, models: Path, told: Proposal, *, beside: Mapping[str, bytes]) -> None:
    """Store a model beside the current one, with further files by name; an earlier proposal is withdrawn."""
    withdraw(models)
    save(model, models, beside=beside, current=False)
    partial = models / f".{PROPOSED}.partial"
    partial.write_text(json.dumps(asdict(told)) + "\n", encoding="utf-8")
    partial.replace(models / PROPOSED)


def proposal(models: Path) -> Proposal | None:
    """What is proposed now."""
    try:
        told = Proposal(**json.loads((models / PROPOSED).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return told if (models / told.model).is_dir() else None


def accept(models: Path) -> str:
    """Make the proposed model the current one; returns its id.

    Raises:
        NoProposal: there is none.
        UnfitModel: its file is not the one that was stored.
    """
    told, shelf = proposal(models), Shelf(models, MODEL)
    if told is None:
        raise NoProposal
    shelf.checked(told.model, shelf.card(told.model))
    shelf.make_current(told.model)
    (models / PROPOSED).unlink()
    return told.model


def withdraw(models: Path) -> None:
    """Propose nothing any more; the model that was proposed is removed, unless it has become the current one."""
    told = proposal(models)
    (models / PROPOSED).unlink(missing_ok=True)
    if told is not None and told.model != _current(models):
        shutil.rmtree(models / told.model)


def _current(models: Path) -> str | None:
    try:
        return Shelf(models, MODEL).current()
    except NoModel:
        return None


def _judged(said: pd.DataFrame, examples: Sequence[Example]) -> pd.DataFrame:
    """What was said of the cells that people judged, with whether they gave the code."""
    given = {(each.passage.fragment_id, name): codes for each in examples for name, codes in each.codes.items()}
    plain = said.assign(**{name: said[name].astype("str") for name in _CELL})
    cells = list(zip(*(plain[name] for name in _CELL), strict=True))
    judged = plain[[bool(code) and (place, name) in given for place, name, code in cells]]
    truth = [code in given[place, name] for place, name, code in cells if code and (place, name) in given]
    import numpy as np

    return judged.assign(given=np.array(truth, dtype=bool))


def _said_by(current: TrainedModel, models: Path, examples: Sequence[Example]) -> pd.DataFrame:
    """What the current model says of these examples without having learnt from their interviews."""
    learnt_from = set(current.card["interviews"])
    fresh = current.suggest([each.passage for each in examples if each.passage.transcript_id not in learnt_from])
    seen = held_out_predictions(models, current.id)
    parts = [fresh.rename(columns={"fragment_id": "fragment"}), *([] if seen is None else [seen])]
    import pandas as pd

    kept = pd.concat([part[[*_CELL, "suggested"]] for part in parts], ignore_index=True)
    return kept.drop_duplicates(_CELL)


def _proposal(model: str, cells: pd.DataFrame, current: float | None) -> Proposal:
    return Proposal(
        model=model,
        figure=_figure(cells, "suggested"),
        current=current,
        fragments=cells["fragment"].nunique(),
        interviews=cells["interview"].nunique(),
    )


def _figure(cells: pd.DataFrame, suggested: str) -> float:
    """F1 over the codes of each dimension, averaged over dimensions: a rare one counts as much as a common one."""
    from pipeline.suggestions.evaluation.metrics import f1

    told = [f1(part["given"].to_numpy(), part[suggested].to_numpy()) for _, part in cells.groupby("dimension")]
    return round(sum(told) / len(told), 4) if told else 0.0


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
            if REFRESHED in card:
                continue  # no figures rest on it
            shelf.checked(name, card)
            refuse_unfit(name, card, codebook)
        except (NoModel, UnfitModel):
            continue
        yield str(card.get("trained_at", "")), name
