"""A copy of a workspace does not write into the study that it was made of; a backup says what it leaves out."""

import json
import shutil
import tomllib
import zipfile
from datetime import UTC, datetime

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.depot import Depot
from pipeline.depot.folder import MEMORY
from pipeline.errors import DepotUnusable, NotAdopted, StoreUnusable
from pipeline.review import create_app
from pipeline.settings import adopt, open_study
from pipeline.steps import api as steps
from pipeline.workspace_place import PLACE
from tests import postgres

pytestmark = pytest.mark.slow

BUCKET = "memory://bucket"


@pytest.fixture(autouse=True)
def empty_bucket():
    MemoryFileSystem.store.clear()


def made(folder, url=BUCKET):
    """A workspace whose results live at an address."""
    steps.init(folder)
    settings = folder / "drempel.toml"
    told = settings.read_text(encoding="utf-8")
    at = told.index("url = ", told.index("\n[results]"))
    settings.write_text(f'{told[:at]}url = "{url}"{told[told.index(chr(10), at) :]}', encoding="utf-8")
    return open_study(folder)


def pointer():
    system, root = fsspec.core.url_to_fs(BUCKET)
    return system.cat_file(f"{root}/current.json")


def test_a_copied_workspace_writes_into_no_address_before_it_is_adopted(tmp_path):
    study = made(tmp_path / "study")
    steps.publish(study)
    before = pointer()
    assert json.loads(before)["workspace"] == json.loads((study.folder / PLACE).read_text(encoding="utf-8"))["id"]
    copy = shutil.copytree(study.folder, tmp_path / "copy")
    with pytest.raises(NotAdopted, match="--adopt"):
        open_study(copy)
    assert CliRunner().invoke(app, ["-C", str(copy), "publish"]).exit_code != 0
    assert pointer() == before
    assert CliRunner().invoke(app, ["-C", str(copy), "--adopt", "status"]).exit_code == 0
    assert open_study(copy).addresses == [BUCKET]


def test_a_workspace_that_was_moved_goes_on(tmp_path):
    made(tmp_path / "study").folder.rename(tmp_path / "moved")
    assert open_study(tmp_path / "moved").addresses == [BUCKET]


def test_a_store_outside_the_workspace_is_guarded_too(tmp_path):
    steps.init(tmp_path / "study")
    settings = tmp_path / "study" / "drempel.toml"
    told = settings.read_text(encoding="utf-8").replace('store = ""', f'store = "sqlite:///{tmp_path}/live.sqlite"')
    settings.write_text(told, encoding="utf-8")
    open_study(tmp_path / "study")
    with pytest.raises(NotAdopted):
        open_study(shutil.copytree(tmp_path / "study", tmp_path / "copy"))


def with_store(folder, url):
    """A workspace whose store lies at an address."""
    steps.init(folder)
    settings = folder / "drempel.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace('store = ""', f'store = "{url}"'), encoding="utf-8"
    )
    return open_study(folder)


@pytest.fixture(
    params=["sqlite", *([pytest.param("postgresql", marks=pytest.mark.slow)] if postgres.INSTALLED else ())]
)
def url(request, tmp_path):
    """Where a store may be made, outside any workspace."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/live.sqlite"
        return
    server = request.getfixturevalue("server")
    name = server.made()
    yield server.url(name)
    server.drop(name)


def test_the_store_of_another_study_is_refused_until_it_is_adopted(tmp_path, url):
    study = with_store(tmp_path / "study", url)
    steps.status(study)
    other = with_store(tmp_path / "other", url)
    for verb in (steps.status, steps.publish):
        with pytest.raises(StoreUnusable, match="another workspace"):
            verb(other)
    with pytest.raises(StoreUnusable, match="--adopt"):
        create_app(other, clock=lambda: datetime.now(UTC))
    assert CliRunner().invoke(app, ["-C", str(other.folder), "--adopt", "status"]).exit_code == 0
    steps.publish(other)
    # Both are the same study now.
    steps.publish(study)


@pytest.mark.slow
def test_the_address_of_another_study_is_refused_until_it_is_adopted(tmp_path):
    steps.publish(made(tmp_path / "study"))
    before = pointer()
    other = made(tmp_path / "other")
    with pytest.raises(DepotUnusable, match="another workspace"):
        steps.publish(other)
    with pytest.raises(DepotUnusable, match="another workspace"):
        other.depots[0].send_anew()
    assert pointer() == before
    steps.publish(adopt(other.folder))


def test_a_backup_sets_addresses_aside_and_says_so(tmp_path):
    study = made(tmp_path / "study")
    steps.publish(study)
    (tmp_path / "elsewhere").mkdir()
    (study.folder / "data" / "opnames").symlink_to(tmp_path / "elsewhere")
    report = steps.backup(study, tmp_path / "kept.zip")
    assert [problem.place for problem in report.problems] == ["data/opnames", "drempel.toml"]
    with zipfile.ZipFile(tmp_path / "kept.zip") as kept:
        kept.extractall(tmp_path / "restored")
    told = (tmp_path / "restored" / "drempel.toml").read_text(encoding="utf-8")
    assert BUCKET in told
    assert tomllib.loads(told)["results"] == {}
    before = pointer()
    steps.publish(open_study(tmp_path / "restored"))
    assert pointer() == before


def test_a_crafted_memory_of_an_address_removes_nothing_elsewhere(tmp_path):
    here, mine = tmp_path / "here", tmp_path / "mine.txt"
    (here / "a").mkdir(parents=True)
    (here / "a" / "x").write_text("x", encoding="utf-8")
    mine.write_text("mine", encoding="utf-8")
    Depot(BUCKET, here).send()
    memory = json.loads((here / MEMORY).read_text(encoding="utf-8"))
    for name in ("../mine.txt", str(mine), "a/../../mine.txt"):
        memory["files"] = {name: "0" * 64}
        (here / MEMORY).write_text(json.dumps(memory), encoding="utf-8")
        Depot(BUCKET, here).bring()
        assert mine.read_text(encoding="utf-8") == "mine"
