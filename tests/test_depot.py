"""Folders whose contents live on object storage: whole there or as before, brought back alike, and really removed."""

import json
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from pipeline.depot import Depot, opened
from pipeline.depot.address import POINTER
from pipeline.depot.folder import MEMORY
from pipeline.errors import DepotUnusable


class Brittle(MemoryFileSystem):
    """Object storage that breaks off after so many changes."""

    protocol = "brittle"
    store: ClassVar = {}
    pseudo_dirs: ClassVar = [""]
    left = 1000

    def _spend(self):
        if not Brittle.left:
            raise OSError("the line is dead")
        Brittle.left -= 1

    def put_file(self, *args, **kwargs):
        self._spend()
        super().put_file(*args, **kwargs)

    def pipe_file(self, *args, **kwargs):
        self._spend()
        super().pipe_file(*args, **kwargs)

    def mv(self, *args, **kwargs):
        self._spend()
        super().mv(*args, **kwargs)

    def rm_file(self, path):
        self._spend()
        super().rm_file(path)


fsspec.register_implementation("brittle", Brittle, clobber=True)


@pytest.fixture(params=["memory", "file", "brittle"])
def url(request, tmp_path):
    """An address of each kind that a machine without a network has."""
    MemoryFileSystem.store.clear()
    Brittle.store.clear()
    Brittle.left = 1000
    return f"{request.param}://{tmp_path}/there" if request.param == "file" else f"{request.param}://there/study"


@pytest.fixture
def here(tmp_path):
    folder = tmp_path / "here"
    (folder / "0123456789ab").mkdir(parents=True)
    (folder / "0123456789ab" / "card.json").write_text("{}")
    (folder / "current").write_text("0123456789ab\n")
    (folder / ".partial-x").mkdir()
    (folder / ".partial-x" / "half").write_text("half")
    return folder


def contents(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file() and "/." not in path.as_posix()]
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


def at(url: str) -> list[str]:
    system, root = fsspec.core.url_to_fs(url)
    return sorted(path.removeprefix(f"{root}/") for path in system.find(root))


def test_what_was_sent_is_brought_alike_elsewhere(url, here, tmp_path):
    Depot(url, here).send()
    there = Depot(url, tmp_path / "elsewhere")
    there.bring()
    assert contents(there.folder) == contents(here)
    assert len(at(url)) == len(contents(here)) + 1
    with opened(url, "current") as file:
        assert file.read() == b"0123456789ab\n"
    assert opened(url, "nothing") is None


def test_each_side_takes_what_changed_on_the_other(url, here, tmp_path):
    one, other = Depot(url, here), Depot(url, tmp_path / "elsewhere")
    one.send()
    other.bring()
    (other.folder / "current").write_text("other\n")
    (other.folder / "0123456789ab" / "card.json").unlink()
    other.send()
    (here / "mine").write_text("not sent yet")
    one.bring()
    assert contents(here) == {"current": "other\n", "mine": "not sent yet"}
    assert not (here / "0123456789ab").exists()
    one.send()
    other.bring()
    assert contents(other.folder) == contents(here)


def test_nothing_that_was_replaced_or_removed_stays_there(url, here):
    depot = Depot(url, here)
    depot.send()
    system, root = fsspec.core.url_to_fs(url)
    system.pipe_file(f"{root}/README", b"somebody else's")
    (here / "current").write_text("another\n")
    (here / "0123456789ab" / "card.json").unlink()
    depot.send()
    assert len(at(url)) == 3
    assert {"README", POINTER} < set(at(url))


def test_nothing_is_sent_or_brought_when_nothing_changed(url, here):
    depot = Depot(url, here)
    depot.send()
    stamped = {path: path.stat().st_mtime_ns for path in here.rglob("*")}
    Brittle.left = 0
    depot.bring()
    depot.send()
    assert {path: path.stat().st_mtime_ns for path in here.rglob("*")} == stamped


@pytest.mark.parametrize("url", ["brittle"], indirect=True)
def test_sending_that_breaks_off_anywhere_leaves_all_of_the_earlier_or_all_of_the_new(url, here, tmp_path):
    depot = Depot(url, here)
    depot.send()
    before = contents(here)
    (here / "current").write_text("another\n")
    (here / "0123456789ab" / "card.json").write_text('{"new": 1}')
    seen = []
    while not seen or seen[-1] != contents(here) or len(at(url)) > 3:
        Brittle.left = len(seen)
        with suppress(DepotUnusable):
            depot.send()
        Brittle.left = 1000
        reader = Depot(url, tmp_path / f"reader-{len(seen)}")
        reader.bring()
        seen.append(contents(reader.folder))
        assert seen[-1] in (before, contents(here))
        assert len(seen) < 20
    assert seen[0] == before
    assert len(seen) > 4


@pytest.mark.parametrize("url", ["brittle"], indirect=True)
def test_bringing_that_breaks_off_changes_nothing_here(url, here, tmp_path):
    Depot(url, here).send()
    other = Depot(url, tmp_path / "elsewhere")
    other.bring()
    (here / "current").write_text("another\n")
    (here / "more").write_text("more")
    Depot(url, here).send()
    before = contents(other.folder)
    lost = next(name for name in at(url) if name.endswith("/more"))
    system, root = fsspec.core.url_to_fs(url)
    system.rm_file(f"{root}/{lost}")
    with pytest.raises(DepotUnusable, match="gone"):
        other.bring()
    assert contents(other.folder) == before
    assert Depot(url, here).missing() == ["more"]
    Depot(url, here).send_anew()
    other.bring()
    assert contents(other.folder) == contents(here)


def test_a_file_that_was_changed_there_is_not_taken(url, here, tmp_path):
    Depot(url, here).send()
    system, root = fsspec.core.url_to_fs(url)
    system.pipe_file(next(f"{root}/{name}" for name in at(url) if name.endswith("card.json")), b"evil")
    with pytest.raises(DepotUnusable):
        Depot(url, tmp_path / "elsewhere").bring()
    assert not contents(tmp_path / "elsewhere")


@pytest.mark.parametrize("name", ["../codebook.yaml", "/etc/passwd", "a/../../b", ".depot.json"])
def test_a_name_that_leads_out_of_the_folder_is_refused(url, here, tmp_path, name):
    Depot(url, here).send()
    system, root = fsspec.core.url_to_fs(url)
    told = json.loads(system.cat_file(f"{root}/{POINTER}"))
    told["files"][name] = next(iter(told["files"].values()))
    system.pipe_file(f"{root}/{POINTER}", json.dumps(told).encode())
    with pytest.raises(DepotUnusable):
        Depot(url, tmp_path / "elsewhere").bring()


def test_an_address_nobody_knows_is_told_without_its_key(tmp_path, here):
    with pytest.raises(DepotUnusable) as told:
        Depot("nowhere://key:geheim@bucket/study?token=geheim", here).send()
    assert "nowhere://bucket/study" in str(told.value)
    assert "geheim" not in str(told.value)
    with pytest.raises(DepotUnusable, match="install"):
        Depot("s3://key:geheim@bucket/study", here).send()
    assert not (here / MEMORY).exists()
