"""`check` finds what another hand, a power cut or a bad disk did, mends what can be made anew, and tells the rest."""

import os
import shutil
import sqlite3

import pyarrow.parquet as pq
import pytest

from pipeline import results
from pipeline.settings import open_study
from pipeline.steps import api as steps
from tests.flows.study import drop

pytestmark = pytest.mark.slow


@pytest.fixture
def sound(published_folder, tmp_path):
    """A published study in which nothing is wrong."""
    return open_study(shutil.copytree(published_folder, tmp_path / "sound"))


def in_the_store(study, change):
    with sqlite3.connect(study.folder / "data" / "study.sqlite") as connection:
        connection.execute(change)
    connection.close()


def model_of(study):
    return study.models / (study.models / "current").read_text(encoding="utf-8").strip()


def cut_short(path, keep=0.6):
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])


def places(report):
    return [problem.place for problem in report.problems]


def test_nothing_is_wrong_in_a_sound_study_and_nothing_is_changed(sound):
    before = {path: path.stat().st_mtime_ns for path in sound.results.iterdir()}
    assert steps.check(sound).counts == {"found": 0, "repaired": 0, "left": 0}
    assert {path: path.stat().st_mtime_ns for path in sound.results.iterdir()} == before


def test_nothing_is_wrong_in_a_study_that_was_just_made(study):
    assert steps.check(study).counts["found"] == 0


@pytest.mark.slow
def test_tables_older_than_the_store_are_right(sound, starter):
    steps.run(drop(sound, starter, ("int_28.txt",)))
    shutil.rmtree(sound.results)
    steps.publish(sound)
    assert steps.check(sound).counts["found"] == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE interviews SET reviewed = 99",
        "DELETE FROM holding",
        "INSERT INTO fragment_words(fragment_words) VALUES ('delete-all')",
    ],
)
def test_what_follows_from_the_ledger_is_made_anew(sound, change):
    in_the_store(sound, change)
    looked = steps.check(sound, repair=False)
    assert looked.counts["left"] == looked.counts["found"] > 0
    assert set(places(looked)) == {"store"}
    report = steps.check(sound)
    assert report.counts["left"] == 0
    assert report.counts["repaired"] == looked.counts["found"]
    assert steps.check(sound).counts["found"] == 0


def test_a_row_about_nothing_is_left_for_a_person(sound):
    in_the_store(sound, "INSERT INTO scored VALUES (99999, 'm', '2026-03-02 12:00:00')")
    report = steps.check(sound)
    assert report.counts["left"] == 1
    assert "put a backup in its place" in report.problems[0].message


def test_a_table_that_is_cut_short_is_published_anew(sound):
    before = (sound.results / "codes.parquet").read_bytes()
    cut_short(sound.results / "codes.parquet")
    (sound.results / "fragments.parquet").unlink()
    looked = steps.check(sound, repair=False)
    assert set(places(looked)) == {"data/results/codes.parquet", "data/results/fragments.parquet"}
    assert steps.check(sound).counts == {"found": 2, "repaired": 2, "left": 0}
    assert (sound.results / "codes.parquet").read_bytes() == before


def test_a_table_damaged_inside_is_published_anew(sound):
    path = sound.results / "fragments.parquet"
    contents = bytearray(path.read_bytes())
    middle = len(contents) // 2
    contents[middle : middle + 400] = bytes(400)
    path.write_bytes(bytes(contents))
    assert places(steps.check(sound, repair=False)) == ["data/results/fragments.parquet"]
    assert steps.check(sound).counts["left"] == 0


@pytest.mark.slow
def test_tables_of_another_study_are_published_anew(sound, study, starter):
    steps.ingest(study, [starter / "interviews" / "int_20.txt"])
    steps.publish(study)
    for path in study.results.iterdir():
        shutil.copy(path, sound.results)
    assert "data/results/transcripts.parquet" in places(steps.check(sound, repair=False))
    assert steps.check(sound).counts["left"] == 0
    assert len(results.read(sound.folder, "transcripts")) == 4


def test_entries_that_are_not_in_the_ledger_are_seen(sound):
    path = sound.results / "decisions.parquet"
    table = pq.read_table(path)
    pq.write_table(table.take(list(reversed(range(len(table))))), path)
    assert places(steps.check(sound, repair=False)) == ["data/results/decisions.parquet"]
    assert steps.check(sound).counts["left"] == 0


def test_a_changed_model_is_left_for_a_person_and_an_older_sound_one_made_current(sound):
    first = model_of(sound)
    newer = sound.models / "0123456789ab"
    shutil.copytree(first, newer)
    cut_short(newer / "model.npz")
    (sound.models / "current").write_text("0123456789ab\n", encoding="utf-8")
    report = steps.check(sound)
    assert places(report) == ["models/0123456789ab"]
    assert "SHA-256" in report.problems[0].message
    shutil.rmtree(newer)
    report = steps.check(sound)
    assert (report.counts["repaired"], report.counts["left"]) == (1, 0)
    assert model_of(sound) == first


def test_a_study_without_a_current_model_gets_back_its_newest(sound):
    there = model_of(sound)
    (sound.models / "current").unlink()
    assert steps.check(sound).counts == {"found": 1, "repaired": 1, "left": 0}
    assert model_of(sound) == there


def test_what_a_killed_run_left_is_removed(sound):
    (sound.models / ".partial-abc").mkdir()
    (sound.models / ".current.partial").write_text("x", encoding="utf-8")
    (sound.results / ".partial").mkdir()
    (sound.rejected / "a.txt.why.txt.partial").write_text("x", encoding="utf-8")
    now, long_ago = sound.folder / "data" / ".brought-1", sound.folder / "data" / ".brought-2"
    now.mkdir()
    long_ago.mkdir()
    os.utime(long_ago, (0, 0))
    report = steps.check(sound)
    assert report.counts == {"found": 5, "repaired": 5, "left": 0}
    assert now.exists()
    assert not [path for path in sound.folder.rglob("*") if "partial" in path.name]


def test_a_rejected_file_without_its_reason_is_told(sound):
    (sound.rejected / "raar.txt").write_text("x", encoding="utf-8")
    (sound.inbox / "leeg.txt").write_text("", encoding="utf-8")
    steps.ingest(sound)
    assert places(steps.check(sound)) == ["data/rejected/raar.txt"]
