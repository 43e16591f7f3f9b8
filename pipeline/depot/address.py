"""What lies at an address of object storage: files under prefixes of their hashes, and the one that names them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast
from urllib.parse import urlsplit

from pipeline.errors import DepotUnusable
from pipeline.messages import Message
from pipeline.shelf import sha256_of_file

POINTER = "current.json"

_NAME = re.compile(r"(?:[\w-][\w.-]*/)*[\w-][\w.-]*")
_OURS = re.compile(r"[0-9a-f]{16}/.+")

Files = dict[str, str]
"""The hash of each file, by its path in the folder."""


class Address:
    """The address itself."""

    def __init__(self, url: str) -> None:
        import fsspec  # here: most studies lie in a folder

        self._system, self._root = fsspec.core.url_to_fs(url, use_listings_cache=False)

    def _key(self, name: str, sha256: str) -> str:
        return f"{self._root}/{sha256[:16]}/{name}"

    def files(self) -> Files | None:
        """What the address holds, or None where nothing was sent there yet."""
        try:
            told = json.loads(self._system.cat_file(f"{self._root}/{POINTER}"))
        except FileNotFoundError:
            return None
        files = {str(name): str(each["sha256"]) for name, each in told["files"].items()}
        if not all(_NAME.fullmatch(name) for name in files):
            raise ValueError("a name that leads elsewhere")
        return files

    def open(self, name: str, sha256: str) -> IO[bytes]:
        """One of its files."""
        return cast(IO[bytes], self._system.open(self._key(name, sha256), "rb"))

    def fetch(self, name: str, sha256: str, target: Path) -> None:
        """Copy one of its files here; raises ValueError where it is not the one that was sent."""
        target.parent.mkdir(parents=True, exist_ok=True)
        self._system.get_file(self._key(name, sha256), str(target))
        if sha256_of_file(target) != sha256:
            raise ValueError("another file than was sent")

    def put(self, path: Path, name: str, sha256: str) -> None:
        """Copy a file there, under a name that nothing reads yet."""
        self._system.makedirs(self._key(name, sha256).rpartition("/")[0], exist_ok=True)
        self._system.put_file(str(path), self._key(name, sha256))

    def point_at(self, files: Mapping[str, str]) -> None:
        """Let these be what the address holds, from one moment on."""
        told = {name: {"sha256": sha256, "file": f"{sha256[:16]}/{name}"} for name, sha256 in sorted(files.items())}
        pointer = f"{self._root}/{POINTER}"
        # A store of objects takes each at once; a folder needs the second name to do so.
        self._system.makedirs(self._root, exist_ok=True)
        self._system.pipe_file(f"{pointer}.partial", json.dumps({"files": told}, indent=1).encode())
        self._system.mv(f"{pointer}.partial", pointer)

    def has(self, name: str, sha256: str) -> bool:
        """Whether a file is there, named or not."""
        return bool(self._system.exists(self._key(name, sha256)))

    def remove_others(self, files: Mapping[str, str]) -> None:
        """Remove what was sent earlier, or half sent; files that are not ours stay."""
        kept = {self._key(name, sha256) for name, sha256 in files.items()}
        for path in self._system.find(self._root):
            if path not in kept and _OURS.fullmatch(path.removeprefix(f"{self._root}/")):
                self._system.rm_file(path)


@contextmanager
def at(url: str) -> Iterator[Address]:
    """The address, whose troubles come out as DepotUnusable."""
    # Each kind of address has errors of its own, and what they say may hold a key.
    try:
        yield Address(url)
    except FileNotFoundError as error:
        # Another machine sent something else at this very moment, or somebody removed what it is made of.
        raise DepotUnusable(without_secrets(url), Message("a file is gone that it names")) from error
    except ImportError as error:
        why = Message(
            "the Python package that knows %(kind)s: is missing; install it beside drempel", kind=url.partition(":")[0]
        )
        raise DepotUnusable(without_secrets(url), why) from error
    except Exception as error:
        raise DepotUnusable(
            without_secrets(url), Message("it cannot be used now (%(error)s)", error=type(error).__name__)
        ) from error


def without_secrets(url: str) -> str:
    """The address in words that may be shown: without name, password or question."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def opened(url: str, name: str) -> IO[bytes] | None:
    """The file of this name at the address, as it is now, open for reading.

    None where nothing of this name was sent there.

    Raises:
        DepotUnusable: the address does not answer.
    """
    with at(url) as there:
        sha256 = (there.files() or {}).get(name)
        return None if sha256 is None else there.open(name, sha256)
