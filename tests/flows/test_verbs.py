"""The flows, really run: they do what the steps do, in batches, and leave counts and ids behind, never words."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows import flows, tasks
from flows.artifacts import ON_SCHEDULE
from flows.prefect_home import Home
from pipeline.errors import NothingToLearn, StoreBusy, UnfitModel
from pipeline.settings import open_study
from pipeline.steps import api as steps
from pipeline.steps.shared import study_lock
from tests.flows.study import NEW, assert_same, drop, published

pytestmark = [pytest.mark.usefixtures("prefect"), pytest.mark.slow]


def artifacts(key: str) -> list[str]:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

    wanted = ArtifactFilter(key=ArtifactFilterKey(any_=[key]))
    with get_client(sync_client=True) as client:
        return [str(each.data) for each in client.read_artifacts(artifact_filter=wanted)]


@pytest.mark.slow
def test_a_run_with_prefect_publishes_the_same_tables_as_one_without(trained, starter, tmp_path):
    plain = open_study(Path(shutil.copytree(trained.folder, tmp_path / "plain")))
    report = flows.run(workspace=str(drop(trained, starter).folder))
    steps.run(drop(plain, starter))
    assert report.step == "run"
    assert report.counts["ingest.read"] == len(NEW)
    assert report.counts["suggest.fragments"] > 0
    assert_same(trained, plain)
    assert any("ingest.read" in told for told in artifacts("run-counts"))


@pytest.mark.slow
def test_the_journal_tells_a_run_at_length_and_one_that_did_nothing_in_a_line(study, starter):
    drop(study, starter, ("int_02.txt",))
    Home(study.folder).folder.mkdir()
    told = []
    for flow in (flows.run, flows.run, flows.publish):
        flow(workspace=str(study.folder), asked=ON_SCHEDULE)
        told.append(Home(study.folder).journal.read_text(encoding="utf-8").splitlines()[sum(map(len, told)) :])
    assert any("1 interviews read" in line for line in told[0])
    assert any("Published" in line for line in told[0])
    assert [[line.partition("  ")[2] for line in lines] for lines in told[1:]] == [
        ["The run found nothing new."],
        ["The publish found nothing new."],
    ]


def test_a_second_ingest_does_nothing(study, starter):
    drop(study, starter)
    first, second = (flows.ingest(workspace=str(study.folder)).counts for _ in range(2))
    assert (first["read"], first["known"]) == (len(NEW), 0)
    assert (second["read"], second["known"]) == (0, len(NEW))


def test_many_files_are_read_in_batches_and_counted_together(study, starter, monkeypatch):
    monkeypatch.setattr(tasks, "BATCH", 2)
    report = flows.ingest(workspace=str(drop(study, starter).folder))
    assert report.counts["read"] == len(NEW)
    assert len(steps.status(study).details["waiting"]) == 0


def test_a_file_that_cannot_be_read_is_a_notice_not_a_failed_run(study, starter):
    drop(study, starter, ("int_02.txt",))
    (study.inbox / "leeg.txt").write_text("", encoding="utf-8")
    report = flows.run(workspace=str(study.folder))
    assert report.counts["ingest.read"] == 1
    assert [problem.place for problem in report.problems] == ["leeg.txt"]
    assert any("leeg.txt" in told for told in artifacts("run-notices"))


def test_a_run_that_fails_on_its_way_tells_what_it_did_before(trained, starter):
    drop(trained, starter, ("int_28.txt",))
    (trained.inbox / "leeg.txt").write_text("", encoding="utf-8")
    model = trained.models / (trained.models / "current").read_text(encoding="utf-8").strip() / "model.npz"
    model.write_bytes(model.read_bytes()[:100])
    Home(trained.folder).folder.mkdir()
    with pytest.raises(UnfitModel):
        flows.run(workspace=str(trained.folder), asked=ON_SCHEDULE)
    told = Home(trained.folder).journal.read_text(encoding="utf-8").splitlines()
    assert "1 interviews read" in told[0]
    assert "! Cannot read leeg.txt" in told[-2]
    assert "The run failed: Model" in told[-1]


def test_publish_writes_what_was_reviewed(trained):
    report = flows.publish(workspace=str(trained.folder))
    assert report.counts["codes"] == len(published(trained)["codes"]) > 0


def test_training_without_codes_fails_once_with_our_own_words(study, starter):
    drop(study, starter, ("int_02.txt",))
    flows.ingest(workspace=str(study.folder))
    with pytest.raises(NothingToLearn):
        flows.train(workspace=str(study.folder))


@pytest.mark.slow
def test_a_run_waits_for_another_run_of_the_study_and_then_does_its_work(study, starter, monkeypatch):
    drop(study, starter, ("int_02.txt",))
    hold = "import sys, filelock\nwith filelock.FileLock(sys.argv[1]):\n    print('held', flush=True)"
    hold += "\n    sys.stdin.read()"
    call, found_busy = [sys.executable, "-c", hold, str(study.lock)], []
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"

        def busy(lock: Path) -> StoreBusy:
            """The other run ends once this one has found it at work."""
            found_busy.append(lock)
            other.communicate()
            return StoreBusy(lock)

        monkeypatch.setattr(study_lock, "PATIENCE", 0.1)
        monkeypatch.setattr(study_lock, "StoreBusy", busy)
        assert flows.ingest(workspace=str(study.folder)).counts["read"] == 1
    assert found_busy == [study.lock]


@pytest.mark.slow
def test_a_flow_that_waits_for_its_word_does_nothing_without_it(study, starter):
    drop(study, starter)
    call = [sys.executable, "-m", "flows", "run", str(study.folder), "--json", "--on-word"]
    ended = subprocess.run(call, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=200)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert len(steps.waiting(study)) == len(NEW)
