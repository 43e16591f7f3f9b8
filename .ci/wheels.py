"""Check that every locked package has a wheel for each Python and machine that drempel is meant for.

    python .ci/wheels.py PYLOCK

PYLOCK is a lock in the standard form (pylock.toml), which `make lock` writes beside requirements.lock: it lists every
wheel there is of each locked version. Prints the packages without a wheel, with the Pythons and machines that lack one;
exit 1 when there are any beyond those in `KNOWN`, 2 when the lock cannot be read.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.parse import unquote, urlsplit

from packaging.markers import Marker
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import parse_wheel_filename

PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))

GLIBC = range(5, 32)
"""Versions of glibc (2.N) that a wheel for Linux may ask for: up to that of Ubuntu 20.04 and Debian 11."""

KNOWN = {
    "odfpy": "any",
    "segeval": "any",
    "srt": "any",
    "regex": "3.14",
}
"""Packages known to lack a wheel, on any Python or on one; the README says what they need instead."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A kind of machine: its name for people, its platform tags, and what markers ask about it."""

    name: str
    platforms: tuple[str, ...]
    system: str
    sys_platform: str
    machine: str

    def tags(self, python: tuple[int, int]) -> frozenset[Tag]:
        """Every tag that a wheel for this machine and this Python may have."""
        own = cpython_tags(python, platforms=self.platforms)
        return frozenset((*own, *compatible_tags(python, f"cp{python[0]}{python[1]}", self.platforms)))

    def environment(self, python: tuple[int, int]) -> dict[str, str]:
        """What a marker sees there."""
        number = ".".join(map(str, python))
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{number}.0",
            "os_name": "nt" if self.sys_platform == "win32" else "posix",
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": self.system,
            "platform_version": "",
            "python_full_version": f"{number}.0",
            "python_version": number,
            "sys_platform": self.sys_platform,
        }


def _linux(machine: str) -> tuple[str, ...]:
    old = ("manylinux1", "manylinux2010", "manylinux2014")
    return (*(f"manylinux_2_{minor}_{machine}" for minor in GLIBC), *(f"{each}_{machine}" for each in old))


MACHINES = (
    Machine("Linux x86-64", _linux("x86_64"), "Linux", "linux", "x86_64"),
    Machine("Linux arm64", _linux("aarch64"), "Linux", "linux", "aarch64"),
    Machine("macOS arm64", tuple(mac_platforms((14, 0), "arm64")), "Darwin", "darwin", "arm64"),
    Machine("Windows x86-64", ("win_amd64",), "Windows", "win32", "AMD64"),
)


def main(arguments: list[str]) -> int:
    """Print the packages without a wheel."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        sys.stderr.write("Call it as: python .ci/wheels.py PYLOCK\n")
        return 2
    try:
        packages = tomllib.loads(Path(arguments[0]).read_text(encoding="utf-8"))["packages"]
        lacking = [(package["name"], found) for package in packages if (found := _lacking(package))]
    except (ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"{arguments[0]} is no lock in the form of pylock.toml ({type(error).__name__}: {error})\n")
        return 2
    for name, where in lacking:
        sys.stdout.write(f"{name}: no wheel for {_in_words(where)}{_known(name, where)}\n")
    new = [name for name, where in lacking if not _known(name, where)]
    sys.stdout.write(
        f"Wheels: {len(packages)} locked packages, {len(lacking)} without a wheel somewhere, {len(new)} new.\n"
    )
    return int(not packages or bool(new))


def _lacking(package: dict) -> dict[str, list[str]]:
    """The Pythons, by machine, where a package is needed and no wheel of it fits."""
    if "directory" in package:
        return {}
    tags = frozenset(tag for wheel in package.get("wheels", ()) for tag in parse_wheel_filename(_file(wheel))[3])
    marker = Marker(package["marker"]) if "marker" in package else None
    found: dict[str, list[str]] = {}
    for machine, python in product(MACHINES, PYTHONS):
        needed = marker is None or marker.evaluate(machine.environment(python))
        if needed and not tags & machine.tags(python):
            found.setdefault(machine.name, []).append(".".join(map(str, python)))
    return found


def _in_words(where: dict[str, list[str]]) -> str:
    every = all(len(pythons) == len(PYTHONS) for pythons in where.values())
    if every and len(where) == len(MACHINES):
        return "any Python on any machine"
    return "; ".join(f"{machine} (Python {', '.join(pythons)})" for machine, pythons in where.items())


def _known(name: str, where: dict[str, list[str]]) -> str:
    """A remark where the README says already what this package needs, else nothing."""
    pythons = {python for each in where.values() for python in each}
    return " (known; see README)" if KNOWN.get(name) == "any" or pythons == {KNOWN.get(name)} else ""


def _file(wheel: dict) -> str:
    """The file's name, which is given or stands at the end of its address."""
    return (
        wheel["name"] if "name" in wheel else unquote(urlsplit(wheel.get("url") or wheel["path"]).path.split("/")[-1])
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
