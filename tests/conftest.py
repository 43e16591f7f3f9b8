"""Studies for tests: made once from the shipped interviews, copied for each test that wants one."""

import csv
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from pipeline.settings import Study, open_study
from pipeline.steps import api as steps
from tests import not_run, postgres

LEARNT_FROM = ("int_02", "int_05", "int_09", "int_13")

# No example may fail for being slow: the machine may be busy.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the run with what did not run here and how to get it; after everything else, so that it is read."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(config, "workerinput") or config.option.collectonly:
        return
    reasons = [each.longrepr[2] for each in reporter.stats.get("skipped", ()) if isinstance(each.longrepr, tuple)]
    slow = config.option.markexpr == "not slow"
    for line in not_run.lines(reasons, postgresql=bool(postgres.INSTALLED), slow=slow):
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


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """What makes a folder once per run, whichever process asks first; the others wait for it and share it."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, unfinished = shared / f"once-{name}", shared / f"unfinished-{name}"
        with FileLock(shared / f"once-{name}.lock"):
            if not folder.exists():
                shutil.rmtree(unfinished, ignore_errors=True)
                unfinished.mkdir()
                make(unfinished)
                unfinished.rename(folder)
        return folder

    return made


@pytest.fixture(scope="session")
def new_folder(once) -> Path:
    """A new workspace without any interview; shared, so copy it before you change it."""
    return once("new", lambda folder: steps.init(folder / "study")) / "study"


@pytest.fixture
def study(new_folder: Path, tmp_path: Path) -> Study:
    """A new workspace without any interview."""
    return open_study(Path(shutil.copytree(new_folder, tmp_path / "study")))


@pytest.fixture(scope="session")
def trained_folder(once, starter: Path) -> Path:
    """A workspace with four coded interviews and a model; shared, so copy it before you change it."""

    def make(folder: Path) -> None:
        steps.init(folder / "study")
        made = open_study(folder / "study")
        steps.ingest(made, [starter / "interviews" / f"{name}.txt" for name in LEARNT_FROM])
        steps.import_codes(made, codes_of(starter, LEARNT_FROM, made.folder / "data" / "some_codes.csv"))
        steps.train(made, evaluate=False)

    return once("trained", make) / "study"


@pytest.fixture
def trained(trained_folder: Path, tmp_path: Path) -> Study:
    """A copy of the trained workspace, to change at will."""
    return open_study(Path(shutil.copytree(trained_folder, tmp_path / "study")))


@pytest.fixture(scope="session")
def published_folder(trained_folder: Path, once) -> Path:
    """The trained workspace, published; shared, so copy it before you change it."""

    def make(folder: Path) -> None:
        steps.publish(open_study(Path(shutil.copytree(trained_folder, folder / "study"))))

    return once("published", make) / "study"


@pytest.fixture
def published_study(published_folder: Path, tmp_path: Path) -> Study:
    """A copy of the published workspace, to change at will."""
    return open_study(Path(shutil.copytree(published_folder, tmp_path / "study")))


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
