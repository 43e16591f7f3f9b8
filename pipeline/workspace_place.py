"""Which workspace this is, and where it lies: a copy does not write into the addresses of the workspace it was made of.

`data/.workspace.json` holds an id, and the place where the workspace was last used. It is in no backup.
"""

from __future__ import annotations

import json
import os
import platform
import secrets
from pathlib import Path

PLACE = Path("data", ".workspace.json")


def workspace_id(folder: Path) -> str | None:
    """Return the id of the workspace; None for one that has none yet."""
    known = _read(folder).get("id")
    return known if isinstance(known, str) else None


def is_at_home(folder: Path) -> bool:
    """Whether the workspace lies where it was last used: the same folder, or the same path on the same machine."""
    before, now = _read(folder), _place(folder)
    if not before:
        return False
    return before.get("folder") == now["folder"] or all(before.get(key) == now[key] for key in ("path", "machine"))


def settle(folder: Path, known: str | None = None) -> str:
    """Write down that the workspace lies here, under this id, its own, or a new one; returns the id."""
    name = known or workspace_id(folder) or secrets.token_hex(16)
    (folder / PLACE).parent.mkdir(parents=True, exist_ok=True)
    partial = (folder / PLACE).with_suffix(".partial")
    partial.write_text(json.dumps({"id": name, **_place(folder)}), encoding="utf-8")
    partial.replace(folder / PLACE)
    return name


def _place(folder: Path) -> dict[str, str]:
    here = folder.resolve()
    return {"path": os.fspath(here), "machine": platform.node(), "folder": str(here.stat().st_ino)}


def _read(folder: Path) -> dict[str, object]:
    try:
        told = json.loads((folder / PLACE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
