"""The half of taking in a file that needs no store: read it, cover the names in it, cut it; here or at a worker."""

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
    """Read and cut files, given with their hashes, and hand over what came of them; needs the folder and no store."""
    reader = Reader(study)
    found = [reader.as_row(Path(path), sha256) for path, sha256 in files]
    rows = [dict(row) for row in found if row is not None]
    return hand_over(study, name, pa.Table.from_pylist(rows), interviews=len(rows))


def hashes(files: Iterable[str]) -> list[tuple[str, str]]:
    """The files that may be opened, with their hashes, as `read_and_cut` wants them."""
    return [(file, sha256_of(Path(file).read_bytes())) for file in files if may_be_opened(Path(file))]
