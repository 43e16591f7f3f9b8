"""What a study holds is for its owner alone, whatever the umask; what is open is said, and closed by `check`."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.private_files import OTHERS, open_to_others
from pipeline.settings import open_study
from pipeline.steps import api as steps

ROOT = Path(__file__).parents[1]

pytestmark = [pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX"), pytest.mark.slow]


@pytest.fixture(autouse=True)
def wide_open():
    """The loosest umask there is, and the one of before put back."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_paths(folder):
    return [path for path in (folder, *folder.rglob("*")) if stat.S_IMODE(path.lstat().st_mode) & OTHERS]


def drempel(*words, at):
    call = [sys.executable, "-m", "pipeline", "-C", str(at), *words]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False, umask=0)
    assert done.returncode == 0, done.stderr


def test_every_file_that_the_verbs_write_is_for_its_owner(tmp_path, starter):
    study = tmp_path / "study"
    drempel("init", str(study), at=tmp_path)
    drempel("ingest", str(starter / "interviews" / "int_01.txt"), at=study)
    for verb in (["publish"], ["backup"], ["pseudonymise"], ["backup", str(tmp_path / "elsewhere.zip")]):
        drempel(*verb, at=study)
    assert list((study / "data" / "backups").glob("*.zip"))
    assert [path for path in open_paths(tmp_path) if path != tmp_path] == []


def test_an_open_study_is_said_and_check_closes_it(tmp_path):
    steps.init(tmp_path / "study")
    study = open_study(tmp_path / "study")
    assert steps.status(study).problems == ()
    for path in (study.folder, study.folder / "data", study.results):
        path.chmod(0o755)
    [problem] = steps.status(study).problems
    assert "drempel check" in problem.message
    assert steps.check(study).counts["repaired"] == 1
    assert open_to_others(study.folder) == []
    assert steps.status(study).problems == ()


def test_one_open_file_with_words_is_enough(tmp_path):
    steps.init(tmp_path / "study")
    study = open_study(tmp_path / "study")
    steps.publish(study)
    (study.results / "codes.parquet").chmod(0o644)
    assert [path.name for path in open_to_others(study.folder)] == ["codes.parquet"]


def test_a_transcript_that_was_dropped_is_kept_from_others_by_its_folder(tmp_path):
    steps.init(tmp_path / "study")
    study = open_study(tmp_path / "study")
    (study.inbox / "int.txt").write_text("I: Hoe?\nR: Zo.\n", encoding="utf-8")
    (study.inbox / "int.txt").chmod(0o644)
    assert open_to_others(study.folder) == []
    study.folder.chmod(0o711)
    assert study.inbox / "int.txt" in open_to_others(study.folder)
