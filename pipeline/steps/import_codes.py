"""Import hand codes from a file into the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.decisions import read_hand_codes
from pipeline.records import Report
from pipeline.steps.shared.study_lock import Clock, locked_store, now

if TYPE_CHECKING:
    from pipeline.settings import Study


def import_codes(study: Study, path: Path, *, coder: str = "", clock: Clock = now) -> Report:
    """Store hand-coded fragments from a file: all of its rows, or none.

    Raises:
        InvalidCodes: rows do not fit the codebook or the transcripts; each is named.
    """
    coded = read_hand_codes(path, study.codebook, coder=coder)
    with locked_store(study) as store:
        counts = store.imports.hand_codes(coded, study.codebook, source=path.name, decided_at=clock())
    return Report(step="import-codes", counts=counts)
