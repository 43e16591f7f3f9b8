"""The page on the architecture names files, functions and classes that exist; its picture is what its script draws."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = " ".join((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split())
PATHS = sorted(set(re.findall(r"`([\w.-]+(?:/[\w.-]+)+|[\w-]+\.(?:md|py|toml))`", PAGE)) - {"drempel.toml"})
DEFINED = sorted(set(re.findall(r"`(\w+)` in `(pipeline/[\w/]+\.py)`", PAGE)))


@pytest.mark.parametrize("path", PATHS)
def test_every_path_that_the_page_names_exists(path):
    here = [each / path for each in (ROOT, *(ROOT / "pipeline" / "review" / "pages").iterdir())]
    assert any(each.exists() for each in here)


@pytest.mark.parametrize(("name", "path"), DEFINED)
def test_every_name_is_defined_in_the_file_that_the_page_says(name, path):
    text = (ROOT / path).read_text(encoding="utf-8")
    assert re.search(rf"^\s*(?:def|class|async def) {name}\b|^{name}\b.* = ", text, re.MULTILINE)


def test_the_page_walks_through_every_room():
    for room in ("transcripts", "fragments", "suggestions", "decisions", "results", "review", "steps", "cli"):
        assert any(path.startswith(f"pipeline/{room}/") for path in PATHS), room
    assert len(DEFINED) > 20


def test_the_picture_is_what_its_script_draws():
    drawn = subprocess.run([sys.executable, ROOT / "docs" / "architecture_picture.py"], capture_output=True, check=True)
    assert drawn.stdout.decode() == (ROOT / "docs" / "architecture.svg").read_text(encoding="utf-8")
