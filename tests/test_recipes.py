"""The recipes in docs/operations.md are what systemd and cron understand; Windows is not here to be asked."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cron import refuse_nonsense

RECIPES = (Path(__file__).parents[1] / "docs" / "operations.md").read_text(encoding="utf-8")
UNITS = dict(
    zip(
        ("drempel.service", "drempel-run.service", "drempel-run.timer"),
        re.findall(r"```ini\n(.*?)```", RECIPES, flags=re.DOTALL),
        strict=True,
    )
)
has_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")


@has_systemd
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path):
    for name, unit in UNITS.items():
        # What it starts has to be there, so that the rest of the line is looked at.
        there = unit.replace("%h/drempel/.venv/bin/drempel", sys.executable)
        assert (there != unit) is name.endswith(".service")
        (tmp_path / name).write_text(there, encoding="utf-8")
    call = ["systemd-analyze", "--user", "verify", *(str(tmp_path / name) for name in UNITS)]
    told = subprocess.run(
        call, capture_output=True, text=True, check=False, env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    )
    assert (told.returncode, told.stderr) == (0, "")


@has_systemd
def test_the_timer_comes_on_weekdays_at_five():
    (when,) = re.findall(r"OnCalendar=(.+)", UNITS["drempel-run.timer"])
    told = subprocess.run(["systemd-analyze", "calendar", when], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "Mon..Fri *-*-* 05:00:00 Europe/Brussels" in told.stdout


def test_the_line_for_cron_is_one():
    (line,) = re.findall(r"CRON_TZ=Europe/Brussels\n(.+)", RECIPES)
    *fields, command = line.split(maxsplit=5)
    refuse_nonsense(" ".join(fields))
    assert "%" not in command, "cron takes a % for the end of the line"
