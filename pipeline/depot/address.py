"""What lies at an address of object storage: files under prefixes of their hashes, and the one that names them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import urlsplit

from pipeline.errors import DepotUnusable
from pipeline.messages import Message
from pipeline.shelf import sha256_of_file

POINTER = "current.json"

_NAME = re.compile(r"(?:[\w-][\w.-]*/)*[\w-][\w.-]*")
_OURS = re.compile(r"[0-9a-f]{16}/.+")

OF_ANOTHER = Message(
    "it holds the files of another workspace; give this one an address of its own, or, if both are the same study, run "
    "`drempel --adopt status`"
)

Files = dict[str, str]
"""The hash of each file, by its path in the folder."""


def is_inside(name: str) -> bool:
    """Whether a name is that of a file within a folder: no way up, no root, nothing hidden."""
    return _NAME.fullmatch(name) is not None


class Address:
    """The address itself."""

    def __init__(self, url: str, workspace: str | None = None) -> None:
        import fsspec  # here: most studies lie in a folder

        self._url, self._workspace = url, workspace
        self._system, self._root = fsspec.core.url_to_fs(url, use_listings_cache=False)

    def _key(self, name: str, sha256: str) -> str:
        return f"{self._root}/{sha256[:16]}/{name}"

    def _told(self) -> dict[str, Any] | None:
        try:
            return dict(json.loads(self._system.cat_file(f"{self._root}/{POINTER}")))
        except FileNotFoundError:
            return None

    def owner(self) -> str | None:
        """The id of the workspace that sent what is there; None where nothing is, or an earlier build sent it."""
        owner = (self._told() or {}).get("workspace")
        return owner if isinstance(owner, str) else None

    def files(self) -> Files | None:
        """What the address holds, or None where nothing was sent there yet.

        Raises:
            DepotUnusable: it holds the files of another workspace.
        """
        told = self._told()
        if told is None:
            return None
        if self._workspace is not None and told.get("workspace") not in (None, self._workspace):
            raise DepotUnusable(without_secrets(self._url), OF_ANOTHER)
        files = {str(name): str(each["sha256"]) for name, each in told["files"].items()}
        if not all(map(is_inside, files)):
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
        self._system.pipe_file(f"{pointer}.partial", json.dumps(self._signed(told), indent=1).encode())
        self._system.mv(f"{pointer}.partial", pointer)

    def _signed(self, files: Mapping[str, object]) -> dict[str, object]:
        return {"files": files} if self._workspace is None else {"workspace": self._workspace, "files": files}

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
def at(url: str, workspace: str | None = None) -> Iterator[Address]:
    """The address as this workspace uses it; its troubles come out as DepotUnusable."""
    # Each kind of address has errors of its own, and what they say may hold a key.
    try:
        yield Address(url, workspace)
    except DepotUnusable:
        raise
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
