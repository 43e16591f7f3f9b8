"""Trace every code of a fragment to ledger entries, model, training set, codebook and source file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import UnknownFragment
from pipeline.results.reader import as_rows

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.results.verdict_tables import Tables

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedCode:
    """One code that holds, its ledger entries in order, and the card of the model that suggested it."""

    code: Facts
    entries: tuple[Facts, ...]
    model: Facts | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The origin of everything about one fragment: ids and figures, never what was said."""

    fragment: Facts
    file: Facts
    codes: tuple[TracedCode, ...]
    suggestions: tuple[Facts, ...]
    entries: tuple[Facts, ...]
    codebooks: tuple[str, ...]


def explain(tables: Tables, fragment: str, cards: Mapping[str, Facts] | None = None) -> Explanation:
    """Trace a fragment; `cards` are the model cards by id, for models that still exist.

    Raises:
        UnknownFragment: no such fragment is published.
    """
    found = _of(tables["fragments"], fragment=fragment)
    if not found:
        raise UnknownFragment(fragment)
    about = {name: value for name, value in found[0].items() if name != "text"}
    entries = _of(tables["decisions"], fragment=fragment)
    codes = _of(tables["codes"], fragment=fragment)
    return Explanation(
        fragment=about,
        file=_file(tables, str(about["interview"])),
        codes=tuple(_traced(code, entries, cards or {}) for code in codes),
        suggestions=tuple(each for each in _of(tables["suggestions"], fragment=fragment) if each["suggested"]),
        entries=tuple(entries),
        codebooks=tuple(sorted({str(each["codebook"]) for each in entries})),
    )


def _file(tables: Tables, interview: str) -> Facts:
    rows = _of(tables["transcripts"], interview=interview)
    names = ("interview", "source", "sha256", "format", "encoding", "ingested_at")
    return {name: rows[0][name] for name in names} if rows else {}


def _traced(code: Facts, entries: list[dict[str, object]], cards: Mapping[str, Facts]) -> TracedCode:
    about = [
        each
        for each in entries
        if each["coder"] == code["coder"]
        and each["dimension"] == code["dimension"]
        and code["code"] in (each["code"], each["instead_of"])
    ]
    undoing = [each for each in entries if each["undoes"] in [entry["number"] for entry in about]]
    ordered = sorted([*about, *undoing], key=lambda each: int(str(each["number"])))
    return TracedCode(code=code, entries=tuple(ordered), model=_card(code["model"], cards))


def _card(model: object, cards: Mapping[str, Facts]) -> Facts | None:
    if model is None:
        return None
    return cards.get(str(model), {"id": model, "missing": "this model is no longer in models/"})


def _of(frame: pd.DataFrame, **cells: str) -> list[dict[str, object]]:
    for name, value in cells.items():
        frame = frame[frame[name].astype("str") == value]
    return as_rows(frame)
