"""A study with all that figures want: two coders, a judged model, and an interview that nobody has read."""

import shutil
from pathlib import Path

import pytest

from pipeline.settings import Study, open_study
from pipeline.steps import api as steps
from tests.conftest import LEARNT_FROM, codes_of

MORE = ("int_15", "int_17")
CODED = (*LEARNT_FROM, *MORE)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow whatever needs a model that was judged by cross-validation."""
    for item in items:
        if "judged_folder" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def judged_folder(trained_folder, starter, once):
    """The trained workspace with an evaluated model, a second coder and an interview that only the model has read."""
    return once("judged", lambda folder: judge(trained_folder, starter, folder / "study")) / "study"


def judge(trained_folder: Path, starter: Path, folder: Path) -> None:
    study = open_study(Path(shutil.copytree(trained_folder, folder)))
    steps.ingest(study, [starter / "interviews" / f"{name}.txt" for name in MORE])
    steps.import_codes(study, codes_of(starter, MORE, folder / "more.csv"))
    second = codes_of(starter, CODED, folder / "second.csv")
    lines = second.read_text(encoding="utf-8").splitlines(keepends=True)
    second.write_text("".join([*lines[:1], *lines[1::2]]), encoding="utf-8")
    steps.import_codes(study, second, coder="Bo")
    steps.train(study, curve=False)
    steps.ingest(study, [starter / "interviews" / "int_06.txt"])
    steps.suggest(study)
    steps.publish(study)


@pytest.fixture
def judged(judged_folder, tmp_path) -> Study:
    return open_study(Path(shutil.copytree(judged_folder, tmp_path / "study")))
