"""A model that somebody brings does nothing, whatever it is called and wherever it is put, also with a fitting card."""

import io
import json
import pickle
import shutil
import zipfile
from pathlib import Path

import joblib
import numpy as np
import pytest

from pipeline import suggestions
from pipeline.errors import DrempelError, NoModel, UnfitModel
from pipeline.review.pages.manage.uploads import store_uploads
from pipeline.shelf import sha256_of_file
from pipeline.steps import api as steps

NAMES = ("model.joblib", "model.pkl", "models.zip", "int_99.docx", "int_99.txt", "card.json", "interviews.xlsx")


class Deed:
    """What opening a model may do: here it leaves a file."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self):
        return Path.write_text, (self.trace, "opened")


@pytest.fixture
def deed(tmp_path):
    """A model's file that leaves a trace when it is opened."""
    joblib.dump(Deed(tmp_path / "opened"), tmp_path / "deed.joblib", compress=3)
    yield tmp_path / "deed.joblib"
    assert not (tmp_path / "opened").exists()


def contents_of(deed: Path, name: str) -> bytes:
    """The model as it is, as a zip of the folder that it has among models, or its card."""
    card = json.dumps({"id": "0123456789ab", "sha256": sha256_of_file(deed)}).encode()
    if name.endswith((".zip", ".docx", ".xlsx")):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(deed, "models/0123456789ab/model.joblib")
            archive.writestr("models/0123456789ab/card.json", card)
            archive.writestr("../../models/current", "0123456789ab")
        return packed.getvalue()
    return card if name.endswith(".json") else deed.read_bytes()


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_refused_with_a_reason_at_the_desk_and_in_the_inbox(trained, deed, name):
    before = everything_in(trained.models)
    contents = contents_of(deed, name)
    (at_desk,) = store_uploads(trained, [(name, contents)])
    assert name in at_desk.why
    (trained.inbox / name).write_bytes(contents)
    [told] = steps.ingest(trained).problems
    assert name in told.message
    assert everything_in(trained.models) == before


@pytest.mark.parametrize("name", ["model.joblib", "models.zip"])
def test_it_is_no_file_of_codes_or_fragments_either(trained, deed, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(contents_of(deed, name))
    with pytest.raises(DrempelError, match=name):
        steps.import_codes(trained, path)
    with pytest.raises(DrempelError, match=name):
        steps.suggest_for_file(trained, path, tmp_path / "scored.parquet")


def test_a_model_outside_the_models_is_refused_also_behind_a_link_with_a_fitting_card(trained, deed, tmp_path):
    current = (trained.models / "current").read_text(encoding="utf-8").strip()
    elsewhere = Path(shutil.copytree(trained.models / current, tmp_path / "elsewhere"))
    shutil.copy(deed, elsewhere / "model.npz")
    card = json.loads((elsewhere / "card.json").read_text(encoding="utf-8"))
    (elsewhere / "card.json").write_text(json.dumps({**card, "sha256": sha256_of_file(deed)}), encoding="utf-8")
    shutil.rmtree(trained.models / current)
    (trained.models / current).symlink_to(elsewhere)
    with pytest.raises(UnfitModel, match="outside"):
        steps.suggest(trained)
    for name in ("../../elsewhere", str(elsewhere)):
        (trained.models / "current").write_text(name, encoding="utf-8")
        with pytest.raises(NoModel):
            suggestions.load(trained.models, trained.codebook)


@pytest.mark.parametrize("kind", ["objects", "array", "joblib"])
def test_a_model_with_a_fitting_card_that_would_do_something_is_refused_and_does_nothing(trained, deed, kind):
    name = (trained.models / "current").read_text(encoding="utf-8").strip()
    folder, trace = trained.models / name, deed.with_name("opened")
    with np.load(folder / "model.npz") as kept:
        arrays = dict(kept)
    if kind == "objects":
        arrays["objects"] = np.frombuffer(pickle.dumps(Deed(trace)), np.uint8)
    elif kind == "array":
        arrays["a0"] = np.array([Deed(trace)], dtype=object)
    with (folder / "model.npz").open("wb") as file:
        np.savez(file, **arrays) if kind != "joblib" else file.write(deed.read_bytes())
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    card["sha256"] = sha256_of_file(folder / "model.npz")
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(UnfitModel, match="no model of drempel holds" if kind == "objects" else "damaged"):
        steps.suggest(trained)
