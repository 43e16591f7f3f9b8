"""Whether a known weakness is in the lock: its versions beside advisories in the OSV format; nothing is installed.

`DREMPEL_ADVISORIES` says where these are: a folder of .json files, a .zip of them, or the address of such a zip. Where
nothing is said or nothing can be reached, one line says so and the check passes. Exit 1 when a weakness is found.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

LOCK = Path(__file__).parents[1] / "requirements.lock"
PATIENCE = 10
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def main() -> int:
    """Compare, and say what was found."""
    where = os.environ.get("DREMPEL_ADVISORIES", "")
    if not where:
        return _skip("DREMPEL_ADVISORIES names no advisories")
    locked = {canonicalize_name(name): version for name, version in _PIN.findall(LOCK.read_text(encoding="utf-8"))}
    try:
        found = [line for record in _records(where) for line in _hits(record, locked)]
    except (OSError, ValueError, zipfile.BadZipFile) as trouble:
        return _skip(f"no advisories could be read at {where} ({type(trouble).__name__})")
    sys.stdout.write("".join(f"{line}\n" for line in sorted(set(found))))
    sys.stdout.write(f"Advisories: {len(locked)} locked packages, {len(set(found))} known weaknesses.\n")
    return int(bool(found))


def _skip(why: str) -> int:
    sys.stdout.write(f"Advisories: skipped, {why}.\n")
    return 0


def _records(where: str) -> Iterator[dict]:
    if Path(where).is_dir():
        for path in sorted(Path(where).glob("*.json")):
            yield json.loads(path.read_text(encoding="utf-8"))
        return
    if "://" in where:
        with urllib.request.urlopen(where, timeout=PATIENCE) as answer:
            contents = answer.read()
    else:
        contents = Path(where).read_bytes()
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        for name in archive.namelist():
            yield json.loads(archive.read(name))


def _hits(record: dict, locked: dict[str, str]) -> Iterator[str]:
    for affected in record.get("affected", ()):
        package = affected.get("package", {})
        name = canonicalize_name(package.get("name", ""))
        if package.get("ecosystem") == "PyPI" and name in locked and _touches(affected, locked[name]):
            yield f"{name} {locked[name]}: {record.get('id')} {record.get('summary', '')}".rstrip()


def _touches(affected: dict, version: str) -> bool:
    if version in affected.get("versions", ()):
        return True
    ranges = [each for each in affected.get("ranges", ()) if each.get("type") == "ECOSYSTEM"]
    return any(_within(each.get("events", ()), Version(version)) for each in ranges)


def _within(events: list[dict], version: Version) -> bool:
    inside = False
    for event in events:
        for kind, told in event.items():
            try:
                at = Version(told)
            except InvalidVersion:
                continue
            if kind == "introduced" and version >= at:
                inside = True
            if (kind == "fixed" and version >= at) or (kind == "last_affected" and version > at):
                inside = False
    return inside


if __name__ == "__main__":
    sys.exit(main())
