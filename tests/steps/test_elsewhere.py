"""A study whose results and models live on object storage: shared, whole, checked by hash, and forgotten there too."""

import re
import shutil
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from pipeline import results
from pipeline.errors import DepotUnusable, NothingPublished
from pipeline.settings import Study, adopt, open_study
from pipeline.steps import api as steps

pytestmark = pytest.mark.slow

BUCKET = "memory://bucket"


@pytest.fixture(autouse=True)
def empty_bucket():
    MemoryFileSystem.store.clear()


def sends_to(study: Study, url: str = BUCKET) -> Study:
    """The study, whose results and models live at an address."""
    settings = study.folder / "drempel.toml"
    told = settings.read_text(encoding="utf-8")
    for place in ("results", "models"):
        told = re.sub(rf'(?m)^\[{place}\](\n#.*)*\nurl = ".*"', f'[{place}]\nurl = "{url}/{place}"', told)
    settings.write_text(told, encoding="utf-8")
    return adopt(study.folder)


def stored(words: str) -> list[str]:
    """What in the bucket has these words in its name."""
    system, root = fsspec.core.url_to_fs(BUCKET)
    return [path for path in system.find(root) if words in path]


def test_results_and_models_are_read_where_they_live(trained, tmp_path):
    twin = Path(shutil.copytree(trained.folder, tmp_path / "twin"))
    shutil.rmtree(twin / "models")
    study = sends_to(trained)
    with pytest.raises(NothingPublished):
        results.read(f"{BUCKET}/results", "codes")
    steps.publish(study)
    there, here = results.read(f"{BUCKET}/results", "codes"), results.read(study.folder, "codes")
    assert len(there) == len(here) > 0
    other = sends_to(open_study(twin))
    assert steps.status(other).details["model"] == steps.status(study).details["model"]
    assert len(results.read(other.folder, "codes")) == len(here)
    steps.suggest(other)
    report = steps.report(other)
    assert report.counts["interviews"] == 4


def test_a_model_that_was_changed_there_is_not_taken(trained, tmp_path):
    twin = open_study(Path(shutil.copytree(trained.folder, tmp_path / "twin")))
    steps.publish(sends_to(trained))
    system, root = fsspec.core.url_to_fs(BUCKET)
    system.pipe_file(next(path for path in system.find(root) if path.endswith("model.npz")), b"evil")
    shutil.rmtree(twin.models)
    with pytest.raises(DepotUnusable):
        steps.suggest(sends_to(twin))
    assert not list(twin.models.rglob("model.npz"))


def test_what_cannot_be_sent_now_is_sent_by_the_next_step(trained, monkeypatch):
    study = sends_to(trained)
    steps.publish(study)
    before = results.read(f"{BUCKET}/results", "transcripts")
    put = MemoryFileSystem.put_file

    def refuse(*_, **__):
        raise OSError("geheim")

    monkeypatch.setattr(MemoryFileSystem, "put_file", refuse)
    (study.folder / "data" / "interviews.csv").write_text("interview,rol\nint_02,begeleider\n", encoding="utf-8")
    steps.ingest(study)
    with pytest.raises(DepotUnusable, match="memory://bucket/results"):
        steps.publish(study)
    assert list(results.read(f"{BUCKET}/results", "transcripts")) == list(before)
    monkeypatch.setattr(MemoryFileSystem, "put_file", put)
    steps.ingest(study)
    assert "meta_rol" in results.read(f"{BUCKET}/results", "transcripts")


def test_a_forgotten_interview_is_nowhere_there_and_the_certificate_says_what_it_cannot_know(trained):
    study = sends_to(trained)
    steps.publish(study)
    assert "int_02" in set(results.read(f"{BUCKET}/results", "decisions")["interview"])
    report = steps.forget(study, "int_02")
    for table in ("transcripts", "fragments", "decisions"):
        assert "int_02" not in set(results.read(f"{BUCKET}/results", table)["interview"])
    # Every model had learnt from it. Nothing lies there but what is named: no earlier tables.
    assert stored("model.npz") == []
    assert len(stored("")) == len(list(study.results.glob("*.parquet"))) + 2
    certificate = Path(report.details["certificate"]).read_text(encoding="utf-8")
    assert "memory://bucket/models: earlier versions" in certificate


def test_check_sends_anew_what_is_gone_there(trained):
    study = sends_to(trained)
    steps.publish(study)
    assert steps.check(study).counts["found"] == 0
    system, root = fsspec.core.url_to_fs(BUCKET)
    system.rm_file(next(path for path in system.find(root) if path.endswith("codes.parquet")))
    assert steps.check(study).counts["repaired"] == 1
    assert len(results.read(f"{BUCKET}/results", "codes")) > 0
