"""The shipped starter study for benchmarks: transcripts with the fragments that their coders cut."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from pipeline import transcripts
from pipeline.codebook import load_codebook
from pipeline.records import Transcript

STARTER = Path(__file__).parent.parent / "data" / "starter"
Span = tuple[int, int]


def hand_cuts(name: str = "codes.csv") -> list[tuple[Transcript, list[Span]]]:
    """Every interview in a file of codes with its fragments, sorted by id."""
    spans: dict[str, list[Span]] = defaultdict(list)
    with (STARTER / name).open(newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            spans[row["interview"]].append((int(row["start"]), int(row["end"])))
    codebook = load_codebook(STARTER / "codebook.yaml")
    folder = STARTER / "interviews"
    return [
        (transcripts.read(folder / f"{each}.txt", codebook=codebook), sorted(spans[each])) for each in sorted(spans)
    ]
