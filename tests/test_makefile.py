"""`make` takes the newest Python that really runs, and says what to do where none fits."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAKE = shutil.which("make")

pytestmark = pytest.mark.skipif(MAKE is None, reason="no make here")


@pytest.fixture
def commands(tmp_path):
    """A folder that is the whole PATH, and what puts a command in it."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def put(name, does):
        (folder / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        (folder / name).chmod(0o755)

    put.folder = folder
    return put


def make(commands, *words):
    told = {**os.environ, "PATH": str(commands.folder)}
    told.pop("PYTHON", None)
    call = [str(MAKE), "--no-print-directory", "-f", str(ROOT / "Makefile"), *words]
    return subprocess.run(call, env=told, cwd=commands.folder, capture_output=True, text=True, check=False)


def chosen(commands):
    return make(commands, "--eval=chosen:;@:; echo $(PYTHON)", "chosen").stdout.strip()


WORKS = f'exec "{sys.executable}" "$@"'
FAILS = "echo pyenv: command not found >&2; exit 127"
OLD = "exit 1"


def test_the_newest_that_runs_is_taken(commands):
    for name, does in (("python3.14", FAILS), ("python3.13", WORKS), ("python3.11", WORKS), ("python3", WORKS)):
        commands(name, does)
    assert chosen(commands) == "python3.13"


def test_a_python_without_its_number_will_do(commands):
    commands("python3", WORKS)
    assert chosen(commands) == "python3"


def test_an_old_python_is_not_taken_and_the_remedy_is_said(commands):
    commands("python3", OLD)
    assert chosen(commands) == ""
    told = make(commands, "python")
    assert told.returncode != 0
    assert "drempel needs Python 3.11, 3.12, 3.13 or 3.14" in told.stderr
    assert "make PYTHON=" in told.stderr


@pytest.mark.parametrize("named", ["/nowhere/python3.13", "python3"])
def test_a_named_python_that_does_not_fit_is_refused(commands, named):
    commands("python3", OLD)
    told = make(commands, "python", f"PYTHON={named}")
    assert told.returncode != 0
    assert f"{named} is none of these" in told.stderr


def test_a_named_python_that_fits_is_taken(commands):
    commands("mine", WORKS)
    assert make(commands, "python", "PYTHON=mine").returncode == 0


def test_every_test_is_run_by_one_of_the_two_commands_and_both_by_ci(commands):
    (commands.folder / ".venv").mkdir()
    for name in ("requirements.lock", "pyproject.toml", ".venv/.complete"):
        (commands.folder / name).touch()
    told = [make(commands, "-n", verb).stdout for verb in ("test", "test-slow")]
    assert [re.search(r"pytest -m (.+?) -n 2", each)[1] for each in told] == ['"not slow"', "slow"]
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("make")] == ["make check", "make test", "make test-slow"]
