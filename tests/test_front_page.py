"""What the README tells is true: its files are there, its examples run and its verbs exist."""

import re
import shutil
import tomllib
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted(
    each
    for folder in (".", "docs", "docs/methods", "data/starter", "findings")
    for each in (ROOT / folder).glob("*.md")
)


def block(language):
    """The first example in that language."""
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found, f"no {language} example in the README"
    return found.group(1)


@pytest.fixture
def beside_a_demo(published_folder, tmp_path, monkeypatch):
    """A folder with a published workspace called `demo` in it, as after `make demo`."""
    shutil.copytree(published_folder, tmp_path / "demo")
    monkeypatch.chdir(tmp_path)


def test_every_file_that_the_readme_names_is_there():
    named = re.findall(r"\]\(([^)#]+)\)", README)
    assert named
    assert [each for each in named if not (ROOT / each).exists()] == []


def anchors(page):
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each).strip().lower().replace(" ", "-") for each in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda each: str(each.relative_to(ROOT)))
def test_every_link_between_pages_leads_to_a_file_and_a_heading(page):
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        if "://" not in link and not (target.exists() and (not anchor or anchor in anchors(target))):
            broken.append(link)
    assert broken == []


@pytest.mark.slow
@pytest.mark.usefixtures("beside_a_demo")
def test_the_pandas_example_counts_views():
    names: dict[str, object] = {}
    exec(block("python"), names)  # the README's own lines
    assert set(names["views"].index) == {"individual", "environmental", "structural"}
    assert names["views"].gt(0).all()


@pytest.mark.usefixtures("beside_a_demo")
@pytest.mark.slow
def test_the_duckdb_example_counts_views_by_role():
    rows = duckdb.sql(block("sql")).fetchall()
    assert {code for _, code, _ in rows} == {"individual", "environmental", "structural"}
    assert {role for role, _, _ in rows} == {"coordinator", "jobcoach", "trajectbegeleider"}


def test_every_make_target_that_the_readme_names_is_there():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"^make (\w+)", README, re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_package_in_the_project_earns_its_place():
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    listed = [re.match(r"[a-zA-Z0-9.-]+", each)[0] for each in needed if not each.startswith("drempel")]
    assert listed
    assert [name for name in listed if name.lower() not in told.lower() and not name.startswith("types-")] == []
