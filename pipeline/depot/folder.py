"""A folder whose contents live at an address such as `s3://bucket/study`: brought here before use, sent after.

There each file lies under a prefix made of its own hash; one small `current.json`, written last, names those that make
up the whole. Who reads by it sees all of one publication or all of the one before.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.depot.address import Address, Files, at, is_inside, without_secrets
from pipeline.shelf import sha256_of_file

MEMORY = ".depot.json"
"""In the folder: what was there and here alike when they were last compared."""


@dataclass(frozen=True, slots=True)
class Depot:
    """One folder and its address."""

    url: str
    folder: Path
    workspace: str | None = None
    """The id of the workspace; an address that carries another one is refused."""

    @property
    def where(self) -> str:
        """The address in words that may be shown."""
        return without_secrets(self.url)

    def owner(self) -> str | None:
        """The id of the workspace whose files lie at the address, if any; raises DepotUnusable."""
        with at(self.url) as there:
            return there.owner()

    def bring(self) -> None:
        """Make the folder like the address where that has changed since; what only changed here stays.

        Raises:
            DepotUnusable: it does not answer, or a file there is not the one that was sent.
        """
        with at(self.url, self.workspace) as there:
            now, before = there.files(), self._remembered()
            if now is None or now == before:
                return
            self._fetch(there, {name: sha256 for name, sha256 in now.items() if before.get(name) != sha256})
            for name in before.keys() - now.keys():
                _remove(self.folder / name, self.folder)
            self._remember(now)

    def send(self, *, anew: bool = False) -> None:
        """Make the address like the folder where this has changed since: at once, when all of it is there.

        Nothing else of ours is left there afterwards.

        Raises:
            DepotUnusable: it does not answer; who reads there sees what was there before.
        """
        here = {name: sha256_of_file(self.folder / name) for name in self._names()}
        if here == self._remembered() and not anew:
            return
        with at(self.url, self.workspace) as there:
            found = there.files() or {}  # also to refuse what is another's
            known = {} if anew else found
            for name, sha256 in here.items():
                if known.get(name) != sha256:
                    there.put(self.folder / name, name, sha256)
            there.point_at(here)
            there.remove_others(here)
        self._remember(here)

    def missing(self) -> list[str]:
        """What should be at the address and is not; raises DepotUnusable."""
        with at(self.url, self.workspace) as there:
            named, sent = there.files() or {}, self._remembered()
            return [name for name in sent if named.get(name) != sent[name] or not there.has(name, sent[name])]

    def send_anew(self) -> None:
        """Send everything, whatever was sent before; raises DepotUnusable."""
        self.send(anew=True)

    def _fetch(self, there: Address, files: Files) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".partial-", dir=self.folder) as held:
            for name, sha256 in files.items():
                there.fetch(name, sha256, Path(held, name))
            # Those that name others, as `current` names a model, lie highest: they come last.
            for name in sorted(files, key=lambda each: -each.count("/")):
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                Path(held, name).replace(self.folder / name)

    def _names(self) -> Iterator[str]:
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder)
            if path.is_file() and not any(part.startswith(".") for part in name.parts):
                yield name.as_posix()

    def _remembered(self) -> Files:
        try:
            told = json.loads((self.folder / MEMORY).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        if not isinstance(told, dict) or told.get("url") != self.where:
            return {}
        files = told.get("files")
        # A crafted name would remove a file elsewhere: whoever writes such a memory is not believed in anything.
        return dict(files) if isinstance(files, dict) and all(map(is_inside, files)) else {}

    def _remember(self, files: Mapping[str, str]) -> None:
        partial = self.folder / f"{MEMORY}.partial"
        partial.write_text(json.dumps({"url": self.where, "files": files}), encoding="utf-8")
        partial.replace(self.folder / MEMORY)


def _remove(path: Path, folder: Path) -> None:
    path.unlink(missing_ok=True)
    if path.parent != folder and path.parent.is_dir() and not any(path.parent.iterdir()):
        path.parent.rmdir()
