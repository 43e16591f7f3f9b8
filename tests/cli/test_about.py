"""`drempel about` and `--version` tell versions, and nothing about the machine's owner or the study."""

import getpass
import json
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from pipeline.cli import about


def drempel(*words):
    return subprocess.run([sys.executable, "-m", "pipeline", *words], capture_output=True, text=True, check=False)


def test_people_and_machines_are_told_the_same_versions(tmp_path):
    told = drempel("-C", str(tmp_path), "about")
    facts = json.loads(drempel("about", "--json").stdout)["details"]
    assert told.returncode == 0
    assert told.stdout.splitlines() == [f"{name} {which}" for name, which in facts.items()]
    assert facts["drempel"] == version("drempel")
    assert facts["python"].startswith(platform.python_version())


@pytest.mark.parametrize("words", [("about",), ("about", "--json")])
def test_no_path_and_no_name_is_told(words, study):
    told = drempel("-C", str(study.folder), *words)
    assert told.returncode == 0
    assert platform.node() not in told.stdout
    for private in (str(Path.home()), str(study.folder), study.folder.name, sys.prefix):
        assert private not in told.stdout
    assert getpass.getuser() not in told.stdout.replace("drempel", "").split()
    assert "\\" not in told.stdout
    assert all(not Path(word).is_absolute() for word in told.stdout.split())


def test_what_is_not_installed_is_said_or_left_out(monkeypatch):
    monkeypatch.setattr(about, "PACKAGES", ("drempel", "not-a-package-of-anybody"))
    monkeypatch.setattr(about, "EXTRAS", ("another-one-that-is-not",))
    told = about.versions()
    assert told["not-a-package-of-anybody"] == "not installed"
    assert "another-one-that-is-not" not in told


def test_the_version_alone():
    told = drempel("--version")
    assert (told.returncode, told.stdout) == (0, f"drempel {version('drempel')}\n")


@pytest.mark.parametrize("words", [("about", "mystudy"), ("about", "--language", "nl")])
def test_a_wrong_call_is_refused(words):
    assert drempel(*words).returncode == 2
