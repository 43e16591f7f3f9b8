"""The scripts in findings/ state their surprise, pin their packages and are listed. They are not run here."""

import ast
import re
from pathlib import Path

import pytest

FINDINGS = Path(__file__).parents[1] / "findings"
SCRIPTS = sorted(each for each in FINDINGS.glob("*.py") if each.name != "isolated.py")


def test_there_are_findings_and_each_is_listed():
    listed = re.findall(r"^\| `(\w+\.py)`", (FINDINGS / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert SCRIPTS
    assert listed == [each.name for each in SCRIPTS]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda each: each.stem)
def test_a_finding_states_its_surprise_pins_its_packages_and_runs_without_drempel(script):
    text = script.read_text(encoding="utf-8")
    first = text.splitlines()[0]
    assert first.startswith("# ")
    assert first.endswith(".")
    [call] = [each for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Call) and each.func.id == "show"]
    packages = ast.literal_eval(call.args[0])
    assert packages
    assert [each for each in packages if not re.fullmatch(r"[\w-]+==[\w.]+", each)] == []
    assert "pipeline" not in text
    assert "://" not in text
