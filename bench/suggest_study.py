"""The shipped study as examples to learn from, taken in the way a team would: ingested, then its codes imported."""

from __future__ import annotations

import tempfile
from pathlib import Path

from pipeline.codebook import Codebook
from pipeline.decisions import Store
from pipeline.records import Example
from pipeline.settings import open_study
from pipeline.steps import import_codes, ingest, init, starter_study


def starter_examples() -> tuple[list[Example], Codebook]:
    """The hand-coded fragments of the starter study with their context, and its codebook."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "study"
        init(workspace)
        study = open_study(workspace)
        ingest(study, [starter_study() / "interviews"])
        import_codes(study, starter_study() / "codes.csv")
        with Store.open(study.store_url) as store:
            return list(store.examples(study.codebook)), study.codebook
