"""The scripts in findings/ state their surprise, pin their packages and are listed. They are not run here."""

import re
import subprocess
from pathlib import Path

import pytest

FINDINGS = Path(__file__).parents[1] / "findings"
SCRIPTS = sorted(FINDINGS.glob("*.sh"))


def test_there_are_findings_and_each_is_listed():
    listed = re.findall(r"^\| `(\w+\.sh)`", (FINDINGS / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert SCRIPTS
    assert listed == [each.name for each in SCRIPTS]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda each: each.stem)
def test_a_finding_states_its_surprise_pins_its_packages_and_runs_without_drempel(script):
    text = script.read_text(encoding="utf-8")
    head, first = text.splitlines()[:2]
    assert head == "#!/usr/bin/env bash"
    assert first.startswith("# ")
    assert first.endswith(".")
    [packages] = re.findall(r"-m pip install --quiet --disable-pip-version-check (.+)$", text, re.MULTILINE)
    assert [each for each in packages.split() if not re.fullmatch(r"[\w-]+==[\w.]+", each)] == []
    assert "drempel" not in text
    assert "://" not in text
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
