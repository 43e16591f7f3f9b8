"""Exchange work between machines: files in a shared folder, written whole or not at all, accepted if their hash fits.

Only names, hashes and counts go between the machines directly; words of interviews go through the folder alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.records import Fragment, Role, Transcript, Turn
from pipeline.shelf import sha256_of_file

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.settings import Study

FOLDER = Path("data", ".handed")
"""Empty between runs; the next run and `check` remove what a killed one left there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A handed-over file: its name in the folder, its hash, and the number of interviews in it."""

    name: str
    sha256: str
    interviews: int


def hand_over(study: Study, name: str, table: pa.Table, *, interviews: int) -> Handover:
    """Write a table for another machine."""
    import pyarrow as pa

    folder = study.folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{name}.partial"
    # Not compressed, so that a search for a participant's words in the workspace finds them here too.
    with pa.OSFile(str(partial), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    handed = Handover(name=f"{name}.arrow", sha256=sha256_of_file(partial), interviews=interviews)
    partial.replace(folder / handed.name)
    return handed


def taken_over(study: Study, handed: Handover | None, *, keep: bool = False) -> pa.Table | None:
    """Read a handed-over table and remove its file; None if it is gone or its hash does not fit."""
    if handed is None:
        return None
    import pyarrow as pa

    path = study.folder / FOLDER / handed.name
    try:
        if sha256_of_file(path) != handed.sha256:
            return None
        with pa.OSFile(str(path), "rb") as source:
            return pa.ipc.open_file(source).read_all()
    except FileNotFoundError:
        return None
    finally:
        if not keep:
            path.unlink(missing_ok=True)


def clear_handed(study: Study) -> None:
    """Remove whatever an earlier run handed over and nobody accepted."""
    with suppress(FileNotFoundError):
        shutil.rmtree(study.folder / FOLDER)


def rows_of(table: pa.Table | None) -> list[dict[str, Any]]:
    """Return the table's rows."""
    return [] if table is None else table.to_pylist()


def as_row(transcript: Transcript) -> dict[str, Any]:
    """Convert a transcript to a row of plain values."""
    # Pairs, since columns of other interviews would be read back as empty.
    return {**asdict(transcript), "metadata": [list(pair) for pair in transcript.metadata.items()]}


def as_transcript(row: Mapping[str, Any]) -> Transcript:
    """Convert a row to a transcript."""
    turns = tuple(Turn(**{**turn, "role": Role(turn["role"])}) for turn in row["turns"])
    return Transcript(**{**row, "turns": turns, "metadata": {name: value for name, value in row["metadata"]}})


def as_fragments(rows: Sequence[Mapping[str, Any]]) -> list[Fragment]:
    """Convert rows to fragments."""
    return [Fragment(**{**row, "role": Role(row["role"])}) for row in rows]
