"""The built wheel is enough: installed away from the checkout, it has all that it needs to begin, and runs the demo."""

import os
import shutil
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

BUILT_FROM = ("pipeline", "flows", "data/starter", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A fresh environment with the wheel, which sees the packages of this one; returns its `drempel`."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in BUILT_FROM:
        source, target = ROOT / name, folder / "source" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, target, ignore=ignored) if source.is_dir() else shutil.copy(source, target)
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=folder / "source")
    (wheel,) = folder.glob("drempel-*.whl")
    venv.create(folder / "fresh", symlinks=os.name != "nt")
    binaries = folder / "fresh" / ("Scripts" if os.name == "nt" else "bin")
    python = binaries / Path(sys.executable).name
    run(sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index", "--no-deps", str(wheel))
    # The other packages come from here, but no editable drempel: .pth files in such a folder are not read.
    told = run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    (Path(told.strip()) / "others.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    return binaries / "drempel"


def run(*words, cwd=None):
    """Run something that has to work, with nothing of this checkout in its way; returns what it printed."""
    told = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHONPATH", "COV", "PYTEST"))}
    ended = subprocess.run(
        words, env=told, cwd=cwd or Path(sys.prefix), capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    return ended.stdout


def test_the_program_is_the_installed_one_and_starts_a_study(installed, tmp_path):
    where = run(str(installed.with_name(Path(sys.executable).name)), "-c", "import pipeline; print(pipeline.__file__)")
    assert Path(where.strip()).is_relative_to(installed.parents[1])
    assert run(str(installed), "--version", cwd=tmp_path).startswith("drempel ")
    for codebook in ("starter", "empty"):
        run(str(installed), "init", codebook, "--codebook", codebook, cwd=tmp_path)
        assert run(str(installed), "-C", codebook, "status", cwd=tmp_path).startswith("status: inbox 0")


def test_the_desk_finds_its_pages(installed, tmp_path):
    run(str(installed), "init", "study", cwd=tmp_path)
    page = (
        "from datetime import UTC, datetime; from pathlib import Path; from fastapi.testclient import TestClient;"
        "from pipeline.review import create_app; from pipeline.settings import open_study;"
        "app = create_app(open_study(Path('study')), clock=lambda: datetime.now(UTC));"
        "print(TestClient(app, base_url='http://127.0.0.1').get('/').status_code)"
    )
    python = str(installed.with_name(Path(sys.executable).name))
    assert run(python, "-W", "ignore", "-c", page, cwd=tmp_path).strip() == "200"


def test_the_demo_goes_the_whole_way(installed, tmp_path):
    told = run(str(installed), "demo", cwd=tmp_path)
    assert "drempel -C demo review" in told
    assert {each.stem for each in (tmp_path / "demo" / "data" / "results").glob("*.parquet")} >= {"codes", "prevalence"}
