"""Folders on a network, or copied by a synchronisation service: a SQLite store can be damaged there."""

from __future__ import annotations

from pathlib import Path

from pipeline.messages import Message
from pipeline.records import Problem

NETWORK = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "9p", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2")
)
"""Kinds of file systems, as Linux names them, on which machines do not share memory."""

SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "nextcloud",
    "owncloud",
    "mobile documents",
    "pclouddrive",
)
"""How folders are called, or begin, that a service copies to other machines."""

MOUNTS = Path("/proc/mounts")


def problem_of_shared_folder(folder: Path) -> Problem | None:
    """Say that the workspace lies on a network or in a synchronised folder; None where it does not, as far as known."""
    where = _shared(folder)
    if where is None:
        return None
    message = Message(
        "The workspace lies in %(where)s. Work from one machine only, or move it to a folder of this machine: a "
        "database that is copied or opened elsewhere meanwhile can be damaged.",
        where=where,
    )
    return Problem(place=folder.name, message=message)


def problem_of_shared_store(store: Path) -> Problem | None:
    """Say that the file of the store lies there, although the workspace may not: by its address, or through a link."""
    where = _shared(store.parent)
    if where is None:
        return None
    message = Message(
        "The store lies in %(where)s. Work from one machine only, or move it to a folder of this machine: a database "
        "that is copied or opened elsewhere meanwhile can be damaged.",
        where=where,
    )
    return Problem(place=store.name, message=message)


def _shared(folder: Path) -> str | None:
    return synchronised(folder) or on_network(folder)


def synchronised(folder: Path) -> str | None:
    """Return the name of the synchronised folder that a folder lies in."""
    parts = folder.resolve().parts
    return next((part for part in parts if part.casefold().startswith(SYNCED)), None)


def on_network(folder: Path) -> str | None:
    """Return the kind of network file system that a folder lies on; only Linux and Windows shares are recognised."""
    path = folder.resolve()
    if path.drive.startswith("\\\\"):
        return path.drive
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    mounts = [(Path(fields[1].replace(r"\040", " ")), fields[2]) for line in lines if len(fields := line.split()) > 2]
    around = [(len(place.parts), kind) for place, kind in mounts if place == path or place in path.parents]
    kind = max(around, default=(0, ""))[1]
    return kind if kind in NETWORK else None
