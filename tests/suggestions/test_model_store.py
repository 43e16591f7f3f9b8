"""The model store: stored whole, found again, and refused when anything does not fit."""

from __future__ import annotations

import json

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from pipeline.codebook import Codebook
from pipeline.errors import NoModel, UnfitModel
from pipeline.suggestions import broken_models, load, save, train
from pipeline.suggestions.registry.model_file import read_model, write_model
from tests.suggestions.invented_study import NOON, examples_of


@pytest.fixture(scope="module")
def model(codebook):
    return train(examples_of(2), codebook, trained_at=NOON)


def test_a_stored_model_suggests_what_it_suggested_before(model, codebook, tmp_path):
    folder = save(model, tmp_path)
    told = [example.passage for example in examples_of(2)]
    found = load(tmp_path, codebook)
    assert found.id == model.id == folder.name
    assert found.suggest(told).equals(model.suggest(told))
    assert found.card["figures"] == model.card["figures"]


def test_the_newest_model_is_current_and_an_older_one_can_be_named(model, codebook, tmp_path):
    save(model, tmp_path)
    newer = train(examples_of(3), codebook, trained_at=NOON)
    save(newer, tmp_path)
    assert load(tmp_path, codebook).id == newer.id
    assert load(tmp_path, codebook, model.id).id == model.id


def test_storing_twice_leaves_one_folder_and_nothing_half_written(model, tmp_path):
    save(model, tmp_path)
    save(model, tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([model.id, "current"])


@pytest.mark.parametrize("name", [None, "0123456789ab", "../elsewhere"])
def test_a_model_that_is_not_there_is_said_so(name, codebook, tmp_path):
    with pytest.raises(NoModel, match="drempel train"):
        load(tmp_path, codebook, name)


def test_a_changed_binary_is_refused_before_it_is_opened(model, codebook, tmp_path):
    binary = save(model, tmp_path) / "model.npz"
    binary.write_bytes(binary.read_bytes() + b"x")
    with pytest.raises(UnfitModel, match="SHA-256"):
        load(tmp_path, codebook)


def test_a_missing_binary_is_refused(model, codebook, tmp_path):
    (save(model, tmp_path) / "model.npz").unlink()
    with pytest.raises(UnfitModel, match="missing"):
        load(tmp_path, codebook)


def test_a_card_that_is_no_json_is_refused(model, codebook, tmp_path):
    (save(model, tmp_path) / "card.json").write_text("{", encoding="utf-8")
    with pytest.raises(UnfitModel, match="card"):
        load(tmp_path, codebook)


def test_a_model_of_another_scikit_learn_is_refused(model, codebook, tmp_path):
    path = save(model, tmp_path) / "card.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    card["versions"]["scikit-learn"] = "0.1"
    path.write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(UnfitModel, match=r"scikit-learn: 0\.1"):
        load(tmp_path, codebook)


def test_a_model_of_another_codebook_is_refused(model, codebook, tmp_path):
    save(model, tmp_path)
    other = codebook.model_dump(mode="json")
    other["dimensions"][1]["codes"].append({"id": "education", "label": "onderwijs"})
    with pytest.raises(UnfitModel, match="barrier"):
        load(tmp_path, Codebook.model_validate(other))


def test_a_new_definition_of_a_code_does_not_refuse_the_model(model, codebook, tmp_path):
    save(model, tmp_path)
    reworded = codebook.model_dump(mode="json")
    reworded["dimensions"][0]["codes"][0]["definition"] = "iets preciezer"
    assert load(tmp_path, Codebook.model_validate(reworded)).id == model.id


def test_a_model_of_an_earlier_build_is_refused_with_the_remedy_and_is_not_called_broken(model, codebook, tmp_path):
    folder = save(model, tmp_path)
    (folder / "model.npz").rename(folder / "model.joblib")
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    card["versions"] |= {"form": "pipeline-4"}
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(UnfitModel, match="drempel train"):
        load(tmp_path, codebook)
    assert broken_models(tmp_path) == {}


def test_a_class_that_no_model_file_may_hold_is_not_stored(tmp_path):
    with pytest.raises(TypeError, match="LogisticRegression"):
        write_model(make_pipeline(LogisticRegression()), tmp_path / "model.npz")


def test_an_array_that_is_used_twice_is_one_array_again(tmp_path):
    shared = np.arange(3.0)
    write_model([shared, shared, np.float32(0.5)], tmp_path / "model.npz")
    one, other, number = read_model(tmp_path / "model.npz", "0123456789ab")
    assert one is other
    assert (number, type(number)) == (0.5, np.float32)
