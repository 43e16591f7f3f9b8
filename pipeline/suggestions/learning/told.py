"""What the codebook's own examples teach: each speaks of its dimension alone, and none ever judges a model."""

from __future__ import annotations

from pipeline.codebook import Code, Codebook
from pipeline.records import Example, Passage

BOOK = "codebook/"
"""Stands before the ids of such passages: they are of no interview."""


def examples_in(codebook: Codebook) -> list[Example]:
    """An example of its code for each text that the codebook gives, and one of no code for each counterexample."""
    return [
        Example(passage=_passage(f"{BOOK}{dimension.id}/{code.id}", at, text), codes={dimension.id: codes})
        for dimension in codebook
        for code in dimension.codes
        for at, (text, codes) in enumerate(_texts(code))
    ]


def _texts(code: Code) -> list[tuple[str, tuple[str, ...]]]:
    return [*((text, (code.id,)) for text in code.examples), *((text, ()) for text in code.counterexamples)]


def _passage(name: str, at: int, text: str) -> Passage:
    return Passage(transcript_id=f"{name}/{at}", start=0, end=len(text), text=text)
