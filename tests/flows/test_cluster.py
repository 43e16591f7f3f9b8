"""A run on a Dask cluster: the tables of a plain run, workers that may die, and no word of anybody on the wire."""

import os
import re
import shutil
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from flows import flows, tasks
from flows.cluster import client
from flows.cluster.client import ClusterUnusable
from pipeline.settings import Study, open_study
from pipeline.steps import api as steps
from pipeline.steps.remote.handover import FOLDER
from pipeline.steps.shared.reader import Reader
from pipeline.suggestions import TrainedModel
from tests.flows.dask import cluster as dask_cluster
from tests.flows.study import NEW, assert_same, drop, published

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("prefect")]

SAID = "kwartelzang in de zilverpapieren dakgoot"


@pytest.fixture(scope="module")
def workers(tmp_path_factory):
    with dask_cluster(tmp_path_factory.mktemp("dask")) as serving:
        yield serving


def on(study: Study, address: str) -> Study:
    settings = study.folder / "drempel.toml"
    told = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r'(?m)^cluster = ".*"$', f'cluster = "{address}"', told), encoding="utf-8")
    return open_study(study.folder)


def filled(study: Study, starter: Path) -> Study:
    """New interviews, one of which holds words that stand nowhere else, and one file that cannot be read."""
    drop(study, starter)
    (study.inbox / "zeldzaam.txt").write_text(f"I: Hoe gaat het?\nR: Ik hoor {SAID}, elke dag.\n", encoding="utf-8")
    (study.inbox / "leeg.txt").write_text("", encoding="utf-8")
    return study


@pytest.fixture
def pair(trained, starter, workers, tmp_path):
    """A study that is to run on the cluster, and its twin after a plain run."""
    plain = open_study(Path(shutil.copytree(filled(trained, starter).folder, tmp_path / "plain")))
    steps.run(plain)
    return on(trained, workers.tap.address), plain


def test_a_worker_that_is_killed_costs_its_batch_alone_and_no_words_go_over_the_wire(pair, workers, monkeypatch):
    monkeypatch.setattr(tasks, "BATCH", 1)
    study, plain = pair
    here, read, suggest = [], Reader._read, TrainedModel.suggest
    monkeypatch.setattr(Reader, "_read", lambda reader, *of: here.append(of[0].name) or read(reader, *of))
    monkeypatch.setattr(TrainedModel, "suggest", lambda model, asked: here.append("scores") or suggest(model, asked))
    victim, handed = workers.running[0], study.folder / FOLDER

    def kill() -> None:
        while not list(handed.glob("*.arrow")):
            time.sleep(0.01)
        victim.kill()

    threading.Thread(target=kill, daemon=True).start()
    report = flows.run(workspace=str(study.folder))
    assert victim.wait(timeout=120) == -9
    assert [each.message for each in report.problems if each.place != "leeg.txt"] == []
    # What has to be refused is read where its reason is written down; all else came from the other worker.
    assert here == ["leeg.txt"]
    assert_same(study, plain)
    assert any(SAID in text for text in published(study)["fragments"]["text"])
    said = workers.said()
    assert b"int_31.vtt" in said
    assert b"kwartelzang" not in said
    assert b"dakgoot" not in said
    assert not handed.exists()


@pytest.mark.skipif("DREMPEL_KILLS" not in os.environ, reason="workers that must be started anew")
def test_when_every_worker_is_gone_the_rest_is_done_here_and_told(pair, workers, monkeypatch):
    monkeypatch.setattr(client, "LOOK_AGAIN", 0.2)
    study, _ = pair
    give = client.READING.given

    def last_words(*asked):
        for each in workers.running:
            each.kill()
        return give(*asked)

    monkeypatch.setattr(flows, "READING", replace(client.READING, given=last_words))
    report = flows.ingest(workspace=str(study.folder))
    assert report.counts["read"] == len(NEW) + 1
    assert "no worker is left" in next(each.message for each in report.problems if each.place == "cluster")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "tcp://nowhere.invalid:8786"])
def test_a_cluster_that_does_not_answer_is_told_before_anything_is_read(study, starter, address, monkeypatch):
    monkeypatch.setattr(client, "ANSWERS", 1)
    drop(on(study, address), starter)
    with pytest.raises(ClusterUnusable, match="does not answer"):
        flows.ingest(workspace=str(study.folder))
    assert len(steps.waiting(study)) == len(NEW)


def test_without_the_extra_it_says_which_one_is_missing(study, starter, monkeypatch):
    monkeypatch.setitem(sys.modules, "prefect_dask.task_runners", None)
    drop(on(study, "tcp://127.0.0.1:8786"), starter)
    with pytest.raises(ClusterUnusable, match=r"drempel\[scale\]"):
        flows.ingest(workspace=str(study.folder))
