"""The check of the lock against advisories finds a weak version, passes a mended one, and says when it cannot look."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / ".ci" / "advisories.py"


def check(where: str) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, "DREMPEL_ADVISORIES": where}
    return subprocess.run([sys.executable, str(SCRIPT)], env=told, capture_output=True, text=True, check=False)


def advisory(**affected: object) -> str:
    package = {"ecosystem": "PyPI", "name": "Pandas"}
    return json.dumps({"id": "MADE-UP-1", "summary": "invented", "affected": [{"package": package, **affected}]})


def ranges(*events: dict[str, str]) -> dict[str, object]:
    return {"ranges": [{"type": "ECOSYSTEM", "events": list(events)}]}


@pytest.mark.parametrize(
    ("affected", "weak"),
    [
        (ranges({"introduced": "0"}, {"fixed": "999"}), True),
        (ranges({"introduced": "0"}, {"fixed": "1.0"}), False),
        (ranges({"introduced": "0"}, {"last_affected": "1.0"}), False),
        (ranges({"introduced": "0"}, {"fixed": "1.0"}, {"introduced": "2.0"}), True),
        ({"versions": ["0.1"]}, False),
    ],
)
def test_a_locked_version_in_an_affected_range_is_named(tmp_path, affected, weak):
    (tmp_path / "a.json").write_text(advisory(**affected), encoding="utf-8")
    told = check(str(tmp_path))
    assert told.returncode == int(weak), told.stderr
    assert ("pandas" in told.stdout and "MADE-UP-1" in told.stdout) is weak


def test_advisories_may_come_in_a_zip(tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("a.json", advisory(**ranges({"introduced": "0"})))
    assert check(str(tmp_path / "all.zip")).returncode == 1


def test_where_nothing_is_asked_one_line_says_so():
    told = check("")
    assert told.returncode == 0
    assert told.stdout.startswith("Advisories: skipped")
    assert len(told.stdout.splitlines()) == 1


@pytest.mark.parametrize("where", ["/nowhere/all.zip", "http://127.0.0.1:9/all.zip"])
def test_what_was_asked_for_and_cannot_be_reached_fails(where):
    told = check(where)
    assert told.returncode == 2
    assert where in told.stderr
    assert "DREMPEL_ADVISORIES" in told.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "contents",
    [
        "{",
        "",
        "[]",
        "null",
        "{}",
        '{"id": ""}',
        '{"id": "A", "affected": 1}',
        '{"id": "A", "affected": [{"package": {"ecosystem": "PyPI"}}]}',
        '{"id": "A", "affected": [{"package": {"ecosystem": "PyPI", "name": "pandas"}, "ranges": [1]}]}',
        advisory(ranges=[{"type": "ECOSYSTEM", "events": 1}]),
    ],
)
def test_one_record_that_cannot_be_read_fails_the_check_and_is_named(tmp_path, contents):
    (tmp_path / "a.json").write_text(advisory(**ranges({"introduced": "0"}, {"fixed": "0.1"})), encoding="utf-8")
    assert check(str(tmp_path)).returncode == 0
    (tmp_path / "b.json").write_text(contents, encoding="utf-8")
    told = check(str(tmp_path))
    assert told.returncode == 2
    assert "b.json" in told.stderr
    assert "known weaknesses" not in told.stdout


def test_an_empty_folder_and_an_empty_zip_fail(tmp_path):
    (tmp_path / "folder").mkdir()
    zipfile.ZipFile(tmp_path / "empty.zip", "w").close()
    (tmp_path / "broken.zip").write_bytes(b"PK")
    for name in ("folder", "empty.zip", "broken.zip"):
        assert check(str(tmp_path / name)).returncode == 2


def test_it_tells_how_many_were_read(tmp_path):
    for number in range(3):
        text = advisory(**ranges({"introduced": "0"}, {"fixed": "0.1"}))
        (tmp_path / f"{number}.json").write_text(text, encoding="utf-8")
    told = check(str(tmp_path))
    assert told.returncode == 0
    assert "3 advisories read" in told.stdout
