"""A workspace on a network or in a synchronised folder is warned of by `status`."""

import pytest

from pipeline import shared_folders
from pipeline.settings import open_study
from pipeline.steps import api as steps


@pytest.mark.parametrize("name", ["OneDrive - Universiteit", "Dropbox", "Nextcloud", "Google Drive"])
def test_a_synchronised_folder_is_named(tmp_path, name):
    steps.init(tmp_path / name / "study")
    [problem] = steps.status(open_study(tmp_path / name / "study")).problems
    assert name in problem.message


def test_a_share_is_recognised_by_the_mount_that_lies_nearest(tmp_path, monkeypatch):
    (tmp_path / "share disk" / "study").mkdir(parents=True)
    share = str(tmp_path / "share disk").replace(" ", r"\040")
    mounts = f"/dev/sda / ext4 rw 0 0\nserver:/x {share} nfs4 rw 0 0\n"
    (tmp_path / "mounts").write_text(mounts, encoding="utf-8")
    monkeypatch.setattr(shared_folders, "MOUNTS", tmp_path / "mounts")
    assert shared_folders.on_network(tmp_path / "share disk" / "study") == "nfs4"
    assert shared_folders.on_network(tmp_path) is None
    assert shared_folders.problem_of_shared_folder(tmp_path) is None
