"""Store models in folders with a card, written whole or not at all, and load them only if their hash fits."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import NoModel, UnfitModel
from pipeline.messages import Message

CURRENT, CARD = "current", "card.json"
_ID = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder of one kind of model; `file` is the name of the model's file in each folder, beside its card."""

    folder: Path
    file: str

    def put(
        self, name: str, write: Callable[[Path], object], card: Mapping[str, object], *, current: bool = True
    ) -> Path:
        """Store a model that `write` writes to a path, and make it the current one if asked; returns its folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        # The caller holds the study's lock: partial folders were left by a process that was killed.
        for left in self.folder.glob(".partial-*"):
            shutil.rmtree(left, ignore_errors=True)
        partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=self.folder))
        try:
            write(partial / self.file)
            told = {"id": name, "sha256": sha256_of_file(partial / self.file), **card}
            (partial / CARD).write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
            _put(partial, self.folder / name)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        if current:
            self.make_current(name)
        return self.folder / name

    def names(self) -> list[str]:
        """Return the names of the stored models, whole or not."""
        return sorted(each.name for each in self.folder.glob("*") if _ID.fullmatch(each.name) and each.is_dir())

    def make_current(self, name: str) -> None:
        """Make this model the current one."""
        written = self.folder / f".{CURRENT}.partial"
        written.write_text(name + "\n", encoding="utf-8")
        written.replace(self.folder / CURRENT)

    def take_down(self) -> None:
        """Make no model the current one; all stay stored."""
        (self.folder / CURRENT).unlink(missing_ok=True)

    def current(self) -> str:
        """Return the name of the current model; raises NoModel."""
        try:
            return (self.folder / CURRENT).read_text(encoding="utf-8").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            raise NoModel(self.folder) from None

    def card(self, name: str) -> dict[str, Any]:
        """Read the card of a model.

        Raises:
            NoModel: there is no model of this name.
            UnfitModel: its card cannot be read.
        """
        path = self.folder / name / CARD
        if not _ID.fullmatch(name) or not path.is_file():
            raise NoModel(self.folder)
        try:
            card = json.loads(path.read_text(encoding="utf-8"))
        except (UnicodeDecodeError, json.JSONDecodeError):
            card = None
        if not isinstance(card, dict):
            raise UnfitModel(name, Message("its card cannot be read"))
        return card

    def checked(self, name: str, card: Mapping[str, Any]) -> Path:
        """Return the model's file if it is unchanged; else raise UnfitModel, without loading it."""
        path = self.folder / name / self.file
        if not path.is_file():
            raise UnfitModel(name, Message("%(file)s is missing", file=self.file))
        if path.resolve() != self.folder.resolve() / name / self.file:
            raise UnfitModel(
                name, Message("%(file)s is a link to a place outside %(folder)s", file=self.file, folder=self.folder)
            )
        if sha256_of_file(path) != card.get("sha256"):
            raise UnfitModel(
                name, Message("%(file)s is not the file that was stored (its SHA-256 differs)", file=self.file)
            )
        return path


def _put(partial: Path, folder: Path) -> None:
    """Replace a model of the same name: it was trained on the same data, so either one is valid until the swap."""
    if folder.exists():
        shutil.rmtree(folder)
    partial.rename(folder)


def sha256_of_file(path: Path) -> str:
    """Return the SHA-256 of a file's contents."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
