"""The shipped study as examples to learn from, as a team would have it that coded it."""

from __future__ import annotations

from pipeline.codebook import Codebook, load_codebook
from pipeline.records import Example
from pipeline.settings import CODEBOOK_FILE
from pipeline.steps import starter, starter_study


def starter_examples() -> tuple[list[Example], Codebook]:
    """The hand-coded fragments of the starter study with their context, and its codebook."""
    codebook = load_codebook(starter_study() / CODEBOOK_FILE)
    return starter.starter_examples(codebook), codebook
