"""Studies for tests: made once from the shipped interviews, copied for each test that wants one."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.settings import Study, open_study
from pipeline.steps import api as steps
from tests import not_run, postgres

LEARNT_FROM = ("int_02", "int_05", "int_09", "int_13")


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the run with what did not run here and how to get it; after everything else, so that it is read."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(config, "workerinput") or config.option.collectonly:
        return
    reasons = [each.longrepr[2] for each in reporter.stats.get("skipped", ()) if isinstance(each.longrepr, tuple)]
    for line in not_run.lines(reasons, postgresql=bool(postgres.INSTALLED)):
        reporter.write_line(line)


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Postgres]:
    """A PostgreSQL server; whoever asks for it looks at `postgres.INSTALLED` first."""
    with postgres.serving() as serving:
        yield serving


@pytest.fixture(scope="session")
def starter() -> Path:
    """The shipped study's folder."""
    return steps.starter_study()


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A new workspace without any interview."""
    steps.init(tmp_path / "study")
    return open_study(tmp_path / "study")


@pytest.fixture(scope="session")
def trained_folder(tmp_path_factory: pytest.TempPathFactory, starter: Path) -> Path:
    """A workspace with four coded interviews and a model; shared, so copy it before you change it."""
    folder = tmp_path_factory.mktemp("trained") / "study"
    steps.init(folder)
    made = open_study(folder)
    steps.ingest(made, [starter / "interviews" / f"{name}.txt" for name in LEARNT_FROM])
    steps.import_codes(made, codes_of(starter, LEARNT_FROM, folder / "data" / "some_codes.csv"))
    steps.train(made, evaluate=False)
    return folder


@pytest.fixture
def trained(trained_folder: Path, tmp_path: Path) -> Study:
    """A copy of the trained workspace, to change at will."""
    return open_study(Path(shutil.copytree(trained_folder, tmp_path / "study")))


def codes_of(starter: Path, interviews: tuple[str, ...], target: Path) -> Path:
    """The shipped hand codes of some interviews, in a file of their own."""
    with (starter / "codes.csv").open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        rows = [row for row in reader if row["interview"] in interviews]
    with target.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return target
