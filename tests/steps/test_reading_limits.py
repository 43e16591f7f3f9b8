"""A file whose reading takes too long, too much memory or the program with it is set aside; the run goes on."""

import sys

import pytest
from openpyxl import Workbook

from pipeline.decisions import Store
from pipeline.settings import open_study
from pipeline.steps import api as steps
from pipeline.transcripts import reading_process

pytestmark = pytest.mark.slow

READERS = """
import os, threading

def waits(path, contents):
    threading.Event().wait()

def hoards(path, contents):
    raise MemoryError

def ends(path, contents):
    os._exit(3)

def prints(path, contents):
    from pipeline.transcripts import Reading
    print("Iemand heet Jan", flush=True)
    return Reading(text=contents.decode())
"""


@pytest.fixture
def study(tmp_path, monkeypatch):
    """A study, and an installed package with a reader for each way to misbehave."""
    package = tmp_path / "packages"
    (package / "odd-1.0.dist-info").mkdir(parents=True)
    (package / "odd_readers.py").write_text(READERS, encoding="utf-8")
    (package / "odd-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1.0\n")
    points = "".join(f"{name} = odd_readers:{name}\n" for name in ("waits", "hoards", "ends", "prints"))
    (package / "odd-1.0.dist-info" / "entry_points.txt").write_text(f"[drempel.readers]\n{points}")
    monkeypatch.setattr(sys, "path", [str(package), *sys.path])
    reading_process.end_process()  # the next one finds the package
    yield steps.init(tmp_path / "study") and open_study(tmp_path / "study")
    reading_process.end_process()


def dropped(study, name, words="I: Hoe gaat het?\nR: Goed, dank u.\n"):
    (study.inbox / name).write_text(words, encoding="utf-8")


@pytest.mark.parametrize(
    ("suffix", "why"), [("waits", "takes more than 2 seconds"), ("hoards", "MemoryError"), ("ends", "ends the program")]
)
def test_a_file_that_costs_too_much_is_set_aside_and_the_run_goes_on(study, monkeypatch, suffix, why):
    if suffix == "waits":
        monkeypatch.setattr(reading_process, "SECONDS", 2.0)
    for name in ("a.txt", f"b.{suffix}", "c.txt"):
        dropped(study, name, f"I: Hoe gaat het?\nR: Goed, dank u, zegt {name}.\n")
    report = steps.ingest(study)
    assert (report.counts["read"], report.counts["rejected"]) == (2, 1)
    assert (study.rejected / f"b.{suffix}").is_file()
    assert why in (study.rejected / f"b.{suffix}.why.txt").read_text(encoding="utf-8")
    assert steps.ingest(study).counts["known"] == 2


def test_what_a_reader_prints_is_no_answer(study, capfd):
    dropped(study, "a.prints")
    assert steps.ingest(study).counts["read"] == 1
    assert "Jan" not in "".join(capfd.readouterr())


def test_names_are_looked_for_within_the_limits_too(study, monkeypatch):
    monkeypatch.setattr(reading_process, "SECONDS", 2.0)
    dropped(study, "a.waits")
    dropped(study, "b.txt")
    report = steps.pseudonymise(study)
    assert report.counts["files"] == 1
    assert [problem.place for problem in report.problems] == ["a.waits"]


def test_a_workbook_of_columns_that_costs_too_much_is_said_and_the_run_goes_on(study, monkeypatch):
    book = Workbook()
    for row in (("interview", "role"), ("a", "coach")):
        book.active.append(row)
    book.save(study.inbox / "interviews.xlsx")
    dropped(study, "a.txt")
    assert steps.ingest(study).problems == ()
    with Store.open(study.store_url) as store:
        assert dict(store.transcripts.interviews()[0].metadata)["role"] == "coach"
    # The process is killed before it has read the workbook, whatever that takes.
    monkeypatch.setattr(reading_process, "SECONDS", 0.0)
    monkeypatch.setattr(reading_process, "SECONDS_PER_MEGABYTE", 0.0)
    [problem] = steps.ingest(study).problems
    assert problem.place == "interviews.xlsx"
    assert "takes more than 0 seconds" in problem.message
