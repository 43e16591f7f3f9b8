"""The schedule may propose a model, and never uses one: that a person says, having seen how both do."""

import json
import shutil

import pytest

from pipeline import suggestions
from pipeline.errors import NoProposal, UnfitModel
from pipeline.settings import open_study
from pipeline.steps import api as steps
from tests.conftest import codes_of

pytestmark = pytest.mark.slow

CODED = ("int_02", "int_05", "int_09")


def current(study):
    return (study.models / "current").read_text(encoding="utf-8").strip()


@pytest.fixture(scope="module")
def proposed_folder(starter, tmp_path_factory):
    """A study whose model, learnt from one interview, has to stand against one learnt from three."""
    folder = tmp_path_factory.mktemp("proposed") / "study"
    steps.init(folder)
    study = open_study(folder)
    steps.ingest(study, [starter / "interviews" / f"{name}.txt" for name in CODED])
    for name in CODED:
        steps.import_codes(study, codes_of(starter, (name,), study.folder / "data" / f"{name}.csv"))
        if name == CODED[0]:
            steps.train(study, evaluate=False)
    told = dict(steps.propose(study).details)
    (study.folder / "report.json").write_text(json.dumps([current(study), told]), encoding="utf-8")
    return study.folder


@pytest.fixture
def study(proposed_folder, tmp_path):
    return open_study(shutil.copytree(proposed_folder, tmp_path / "study"))


def test_a_proposal_names_both_figures_on_the_same_fragments_and_changes_nothing(study):
    before, report = json.loads((study.folder / "report.json").read_text(encoding="utf-8"))
    told = report["proposal"]
    assert current(study) == before != told["model"]
    # The model in use was stored without evaluation: it can only be judged on what it had not seen.
    assert told["interviews"] == 2
    assert 0 < told["current"] < told["figure"] <= 1
    assert steps.status(study).details["proposal"] == told
    assert steps.check(study).counts["found"] == 0


def test_an_accepted_proposal_is_the_current_model(study):
    model = steps.status(study).details["proposal"]["model"]
    assert steps.accept_proposal(study).details["model"] == model
    assert current(study) == model
    assert steps.status(study).details["proposal"] is None
    with pytest.raises(NoProposal):
        steps.accept_proposal(study)


def test_a_changed_proposal_is_refused(study):
    before = current(study)
    binary = study.models / steps.status(study).details["proposal"]["model"] / "model.npz"
    binary.write_bytes(binary.read_bytes()[:-9])
    with pytest.raises(UnfitModel, match="SHA-256"):
        steps.accept_proposal(study)
    assert current(study) == before


def test_training_withdraws_what_was_proposed(study):
    proposed = steps.status(study).details["proposal"]["model"]
    steps.train(study, evaluate=False)
    assert steps.status(study).details["proposal"] is None
    assert current(study) == proposed, "the same examples give the same model"
    assert (study.models / proposed).is_dir()


def test_the_model_in_use_is_not_proposed_again(study):
    steps.accept_proposal(study)
    report = steps.propose(study)
    assert report.counts["proposed"] == 0
    assert suggestions.proposal(study.models) is None


def test_a_repair_does_not_take_a_proposal_into_use(study):
    before = current(study)
    (study.models / "current").unlink()
    assert steps.check(study).counts["left"] == 0
    assert current(study) == before


def test_forgetting_takes_a_proposal_along(study):
    steps.forget(study, "int_02")
    assert steps.status(study).details["proposal"] is None
    assert [path.name for path in study.models.iterdir()] == []


def test_a_study_without_codes_gets_a_notice(tmp_path):
    steps.init(tmp_path / "new")
    report = steps.propose(open_study(tmp_path / "new"))
    assert [each.place for each in report.problems] == ["models"]
