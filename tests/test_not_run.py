"""A run that left something out ends by saying what, and how to get it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import not_run

ROOT = Path(__file__).parents[1]


def test_parts_are_counted_and_named_with_the_remedy():
    reasons = ["Skipped: no Chromium: `apt install …`, then run the tests again"] * 3 + [
        "no systemd here",
        "another reason",
    ]
    told = not_run.lines(reasons, postgresql=False)
    assert told[0] == "Not run on this machine:"
    assert "  3 tests: the desk in a real browser: `apt install chromium chromium-driver`" in told
    assert any("postgresql`" in line for line in told)
    assert "  another reason" in told
    assert len(told) == 5


def test_a_run_that_left_nothing_out_says_nothing():
    assert not_run.lines([], postgresql=True) == []


def test_the_slow_tests_are_named_where_they_were_left_out():
    assert not_run.lines([], postgresql=True, slow=True) == [
        "Not run on this machine:",
        "  the tests marked slow: `make test-slow`",
    ]


@pytest.mark.slow
def test_the_last_lines_without_chromium_and_postgresql_say_so():
    """The same tests, on a machine that is made to look as if it had neither."""
    program = (
        "import sys, pytest; from pathlib import Path; from tests import postgres; from tests.browser import conftest;"
        "postgres.INSTALLED.clear(); conftest.CHROMIUM = Path('/nowhere');"
        "sys.exit(pytest.main(['tests/browser/test_coding_by_keys.py', 'tests/decisions/test_on_a_server.py',"
        " '-p', 'no:cacheprovider', '-W', 'ignore::pytest.PytestAssertRewriteWarning']))"
    )
    call = [sys.executable, "-W", "ignore", "-c", program]
    ended = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout[-2000:]
    *_, head, first, second = ended.stdout.splitlines()
    assert head == "Not run on this machine:"
    assert "`apt install chromium chromium-driver`" in first
    assert "`apt install postgresql`" in second
