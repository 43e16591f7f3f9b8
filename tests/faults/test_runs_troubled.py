"""Trouble from outside: each ends in one clear message, and what was stored and published stays as it was."""

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline import results, transcripts
from pipeline.decisions import Store
from pipeline.errors import StoreUnusable, UnfitModel, UnreadableResults
from pipeline.settings import Study
from pipeline.steps import api as steps
from tests import loopback
from tests.faults.test_runs_full_disk import kept
from tests.flows.study import drop, published

pytestmark = pytest.mark.slow

# Root may write anywhere: without this right it is held to the permissions as everybody is.
AS_ANYBODY = ["setpriv", "--bounding-set", "-dac_override"] if os.geteuid() == 0 else []
held_to_permissions = pytest.mark.skipif(
    bool(AS_ANYBODY) and shutil.which("setpriv") is None, reason="root without setpriv is not held to permissions"
)


def drempel(study: Study, *words: str) -> subprocess.CompletedProcess[str]:
    """The verb in a process of its own, which speaks to no other machine in any trouble."""
    call = [*AS_ANYBODY, sys.executable, "-m", "pipeline", "-C", str(study.folder), *words]
    refused = study.folder.parent / "refused"
    held = {**os.environ, **loopback.environment(refused)}
    told = subprocess.run(call, env=held, capture_output=True, text=True, check=False)
    assert not refused.exists()
    return told


def is_intact(study: Study) -> bool:
    return steps.check(study, repair=False).counts["found"] == 0


@held_to_permissions
@pytest.mark.parametrize("place", ["results", "store"])
def test_a_folder_that_may_not_be_written_is_named_and_nothing_is_changed(published_study, starter, place):
    study = published_study
    # With nothing new nothing would be written.
    steps.ingest(drop(study, starter, ("int_28.txt",)))
    folder = study.results if place == "results" else study.folder / "data"
    before = kept(study.results)
    (study.folder / "data" / "study.sqlite").chmod(0o400 if place == "store" else 0o600)
    folder.chmod(0o500)
    try:
        told = drempel(study, "publish")
    finally:
        folder.chmod(0o700)
        (study.folder / "data" / "study.sqlite").chmod(0o600)
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert len(told.stderr.splitlines()) == 1
    assert str(study.folder) in told.stderr
    assert kept(study.results) == before
    assert is_intact(study)


def test_a_transcript_that_changes_while_it_is_read_stays_and_is_read_whole_later(study, monkeypatch):
    path = study.inbox / "int_40.txt"
    path.write_text("I: Hoe ging het?\nR: Het ging wel.\n", encoding="utf-8")
    whole, ours = Path.read_bytes, []

    def read_while_it_is_written(self: Path) -> bytes:
        contents = whole(self)
        if self == path and not ours:
            ours.append(self)
            with self.open("ab") as more:
                more.write(b"R: En toen ging het niet meer.\n")
        return contents

    monkeypatch.setattr(Path, "read_bytes", read_while_it_is_written)
    # In this process, where that reading is watched.
    monkeypatch.setattr(transcripts, "read_within_limits", transcripts.read_with_report)
    report = steps.ingest(study)
    assert (report.counts["read"], report.counts["rejected"], report.counts["waiting"]) == (0, 0, 1)
    assert "changed while it was read" in report.problems[0].message
    assert path.exists()
    assert steps.ingest(study).counts["read"] == 1
    with Store.open(study.store_url) as store:
        assert store.transcripts.get("int_40").text == path.read_text(encoding="utf-8")


def test_a_clock_that_is_set_back_changes_no_order_and_no_table(published_study, starter):
    study = published_study
    before = published(study)
    steps.run(drop(study, starter, ("int_28.txt",)), clock=lambda: datetime(1999, 12, 31, tzinfo=UTC))
    after = published(study)
    assert after["decisions"].equals(before["decisions"])
    assert len(after["transcripts"]) == len(before["transcripts"]) + 1
    assert steps.run(study).counts["ingest.read"] == 0
    assert is_intact(study)


def test_a_store_that_a_stuck_process_holds_is_said_so(published_study, starter, monkeypatch):
    study = drop(published_study, starter, ("int_28.txt",))
    monkeypatch.setattr("pipeline.decisions.database.engine.LOCK_TIMEOUT", 0.3)
    stuck = "import sqlite3, sys\nheld = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
    stuck += "held.execute('BEGIN IMMEDIATE')\nprint('held', flush=True)\nsys.stdin.read()"
    call = [sys.executable, "-c", stuck, str(study.folder / "data" / "study.sqlite")]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StoreUnusable, match="another program has held it"):
            steps.ingest(study)
        assert steps.publish(study).counts, "reading waits for nobody"
        other.stdin.close()
    assert steps.ingest(study).counts["read"] == 1
    assert is_intact(study) or steps.publish(study).counts


@pytest.mark.slow
def test_a_model_that_is_cut_short_is_refused_and_the_run_goes_no_further(published_study, starter):
    study = drop(published_study, starter, ("int_28.txt",))
    [binary] = study.models.glob("*/model.npz")
    binary.write_bytes(binary.read_bytes()[:-100])
    before = kept(study.results)
    with pytest.raises(UnfitModel, match="SHA-256 differs"):
        steps.suggest(study)
    told = drempel(study, "run", "--no-prefect")
    assert told.returncode == 1
    assert "drempel train" in told.stderr
    assert kept(study.results) == before
    assert steps.status(study).counts["interviews"] == 5


def test_a_table_half_written_by_an_older_version_is_named_and_published_anew(published_study):
    study = published_study
    path = study.results / "codes.parquet"
    table = pq.read_table(path)
    older = table.replace_schema_metadata({**table.schema.metadata, b"schema_version": b"0"}).drop_columns(["final"])
    pq.write_table(older, path)
    assert results.read(study.folder, "codes")["final"].isna().all()
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(UnreadableResults, match=r"codes\.parquet.*drempel publish"):
        results.read(study.folder, "codes")
    steps.publish(study)
    assert is_intact(study)


def test_a_store_that_is_no_store_is_said_so(published_study):
    study = published_study
    for log in study.folder.glob("data/study.sqlite-*"):
        log.unlink()
    path = study.folder / "data" / "study.sqlite"
    path.write_bytes(b"this was a store once" * 500)
    told = drempel(study, "check")
    assert told.returncode == 1
    assert "backup" in told.stderr
    assert "Traceback" not in told.stderr
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(path).execute("PRAGMA schema_version").fetchone()
