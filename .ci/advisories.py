"""Whether a known weakness is in the lock: its versions beside advisories in the OSV format; nothing is installed.

`DREMPEL_ADVISORIES` says where these are: a folder of .json files, a .zip of them, or the address of such a zip. Where
it says nothing, one line says that the check is skipped, and it passes. Where it says something, every record is read
or the check fails, and it tells how many were read. Exit 1 when a weakness is found, 2 when not all could be read.
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
        records = [_record(name, contents) for name, contents in _files(where)]
    except (OSError, ValueError, zipfile.BadZipFile) as trouble:
        return _fail(f"not all advisories at {where} could be read ({type(trouble).__name__}: {trouble})")
    if not records:
        return _fail(f"there is no advisory at {where}")
    found = {line for record in records for line in _hits(record, locked)}
    sys.stdout.write("".join(f"{line}\n" for line in sorted(found)))
    counts = f"{len(records)} advisories read, {len(locked)} locked packages, {len(found)} known weaknesses"
    sys.stdout.write(f"Advisories: {counts}.\n")
    return int(bool(found))


def _skip(why: str) -> int:
    sys.stdout.write(f"Advisories: skipped, {why}.\n")
    return 0


def _fail(why: str) -> int:
    sys.stderr.write(f"Advisories: {why}. Mend it, or unset DREMPEL_ADVISORIES to skip the check.\n")
    return 2


def _files(where: str) -> Iterator[tuple[str, bytes]]:
    """The name and the contents of every advisory."""
    if Path(where).is_dir():
        for path in sorted(Path(where).rglob("*.json")):
            yield path.name, path.read_bytes()
        return
    if "://" in where:
        with urllib.request.urlopen(where, timeout=PATIENCE) as answer:
            contents = answer.read()
    else:
        contents = Path(where).read_bytes()
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        for entry in archive.infolist():
            if entry.filename.endswith(".json"):
                yield entry.filename, archive.read(entry)


def _record(name: str, contents: bytes) -> dict:
    """One advisory; raises ValueError unless it has the shape that is looked at."""
    try:
        record = json.loads(contents)
        # Going over it once finds what has another shape.
        list(_hits(record, dict.fromkeys(_packages(record), "0")))
        if not record["id"]:
            raise ValueError("it has no id")
    except (ValueError, KeyError, TypeError, AttributeError) as trouble:
        raise ValueError(f"{name} is no advisory in the OSV format: {trouble!r}") from trouble
    return record


def _packages(record: dict) -> list[str]:
    return [canonicalize_name(each["package"]["name"]) for each in record.get("affected", ()) if "package" in each]


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
