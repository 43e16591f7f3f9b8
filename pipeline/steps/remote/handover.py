"""Work handed to another machine and back: files in a folder that both see, whole or not at all, taken if they fit.

Between the machines go names, hashes and counts; what people said goes through the folder alone.
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
"""Empty between runs; what a killed one left there is removed by the next one, and by `check`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A file that was handed over: its name in the folder, its hash, and how many interviews are in it."""

    name: str
    sha256: str
    interviews: int


def hand_over(study: Study, name: str, table: pa.Table, *, interviews: int) -> Handover:
    """Write the table for somebody else to take."""
    import pyarrow as pa

    folder = study.folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{name}.partial"
    # Not compressed: whoever looks for a participant's words in the workspace sees them here too.
    with pa.OSFile(str(partial), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    handed = Handover(name=f"{name}.arrow", sha256=sha256_of_file(partial), interviews=interviews)
    partial.replace(folder / handed.name)
    return handed


def taken_over(study: Study, handed: Handover | None, *, keep: bool = False) -> pa.Table | None:
    """What was handed over, and its file removed; None where it is gone, or is not the file that was handed over."""
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
    """Remove whatever an earlier run handed over and nobody took."""
    with suppress(FileNotFoundError):
        shutil.rmtree(study.folder / FOLDER)


def rows_of(table: pa.Table | None) -> list[dict[str, Any]]:
    """The table's rows."""
    return [] if table is None else table.to_pylist()


def as_row(transcript: Transcript) -> dict[str, Any]:
    """A transcript as a row of plain values."""
    # As pairs: columns that only other interviews have would come back empty.
    return {**asdict(transcript), "metadata": [list(pair) for pair in transcript.metadata.items()]}


def as_transcript(row: Mapping[str, Any]) -> Transcript:
    """The transcript of a row."""
    turns = tuple(Turn(**{**turn, "role": Role(turn["role"])}) for turn in row["turns"])
    return Transcript(**{**row, "turns": turns, "metadata": {name: value for name, value in row["metadata"]}})


def as_fragments(rows: Sequence[Mapping[str, Any]]) -> list[Fragment]:
    """The fragments of rows."""
    return [Fragment(**{**row, "role": Role(row["role"])}) for row in rows]
