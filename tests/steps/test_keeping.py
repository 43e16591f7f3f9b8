"""A backup is one consistent file, made while people code; unzipped it is the study."""

import csv
import json
import sqlite3
import threading
import zipfile
from pathlib import Path

import pytest

from pipeline.decisions import Store
from pipeline.errors import FileInTheWay
from pipeline.records import Action, Decision
from pipeline.settings import open_study
from pipeline.steps import api as steps
from pipeline.steps.backup import backups_of
from pipeline.steps.shared.study_lock import now
from tests.flows.study import assert_same, drop

pytestmark = pytest.mark.slow


def unzipped(path, folder):
    with zipfile.ZipFile(path) as kept:
        kept.extractall(folder)
    return open_study(folder)


def test_an_unzipped_backup_publishes_what_the_study_does(trained, starter, tmp_path):
    drop(trained, starter, ("int_28.txt",))
    (trained.inbox / "leeg.txt").write_text("", encoding="utf-8")
    steps.run(trained)
    report = steps.backup(trained, tmp_path / "kept.zip")
    assert report.counts["interviews"] == 5
    again = unzipped(tmp_path / "kept.zip", tmp_path / "again")
    steps.publish(again)
    assert_same(again, trained)
    assert steps.check(again).counts["found"] == 0
    assert steps.status(again).details["model"] == steps.status(trained).details["model"]
    assert sorted(path.name for path in again.inbox.iterdir()) == ["int_28.txt"]
    assert sorted(path.name for path in again.rejected.iterdir()) == ["leeg.txt", "leeg.txt.why.txt"]


def test_backups_are_listed_with_their_interviews_and_not_put_in_each_other(trained, tmp_path):
    first, second = steps.backup(trained), steps.backup(trained, tmp_path / "else" / "second.zip")
    with (trained.folder / "data" / "backups.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["file"] for row in rows] == [first.details["file"], second.details["file"]]
    assert json.loads(rows[0]["interviews"]) == ["int_02", "int_05", "int_09", "int_13"]
    with zipfile.ZipFile(second.details["file"]) as kept:
        assert not [name for name in kept.namelist() if name.endswith(".zip")]
    assert sorted(path.name for path in (tmp_path / "else").iterdir()) == ["second.zip"]


def test_what_people_typed_about_interviews_still_goes_before_an_old_table_in_an_unzipped_backup(
    trained, starter, tmp_path
):
    table = "interview,role\nint_02,{}\n"
    (trained.inbox / "interviews.csv").write_text(table.format("coach"), encoding="utf-8")
    steps.ingest(trained)
    steps.backup(trained, tmp_path / "kept.zip")
    again = unzipped(tmp_path / "kept.zip", tmp_path / "again")
    (again.inbox / "interviews.csv").write_text(table.format("coordinator"), encoding="utf-8")
    assert steps.ingest(again).counts["described"] == 1, "what the table said before was not in the backup"


def test_a_backup_is_listed_before_it_can_be_found_by_anybody(trained, tmp_path, monkeypatch):
    replace, listed = Path.replace, []

    def looking(self, target):
        if target == tmp_path / "kept.zip":
            listed.append(backups_of(trained, "int_02"))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", looking)
    steps.backup(trained, tmp_path / "kept.zip")
    assert listed == [[str(tmp_path / "kept.zip")]]


def test_a_file_that_is_there_is_not_written_over(trained, tmp_path):
    (tmp_path / "mine.zip").write_text("mine", encoding="utf-8")
    with pytest.raises(FileInTheWay, match=r"mine\.zip"):
        steps.backup(trained, tmp_path / "mine.zip")
    assert (tmp_path / "mine.zip").read_text(encoding="utf-8") == "mine"


def test_a_backup_that_fails_leaves_nothing(trained, tmp_path):
    there = tmp_path / "there"
    there.mkdir()
    (trained.folder / "codebook.yaml").unlink()
    with pytest.raises(FileNotFoundError):
        steps.backup(trained, there / "kept.zip")
    assert list(there.iterdir()) == []


def test_people_go_on_coding_while_a_backup_is_made(trained, tmp_path):
    stop, said = threading.Event(), []

    def code():
        with Store.open(trained.store_url) as store:
            fragment = store.transcripts.fragments("int_02")[0].id
            while not stop.is_set():
                for action in (Action.ADDED, Action.REMOVED):
                    about = {"dimension": "barrier", "code": trained.codebook.dimension("barrier").code_ids[0]}
                    more = {"codebook": trained.codebook.stamp, "blind": False, "decided_at": now()}
                    entry = Decision(fragment_id=fragment, coder="an", action=action, **about, **more)
                    said.extend(store.ledger.record([entry]))

    coder = threading.Thread(target=code)
    coder.start()
    while not said:
        pass
    steps.backup(trained, tmp_path / "kept.zip")
    stop.set()
    coder.join()
    again = unzipped(tmp_path / "kept.zip", tmp_path / "again")
    with Store.open(again.store_url) as store:
        assert store.maintenance.check() == []
    with sqlite3.connect(again.folder / "data" / "study.sqlite") as kept:
        assert kept.execute("SELECT count(*) FROM decisions WHERE number >= ?", (said[0],)).fetchone()[0] > 0
    kept.close()


def test_an_interview_with_a_bar_in_its_name_is_found_in_the_list_of_backups(study, tmp_path):
    (study.inbox / "a|b.txt").write_text("I: Hoe gaat het?\nR: De bus rijdt niet.\nI: Ja?\nR: Nee.\n", encoding="utf-8")
    steps.ingest(study)
    steps.backup(study, tmp_path / "kept.zip")
    assert backups_of(study, "a|b") == [str(tmp_path / "kept.zip")]
    assert backups_of(study, "a") == []


def test_a_list_of_an_earlier_build_is_still_read(study):
    table = study.folder / "data" / "backups.csv"
    table.write_text("made_at,file,interviews\n2026-01-01,old.zip,int_01|int_02\n", encoding="utf-8")
    assert backups_of(study, "int_02") == ["old.zip"]
