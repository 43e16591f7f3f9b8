"""Whether what was published can be read, fits together, and comes from this store's ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import pandas as pd

from pipeline.errors import NothingPublished, UnreadableResults
from pipeline.results.reading import read
from pipeline.results.schema import CORE, TABLES

PARTS = (("fragments", "interview", "transcripts"), ("codes", "fragment", "fragments"))
"""A table, and the column of it whose values all stand in another table."""

ENTRY = ("number", "decided_at", "coder", "action", "dimension", "code")
"""What never changes of an entry, whatever happens to its fragment later."""


def faults(workspace: Path, *, interviews: Collection[str], ledger: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """What is wrong with the published tables, by table; nothing where nothing was published yet.

    Tables that are only older than the store are right. `ledger` holds the store's entries, oldest first.
    """
    found: dict[str, str] = {}
    frames: dict[str, pd.DataFrame] = {}
    for name in TABLES:
        try:
            frames[name] = read(workspace, name)
        except UnreadableResults as damaged:
            found[name] = str(damaged)
        except NothingPublished:
            continue
    if not frames and not found:
        return {}
    missing = {table.name: "it is missing beside the others" for table in CORE if table.name not in {*frames, *found}}
    return {**found, **missing, **dict(_misfits(frames, interviews, ledger))}


def _misfits(
    frames: Mapping[str, pd.DataFrame], interviews: Collection[str], ledger: Iterable[Mapping[str, object]]
) -> Iterator[tuple[str, str]]:
    for name, column, of in PARTS:
        if name in frames and of in frames and not set(frames[name][column]) <= set(frames[of][column]):
            yield name, f"it names a {column} that is not in {of}"
    if "transcripts" in frames and not set(frames["transcripts"]["interview"]) <= set(interviews):
        yield "transcripts", "it has interviews that are not in the study"
    if "decisions" in frames and not _begins_with(ledger, frames["decisions"]):
        yield "decisions", "its entries are not those of this study's ledger"


def _begins_with(ledger: Iterable[Mapping[str, object]], published: pd.DataFrame) -> bool:
    shown = [tuple(map(_plain, row)) for row in published[list(ENTRY)].itertuples(index=False)]
    told = [tuple(_plain(entry[name]) for name in ENTRY) for entry in islice(ledger, len(shown))]
    return told == shown


def _plain(value: object) -> object:
    """A value as the ledger and as a frame have it alike: an empty one is None, a time is pandas' own."""
    if value is None or value != value:
        return None
    return pd.Timestamp(value) if hasattr(value, "tzinfo") else value  # type: ignore[arg-type]
