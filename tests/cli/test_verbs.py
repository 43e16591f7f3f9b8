"""Every verb explains itself, tells machines the same facts, and ends a mistake in one clear line."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from pipeline.cli import app

VERBS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
README = Path(__file__).parents[2] / "README.md"


def drempel(*words: str) -> subprocess.CompletedProcess[str]:
    """The command as people run it."""
    call = [sys.executable, "-m", "pipeline", *words]
    wide = {**os.environ, "COLUMNS": "400"}  # else a long path is broken over two lines
    return subprocess.run(call, capture_output=True, text=True, check=False, timeout=120, env=wide)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_one_screen_of_help_with_an_example(verb):
    shown = CliRunner().invoke(app, [verb, "--help"])
    assert shown.exit_code == 0
    assert f"drempel {verb}" in shown.output
    assert len(shown.output.splitlines()) <= 40


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_stands_in_the_readme(verb):
    assert re.search(rf"^\| `{verb}[ `]", README.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.slow
def test_a_folder_that_is_no_workspace_is_a_wrong_call(tmp_path):
    ended = drempel("-C", str(tmp_path), "status")
    assert ended.returncode == 2
    assert "drempel init" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_file_that_is_not_there_is_a_wrong_call(tmp_path):
    ended = drempel("-C", str(tmp_path), "ingest", str(tmp_path / "nergens.txt"))
    assert ended.returncode == 2
    assert "nergens.txt" in ended.stderr.replace("\n", "")


@pytest.mark.slow
def test_work_that_fails_ends_with_one_and_machines_are_told_too(study):
    ended = drempel("-C", str(study.folder), "train", "--json")
    assert ended.returncode == 1
    assert "Code an interview" in json.loads(ended.stdout)["error"]
    assert "Traceback" not in ended.stderr


@pytest.mark.slow
def test_only_unreadable_files_are_failed_work(study, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    ended = drempel("-C", str(study.folder), "ingest", str(tmp_path / "a.pdf"))
    assert ended.returncode == 1
    assert "a.pdf" in ended.stderr


@pytest.mark.slow
def test_the_same_facts_as_json(study):
    (study.inbox / "int_40.txt").write_text("I: Hoe?\nR: Zo. En zo.\n", encoding="utf-8")
    ended = drempel("-C", str(study.folder), "ingest", "--json")
    assert json.loads(ended.stdout)["counts"]["read"] == 1


def test_an_unknown_setting_is_named(study):
    settings = study.folder / "drempel.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("blind_share", "blind_shar"), encoding="utf-8")
    ended = drempel("-C", str(study.folder), "status")
    assert ended.returncode == 1
    assert "blind_shar" in ended.stderr
