"""The part of `ingest` that needs no store and can run on a worker: read, pseudonymise and segment files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.records import sha256_of
from pipeline.steps.remote.handover import Handover, hand_over
from pipeline.steps.shared.reader import Reader
from pipeline.transcripts import may_be_opened

if TYPE_CHECKING:
    from pipeline.settings import Study


def read_and_cut(study: Study, files: Sequence[tuple[str, str]], name: str) -> Handover:
    """Read and segment files, given with their hashes, and hand over the results; needs the folder and no store."""
    reader = Reader(study)
    found = [reader.as_row(Path(path), sha256) for path, sha256 in files]
    rows = [dict(row) for row in found if row is not None]
    return hand_over(study, name, pa.Table.from_pylist(rows), interviews=len(rows))


def hashes(files: Iterable[str]) -> list[tuple[str, str]]:
    """Return the files that may be opened, with their hashes, for `read_and_cut`."""
    return [(file, sha256_of(Path(file).read_bytes())) for file in files if may_be_opened(Path(file))]
