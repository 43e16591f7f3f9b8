"""What is handed to a worker and back: taken where it fits, and otherwise done as if nobody had helped."""

import shutil
from pathlib import Path

import pytest

from pipeline.settings import open_study
from pipeline.steps import api as steps
from pipeline.steps.remote.handover import FOLDER
from pipeline.steps.shared.reader import Reader
from pipeline.suggestions import TrainedModel
from tests.flows.study import NEW, assert_same, drop


def given(study):
    return steps.hashes([str(path) for path in sorted(study.inbox.iterdir())])


@pytest.fixture
def done_here(monkeypatch):
    """What was read and scored in this process, from now on."""
    here, read, suggest = [], Reader._read, TrainedModel.suggest
    monkeypatch.setattr(
        Reader, "_read", lambda reader, path, *rest: here.append(path.name) or read(reader, path, *rest)
    )
    monkeypatch.setattr(TrainedModel, "suggest", lambda model, asked: here.append("scores") or suggest(model, asked))
    return here


@pytest.mark.slow
def test_what_fits_is_stored_as_if_it_were_made_here(trained, starter, tmp_path, done_here):
    plain = open_study(Path(shutil.copytree(drop(trained, starter).folder, tmp_path / "plain")))
    steps.run(plain)
    read = steps.read_and_cut(trained, given(trained), "read")
    assert read.interviews == len(NEW)
    done_here.clear()
    assert steps.ingest(trained, handed=read).counts["read"] == len(NEW)
    assert done_here == []
    asked, model = steps.hand_out(trained, steps.unsuggested(trained), "asked")
    scored = steps.score(trained, asked, model, "scored")
    assert scored.interviews == asked.interviews >= len(NEW)
    done_here.clear()
    steps.suggest(trained, handed=scored)
    assert done_here == []
    steps.publish(trained)
    assert_same(trained, plain)
    steps.clear_handed(trained)
    assert not (trained.folder / FOLDER).exists()


def test_what_does_not_fit_any_more_is_done_anew(trained, starter, done_here):
    drop(trained, starter)
    read = steps.read_and_cut(trained, given(trained), "read")
    described, changed, _ = sorted(trained.inbox.iterdir())
    (trained.folder / "data" / "interviews.csv").write_text(f"interview,rol\n{described.stem},begeleider\n")
    changed.write_text(changed.read_text(encoding="utf-8") + "R: Nog iets.\n", encoding="utf-8")
    done_here.clear()
    steps.ingest(trained, handed=read)
    assert done_here == [described.name, changed.name]


def test_a_file_that_is_not_the_one_handed_over_is_not_opened(trained, starter, done_here):
    drop(trained, starter)
    read = steps.read_and_cut(trained, given(trained), "read")
    (trained.folder / FOLDER / read.name).write_bytes(b"something else")
    done_here.clear()
    assert steps.ingest(trained, handed=read).counts["read"] == len(NEW)
    assert len(done_here) == len(NEW)
    assert list((trained.folder / FOLDER).iterdir()) == []


def test_a_worker_leaves_alone_what_it_sees_otherwise(study, starter):
    drop(study, starter)
    (study.inbox / "leeg.txt").write_text("", encoding="utf-8")
    files = [(path, "0" * 64 if path.endswith("vtt") else sha256) for path, sha256 in given(study)]
    assert steps.read_and_cut(study, files, "read").interviews == len(NEW) - 1


def test_check_removes_what_a_killed_run_handed_over(study, starter):
    steps.read_and_cut(drop(study, starter), given(study), "read")
    assert steps.check(study).counts["repaired"] == 1
    assert not (study.folder / FOLDER).exists()
