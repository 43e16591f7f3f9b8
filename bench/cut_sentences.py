"""Sentence boundaries compared with other splitters, on the gold file of spoken Flemish and on an optional treebank.

`DREMPEL_TREEBANK` may name a folder of JSON-lines files with `split`, `doc_id`, `text` and `sent_ends` per paragraph;
they are not part of the repository.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import peers

GOLD = Path(__file__).parent.parent / "tests" / "fragments" / "gold"
Marked = tuple[str, set[int]]  # a text and where its sentences end
STYLES = {"": str, ", lower case": str.lower}


def run() -> None:
    """Print F1 of sentence ends inside the text, for each splitter and text."""
    console = Console()
    splitters, missing = peers.installed()
    texts = {
        "spoken, tuned on": list(_spoken("tuned_on")),
        "spoken, held out": list(_spoken("held_out")),
    } | _treebanks()
    table = Table(title="Sentence boundaries: precision / recall / F1 in %")
    table.add_column("text")
    for name in splitters:
        table.add_column(name, justify="right")
    for name, marked in texts.items():
        for style, change in STYLES.items():
            changed = [(change(text), ends) for text, ends in marked if len(change(text)) == len(text)]
            table.add_row(name + style, *(_figures(split, changed) for split in splitters.values()))
    console.print(table)
    if not os.environ.get("DREMPEL_TREEBANK"):
        console.print("No treebank: DREMPEL_TREEBANK names no folder, so written Dutch was left out.")
    for name in missing:
        console.print(f"{name} is not installed and was left out (a package of that name would be measured).")


def _figures(split: peers.Splitter, marked: list[Marked]) -> str:
    right = wrong = missed = 0
    for text, ends in marked:
        gold, found = _spoken_before(text, ends), _spoken_before(text, split(text))
        right, wrong, missed = right + len(gold & found), wrong + len(found - gold), missed + len(gold - found)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    f1 = 2 * right / max(1, 2 * right + wrong + missed)
    return f"{100 * precision:.1f} / {100 * recall:.1f} / {100 * f1:.2f}"


def _spoken_before(text: str, ends: set[int]) -> set[int]:
    """Sentence ends as counts of characters without white space, without the end of the text."""
    seen, before = 0, [0]
    for character in text:
        seen += not character.isspace()
        before.append(seen)
    return {before[end] for end in ends} - {0, seen}


def _spoken(name: str) -> Iterator[Marked]:
    for line in (GOLD / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield _joined(line.split(" | "), " ")


def _joined(pieces: list[str], between: str) -> Marked:
    ends, at = set(), 0
    for piece in pieces:
        at += len(piece)
        ends.add(at)
        at += len(between)
    return between.join(pieces), ends


def _treebanks() -> dict[str, list[Marked]]:
    given = os.environ.get("DREMPEL_TREEBANK")
    if not given:
        return {}
    files = sorted(Path(given).glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    found: dict[str, list[Marked]] = {}
    for layout, between in (("paragraphs", "\n\n"), ("run-on", " ")):
        for (split, _), paragraphs in groupby(rows, key=lambda row: (row["split"], row["doc_id"])):
            found.setdefault(f"{split}, {layout}", []).append(_document(list(paragraphs), between))
    return found


def _document(paragraphs: list[dict[str, object]], between: str) -> Marked:
    text, ends = "", set()
    for paragraph in paragraphs:
        text += between if text else ""
        ends |= {len(text) + end for end in paragraph["sent_ends"]}  # type: ignore[attr-defined]
        text += str(paragraph["text"])
    return text, ends
