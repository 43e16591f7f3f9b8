"""A shelf of learnt things: a folder each with its card, written whole or not at all, opened when its hash fits."""

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
    """The folders of one kind of model; `file` is what the model itself is called in each, beside its card."""

    folder: Path
    file: str

    def put(
        self, name: str, write: Callable[[Path], object], card: Mapping[str, object], *, current: bool = True
    ) -> Path:
        """Store a model that `write` writes to a path, and make it the current one if asked; returns its folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        # Whoever stores holds the study: what lies half written here was left by a process that was killed.
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
        """The models that are here, whole or not."""
        return sorted(each.name for each in self.folder.glob("*") if _ID.fullmatch(each.name) and each.is_dir())

    def make_current(self, name: str) -> None:
        """Let this model be the one that is used from now on."""
        written = self.folder / f".{CURRENT}.partial"
        written.write_text(name + "\n", encoding="utf-8")
        written.replace(self.folder / CURRENT)

    def take_down(self) -> None:
        """Let no model be the current one; all stay where they are."""
        (self.folder / CURRENT).unlink(missing_ok=True)

    def current(self) -> str:
        """The name of the current model; raises NoModel."""
        try:
            return (self.folder / CURRENT).read_text(encoding="utf-8").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            raise NoModel(self.folder) from None

    def card(self, name: str) -> dict[str, Any]:
        """The card of a model.

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
        """The model's own file, where it is the one that was stored; else raises UnfitModel, without opening it."""
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
    """Replace a model of the same name: it rests on the same things, so either one will do until the swap."""
    if folder.exists():
        shutil.rmtree(folder)
    partial.rename(folder)


def sha256_of_file(path: Path) -> str:
    """The SHA-256 of a file's contents."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
