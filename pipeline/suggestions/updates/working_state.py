"""The working state of updates: features of all rows and the inverses, kept on disk between two updates.

It is a cache: without it, or with a damaged one, the next update makes a full factorisation and writes it again.
It holds what a stored model holds too (which terms stand in a row), so `forget` removes it.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, load_npz, save_npz

from pipeline.suggestions.learning.labels import Matrix
from pipeline.suggestions.updates.ridges import KeptInverse
from pipeline.suggestions.updates.state_folder import FOLDER, forget_state

_ABOUT, _KEYS, _ROWS = "about.json", "keys.npy", "rows.npz"


@dataclass(frozen=True, kw_only=True)
class WorkingState:
    """What the next update begins at. `model` is the model whose features are used; `keys` name the rows."""

    model: str
    keys: Matrix
    rows: csr_matrix
    inverses: Sequence[KeptInverse]


def write_state(state: WorkingState, models: Path) -> None:
    """Write the state in place of the one before; when it is broken off, there is none."""
    models.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=".partial-updating-", dir=models))
    try:
        np.save(partial / _KEYS, state.keys, allow_pickle=False)
        save_npz(partial / _ROWS, state.rows, compressed=False)
        for at, each in enumerate(state.inverses):
            np.save(partial / f"{at}.inverse.npy", each.matrix, allow_pickle=False)
            np.save(partial / f"{at}.keys.npy", each.keys, allow_pickle=False)
        about = {"model": state.model, "inverses": [{"blend": e.blend, "share": e.share} for e in state.inverses]}
        (partial / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
        forget_state(models)
        partial.rename(models / FOLDER)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def read_state(models: Path, model: str) -> WorkingState | None:
    """The state that updates of this model left; None where there is none that can be read."""
    folder = models / FOLDER
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        if about["model"] != model:
            return None
        return WorkingState(
            model=model,
            keys=np.load(folder / _KEYS, allow_pickle=False),
            rows=csr_matrix(load_npz(folder / _ROWS)),
            inverses=[
                KeptInverse(
                    blend=each["blend"],
                    share=each["share"],
                    keys=np.load(folder / f"{at}.keys.npy", allow_pickle=False),
                    matrix=np.load(folder / f"{at}.inverse.npy", allow_pickle=False),
                )
                for at, each in enumerate(about["inverses"])
            ],
        )
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None
