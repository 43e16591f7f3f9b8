"""The lock of a study: between processes, between threads, and not around what only reads or computes."""

import json
import threading
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest

from pipeline.decisions import Store
from pipeline.errors import ForgottenMeanwhile, StoreBusy
from pipeline.steps import api as steps
from pipeline.steps.shared import study_lock
from pipeline.steps.shared.study_lock import locked_store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def in_a_thread(work):
    """What the work raised in a thread of its own, or None."""
    raised = []

    def run():
        try:
            work()
        except Exception as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return raised[0] if raised else None


def test_a_second_thread_of_the_same_process_is_kept_out(trained, monkeypatch):
    monkeypatch.setattr(study_lock, "PATIENCE", 0.1)
    with locked_store(trained):
        assert isinstance(in_a_thread(lambda: steps.publish(trained)), StoreBusy)
    assert in_a_thread(lambda: steps.publish(trained)) is None


def test_a_step_may_call_another_inside(trained):
    with locked_store(trained), locked_store(trained) as store:
        assert store.transcripts.interviews()


def test_status_and_report_wait_for_no_other_run(trained, monkeypatch):
    monkeypatch.setattr(study_lock, "PATIENCE", 0.1)
    steps.publish(trained)
    with locked_store(trained):
        assert in_a_thread(lambda: steps.status(trained)) is None
        assert in_a_thread(lambda: steps.report(trained)) is None


@pytest.mark.slow
def test_other_runs_go_on_while_a_model_is_computed(trained, monkeypatch):
    training = import_module("pipeline.steps.train")
    fit_model, seen = training.fit_model, []
    monkeypatch.setattr(study_lock, "PATIENCE", 0.1)

    def fit_while_another_run_works(*given, **named):
        seen.append(in_a_thread(lambda: steps.publish(trained)))
        return fit_model(*given, **named)

    monkeypatch.setattr(training, "fit_model", fit_while_another_run_works)
    steps.train(trained, evaluate=False)
    assert seen == [None]


@pytest.mark.slow
def test_a_model_that_learnt_from_somebody_who_left_meanwhile_is_not_stored(trained, monkeypatch):
    training = import_module("pipeline.steps.train")
    fit_model, models = training.fit_model, sorted(path.name for path in trained.models.iterdir())

    def fit_while_somebody_leaves(*given, **named):
        with Store.open(trained.store_url) as store:
            store.transcripts.erase("int_02", at=NOON, redact=str)
        return fit_model(*given, **named)

    monkeypatch.setattr(training, "fit_model", fit_while_somebody_leaves)
    with pytest.raises(ForgottenMeanwhile, match="Train again"):
        steps.train(trained, evaluate=False)
    assert sorted(path.name for path in trained.models.iterdir()) == models


@pytest.mark.slow
def test_two_certificates_of_one_second_are_both_kept(trained):
    told = [steps.forget(trained, name, clock=lambda: NOON).details for name in ("int_02", "int_05")]
    files = [each["certificate"] for each in told]
    assert len(set(files)) == 2
    for file in files:
        assert json.loads(Path(file).read_text(encoding="utf-8"))["forgotten_at"] == NOON.isoformat()


def test_an_upgrade_of_drempel_publishes_anew(trained, monkeypatch):
    publishing = import_module("pipeline.steps.publish")
    assert steps.publish(trained).details["written"]
    assert not steps.publish(trained, anew=False).details["written"]
    monkeypatch.setattr(publishing, "version", lambda package: "99")
    assert steps.publish(trained, anew=False).details["written"]
