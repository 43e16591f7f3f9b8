"""`refresh`: a model in use learns from a few verdicts, and suggestions without an answer are renewed."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from pipeline import suggestions
from pipeline.decisions import Store
from pipeline.depot import Depot
from pipeline.records import Action, Decision
from pipeline.settings import Study, open_study
from pipeline.steps import api as steps
from pipeline.steps import refresh as refreshing
from tests.conftest import codes_of

pytestmark = pytest.mark.slow

NEW = "int_06"
MORE = "int_15"


@pytest.fixture(scope="module")
def open_folder(trained_folder: Path, starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trained study with an interview that nobody has judged, and one that was coded since."""
    folder = tmp_path_factory.mktemp("refreshing") / "study"
    study = open_study(Path(shutil.copytree(trained_folder, folder)))
    steps.ingest(study, [starter / "interviews" / f"{name}.txt" for name in (NEW, MORE)])
    steps.suggest(study)
    steps.import_codes(study, codes_of(starter, (MORE,), folder / "more.csv"))
    return folder


@pytest.fixture
def study(open_folder: Path, tmp_path: Path) -> Study:
    return open_study(Path(shutil.copytree(open_folder, tmp_path / "study")))


@pytest.fixture(autouse=True)
def updates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four interviews are few: what is tested is what happens with many."""
    monkeypatch.setattr(refreshing, "FEW", 10)


def said(study: Study, interview: str = NEW) -> dict[str, tuple[str, list[tuple[str, str, float]]]]:
    """The model and the suggestions of each fragment."""
    found: dict[str, tuple[str, list[tuple[str, str, float]]]] = {}
    with Store.open(study.store_url) as store:
        for each in store.suggestions.all(interview):
            found.setdefault(each.fragment_id, (each.model, []))[1].append(
                (each.dimension, each.code, each.probability)
            )
    return found


def blind(study: Study) -> set[str]:
    with Store.open(study.store_url) as store:
        return {each.id for each in store.transcripts.fragments(NEW) if each.blind}


def current(study: Study) -> str:
    return (study.models / "current").read_text(encoding="utf-8").strip()


def test_open_suggestions_are_those_of_a_training_with_the_same_features_and_blind_ones_stay(study: Study) -> None:
    before, base = said(study), current(study)
    report = steps.refresh(study)
    after, model = said(study), str(report.details["model"])
    assert report.details["of"] == base == current(study) != model
    assert blind(study), "some are drawn"
    assert {name: after[name] for name in blind(study)} == {name: before[name] for name in blind(study)}
    assert {after[name][0] for name in after.keys() - blind(study)} == {model}
    assert report.counts["added"] > 0
    shutil.rmtree(study.models / ".updating")
    shutil.rmtree(study.models / model)
    again = steps.refresh(study)
    assert (again.details["model"], again.counts["changed"]) == (model, 0)


def test_a_second_refresh_adds_what_is_new_without_a_full_factorisation(study: Study, starter: Path) -> None:
    steps.refresh(study)
    with Store.open(study.store_url) as store:
        opened = next(each.id for each in store.transcripts.fragments(NEW) if not each.blind)
        judge(store, study, opened)
    report = steps.refresh(study)
    assert (report.counts["added"], report.counts["removed"], report.counts["full"]) == (1, 0, 0)
    assert said(study)[opened][0] != report.details["model"], "whoever judged it saw the suggestion that it keeps"


def judge(store: Store, study: Study, fragment: str) -> None:
    [dimension, *_] = study.codebook.open
    common = {
        "fragment_id": fragment,
        "coder": "An",
        "decided_at": datetime(2026, 3, 2, 12, 0, tzinfo=UTC),
        "codebook": study.codebook.stamp,
    }
    added = Decision(action=Action.ADDED, dimension=dimension.id, code=dimension.code_ids[0], **common)
    store.ledger.record([added, Decision(action=Action.REVIEWED, **common)])


def test_the_fragment_on_screen_keeps_its_suggestions(study: Study) -> None:
    before = said(study)
    on_screen = next(name for name in before if name not in blind(study))
    steps.refresh(study, leave=[on_screen])
    assert said(study)[on_screen] == before[on_screen]


def test_verdicts_that_must_stay_hidden_change_no_suggestion(study: Study, tmp_path: Path) -> None:
    other = open_study(Path(shutil.copytree(study.folder, tmp_path / "other")))
    for each in (study, other):
        with Store.open(each.store_url) as store:
            store.coders.set_double_coding(NEW, wanted=True, coder="An", at=datetime(2026, 3, 1, tzinfo=UTC))
    with Store.open(other.store_url) as store:
        hidden = [each.id for each in store.transcripts.fragments(NEW) if not each.blind][:5]
        for fragment in hidden:
            judge(store, other, fragment)
    assert steps.refresh(study).details["model"] == steps.refresh(other).details["model"]
    without, with_hidden = said(study), said(other)
    assert {name: without[name] for name in without.keys() - set(hidden)} == {
        name: with_hidden[name] for name in with_hidden.keys() - set(hidden)
    }


def test_suggest_and_figures_rest_on_the_trained_model(study: Study) -> None:
    base = current(study)
    model = steps.refresh(study).details["model"]
    after = said(study)
    assert steps.suggest(study).counts["fragments"] == 0
    assert said(study) == after
    steps.publish(study)
    assert steps.check(study).counts["found"] == 0
    card = suggestions.cards(study.models)[str(model)]
    assert card["refreshed"]["model"] == base
    assert set(card["refreshed"]["held_out"]) == {each.id for each in study.codebook.open}


def test_only_the_newest_is_stored_whole(study: Study) -> None:
    first = str(steps.refresh(study).details["model"])
    with Store.open(study.store_url) as store:
        judge(store, study, next(each.id for each in store.transcripts.fragments(NEW) if not each.blind))
    second = str(steps.refresh(study).details["model"])
    assert suggestions.newest_refreshed(study.models, current(study)) == second
    assert not (study.models / first / "model.npz").exists()
    learnt = json.loads((study.models / first / "learnt.json").read_text(encoding="utf-8"))
    assert all(name.startswith("int_") for name in learnt)
    assert steps.check(study).counts["found"] == 0


def test_a_backup_and_object_storage_take_the_model_along_and_not_the_working_state(study: Study) -> None:
    model = str(steps.refresh(study).details["model"])
    state = {each.relative_to(study.folder).as_posix() for each in (study.models / ".updating").iterdir()}
    with zipfile.ZipFile(str(steps.backup(study).details["file"])) as kept:
        assert f"models/{model}/model.npz" in kept.namelist()
        assert state
        assert state.isdisjoint(kept.namelist())
    MemoryFileSystem.store.clear()
    Depot("memory://refreshed", study.models).send()
    system, root = fsspec.core.url_to_fs("memory://refreshed")
    sent = system.find(root)
    assert any(each.endswith(f"{model}/model.npz") for each in sent)
    assert not [each for each in sent if ".updating" in each]


def test_who_is_forgotten_is_in_no_refreshed_model(study: Study) -> None:
    model = str(steps.refresh(study).details["model"])
    assert list((study.models / ".updating").iterdir())
    steps.forget(study, MORE)
    assert not (study.models / model).exists()
    assert not (study.models / ".updating").exists()


def test_a_study_without_a_learnt_model_begins_to_learn_at_its_first_verdicts(study: Study) -> None:
    for each in study.models.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    steps.suggest(study)
    report = steps.refresh(study)
    card = json.loads((study.models / str(report.details["model"]) / "card.json").read_text(encoding="utf-8"))
    assert MORE in card["interviews"]
    assert card["refreshed"]["model"] == current(study)
    assert {each["speaks"] for each in card["chosen"].values()} <= {"learnt", "codebook"}
