"""A verb loads only what it needs: tested on the modules that are loaded, not on time."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

HEAVY = {
    "deduce", "docx", "fastapi", "joblib", "matplotlib", "numpy", "odf", "openpyxl", "pandas", "prefect", "pyarrow",
    "scipy", "simplemma", "sklearn", "spacy",
}  # fmt: skip

TABLES = {"numpy", "pandas", "pyarrow"}
"""What a verb needs that reads or writes published tables."""

LOADED = """
import json, sys
from pipeline.cli import main
sys.argv[0] = "drempel"
try:
    main()
except SystemExit:
    pass
sys.stderr.write("\\n" + json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def loaded_by(*call: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", LOADED, *call], capture_output=True, text=True, check=True)
    return set(json.loads(done.stderr.splitlines()[-1])) & HEAVY


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("start") / "study"
    assert loaded_by("init", str(folder)) == set()
    loaded_by("-C", str(folder), "ingest")
    loaded_by("-C", str(folder), "publish")
    return folder


def test_help_loads_no_room():
    assert loaded_by("--help") == set()


@pytest.mark.parametrize("verb", ["status", "ingest"])
def test_a_verb_with_nothing_to_do_loads_no_library_of_data(workspace, verb):
    assert loaded_by("-C", str(workspace), verb) == set()


@pytest.mark.parametrize("call", [["check", "--only-look"], ["explain", "int_01:1-2"], ["publish"]])
def test_a_verb_about_tables_loads_no_library_of_learning(workspace, call):
    assert loaded_by("-C", str(workspace), *call) <= TABLES


def test_a_wrong_folder_is_said_before_anything_is_loaded(tmp_path):
    assert loaded_by("-C", str(tmp_path), "status") == set()
