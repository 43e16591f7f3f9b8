"""A workspace on a network or in a synchronised folder is warned of by `status`, and so is a store that lies there."""

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


def test_a_store_in_such_a_folder_is_named_though_the_workspace_is_not_there(tmp_path):
    (tmp_path / "Dropbox").mkdir()
    steps.init(tmp_path / "by-address")
    settings = tmp_path / "by-address" / "drempel.toml"
    address = f'store = "sqlite:///{(tmp_path / "Dropbox" / "study.sqlite").as_posix()}"\n'
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before.replace('store = ""\n', address), encoding="utf-8")
    [problem] = steps.status(open_study(tmp_path / "by-address")).problems
    assert problem.message.startswith("The store lies in Dropbox.")
    steps.init(tmp_path / "through-a-link")
    (tmp_path / "through-a-link" / "data").rename(tmp_path / "Dropbox" / "data")
    (tmp_path / "through-a-link" / "data").symlink_to(tmp_path / "Dropbox" / "data")
    [problem] = steps.status(open_study(tmp_path / "through-a-link")).problems
    assert "Dropbox" in problem.message
