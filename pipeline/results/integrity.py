"""Check that the published tables are readable, consistent with each other, and derived from the store's ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import pandas as pd

from pipeline.errors import NothingPublished, UnreadableResults
from pipeline.results.reader import in_parts, read
from pipeline.results.schema import CORE, TABLES

PARTS = (("fragments", "interview", "transcripts"), ("codes", "fragment", "fragments"))
"""A table, and its column whose values must all occur in another table."""

ENTRY = ("number", "decided_at", "coder", "action", "dimension", "code_given")
"""The fields of a ledger entry that never change, whatever happens to its fragment."""


def faults(workspace: Path, *, interviews: Collection[str], ledger: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """Return the errors in the published tables, by table; empty where nothing has been published.

    Tables that are only older than the store are correct. `ledger` has the store's entries, oldest first.
    """
    found: dict[str, str] = {}
    whole: set[str] = set()
    for name in TABLES:
        try:
            _read_through(workspace, name)
            whole.add(name)
        except UnreadableResults as damaged:
            found[name] = str(damaged)
        except NothingPublished:
            continue
    if not whole and not found:
        return {}
    missing = {table.name: "it is missing beside the others" for table in CORE if table.name not in {*whole, *found}}
    return {**found, **missing, **dict(_misfits(workspace, whole, interviews, ledger))}


def _read_through(workspace: Path, table: str) -> None:
    for _ in in_parts(workspace, table):
        pass


def _misfits(
    workspace: Path, whole: Collection[str], interviews: Collection[str], ledger: Iterable[Mapping[str, object]]
) -> Iterator[tuple[str, str]]:
    for name, column, of in PARTS:
        if (
            name in whole
            and of in whole
            and not all(_are_in(part, workspace, of) for part in _cells(workspace, name, [column]))
        ):
            yield name, f"it names a {column} that is not in {of}"
    stored = _cells(workspace, "transcripts", ["interview"]) if "transcripts" in whole else ()
    if not all(set(part["interview"]) <= set(interviews) for part in stored):
        yield "transcripts", "it has interviews that are not in the study"
    if "decisions" in whole and not _begins_with(ledger, _cells(workspace, "decisions", [*ENTRY, "code"])):
        yield "decisions", "its entries are not those of this study's ledger"


def _cells(workspace: Path, table: str, columns: Collection[str]) -> Iterator[pd.DataFrame]:
    """Yield these columns of a table, in parts."""
    return in_parts(workspace, table, without=[name for name in TABLES[table].names if name not in columns])


def _are_in(part: pd.DataFrame, workspace: Path, table: str) -> bool:
    """Whether all values of the part's only column occur in the same column of another table."""
    [column] = part.columns
    named = set(part[column].astype("str"))
    others = [name for name in TABLES[table].names if name != column]
    return set(read(workspace, table, without=others, only={column: named})[column]) == named


def _begins_with(ledger: Iterable[Mapping[str, object]], published: Iterable[pd.DataFrame]) -> bool:
    entries = iter(ledger)
    for part in published:
        # Before schema version 3 the code as it was given was `code`.
        part["code_given"] = part["code_given"].astype("object").where(part["code_given"].notna(), part["code"])
        shown = [tuple(map(_plain, row)) for row in part[list(ENTRY)].itertuples(index=False)]
        if [tuple(_plain(entry[name]) for name in ENTRY) for entry in islice(entries, len(shown))] != shown:
            return False
    return True


def _plain(value: object) -> object:
    """Normalise a value of the ledger or a frame: empty values become None, times become pandas times."""
    if value is None or value != value:
        return None
    return pd.Timestamp(value) if hasattr(value, "tzinfo") else value  # type: ignore[arg-type]
