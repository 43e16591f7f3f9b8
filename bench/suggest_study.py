"""The shipped study as training examples."""

from __future__ import annotations

from pipeline.codebook import Codebook, load_codebook
from pipeline.records import Example
from pipeline.settings import CODEBOOK_FILE
from pipeline.steps.api import starter_study
from pipeline.steps.shared import starter_examples as shared_examples


def starter_examples() -> tuple[list[Example], Codebook]:
    """The hand-coded fragments of the starter study with their context, and its codebook."""
    codebook = load_codebook(starter_study() / CODEBOOK_FILE)
    return shared_examples.starter_examples(codebook), codebook
