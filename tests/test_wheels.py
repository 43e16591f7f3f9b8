"""The check of the lock's wheels finds what cannot be installed, where, on wheels recorded from a real lock."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / ".ci" / "wheels.py"
RECORDED = (ROOT / "tests" / "recorded" / "pylock.toml").read_text(encoding="utf-8")


def check(*arguments):
    call = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(call, capture_output=True, text=True, check=False)


def lock(folder, *lines):
    path = folder / "pylock.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def package(name, *wheels, marker=None):
    listed = ", ".join(f'{{ name = "{wheel}" }}' for wheel in wheels)
    condition = [f'marker = "{marker}"'] if marker else []
    return "\n".join(["[[packages]]", f'name = "{name}"', *condition, f"wheels = [{listed}]"])


def test_of_a_recorded_lock_only_what_is_known_lacks_a_wheel(tmp_path):
    told = check(lock(tmp_path, RECORDED))
    assert told.returncode == 0, told.stdout + told.stderr
    lines = told.stdout.splitlines()
    assert lines[0] == "odfpy: no wheel for any Python on any machine (known; see README)"
    assert lines[1].startswith("regex: no wheel for Linux x86-64 (Python 3.14); Linux arm64 (Python 3.14); ")
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("dropped", "told"),
    [
        ("-win_amd64", "numpy: no wheel for Windows x86-64 (Python 3.1"),
        ("cp313-cp313-", "numpy: no wheel for Linux x86-64 (Python 3.13); Linux arm64 (Python 3.13)"),
        ("aarch64", "numpy: no wheel for Linux arm64 (Python 3.1"),
        ("macosx", "numpy: no wheel for macOS arm64 (Python 3.1"),
    ],
)
def test_a_wheel_that_is_gone_is_missed(tmp_path, dropped, told):
    kept = [
        line for line in RECORDED.splitlines() if not (line.startswith("  {") and "numpy" in line and dropped in line)
    ]
    assert len(kept) < len(RECORDED.splitlines())
    found = check(lock(tmp_path, *kept))
    assert found.returncode == 1
    assert any(line.startswith(told) and "known" not in line for line in found.stdout.splitlines())


def test_a_known_package_that_lacks_more_than_was_known_is_new(tmp_path):
    found = check(lock(tmp_path, package("regex", "regex-1-cp311-cp311-win_amd64.whl")))
    assert found.returncode == 1
    assert "known" not in found.stdout


@pytest.mark.parametrize(
    ("wheel", "marker", "code"),
    [
        ("a-1-py3-none-any.whl", None, 0),
        ("a-1-cp311-abi3-win_amd64.whl", "sys_platform == 'win32'", 0),
        ("a-1-cp312-abi3-win_amd64.whl", "sys_platform == 'win32'", 1),
        ("a-1-cp314-cp314-manylinux_2_99_x86_64.whl", "sys_platform == 'linux' and python_version >= '3.14'", 1),
        ("a-1-cp314-cp314t-win_amd64.whl", "sys_platform == 'win32' and python_version >= '3.14'", 1),
        ("a-1-cp310-cp310-win_amd64.whl", "python_version < '3.11'", 0),
        ("a-1-py2-none-any.whl", None, 1),
    ],
)
def test_tags_and_markers_count(tmp_path, wheel, marker, code):
    assert check(lock(tmp_path, package("a", wheel, marker=marker))).returncode == code


def test_a_wheel_may_be_named_by_its_address(tmp_path):
    url = "https://example.org/a%2Db/a-1-py3-none-any.whl?x=1"
    text = f'[[packages]]\nname = "a"\nwheels = [{{ url = "{url}" }}]'
    assert check(lock(tmp_path, text)).returncode == 0


@pytest.mark.parametrize("text", ["", "packages = 1", "[[packages]]\nversion = '1'\n", "[[packages", "packages = []"])
def test_a_lock_that_cannot_be_read_or_is_empty_never_passes(tmp_path, text):
    assert check(lock(tmp_path, text)).returncode != 0


def test_a_wrong_call_is_refused(tmp_path):
    assert check().returncode == 2
    assert check(tmp_path / "nergens.toml").returncode == 2


def test_the_readme_names_what_has_no_wheel():
    known = re.findall(r'^    "([a-z]+)": "', SCRIPT.read_text(encoding="utf-8"), re.MULTILINE)
    assert "regex" in known
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in known if f"`{name}`" not in readme] == []
