"""Compute agreement between coders and the fragments on which they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from pipeline.codebook import Codebook
from pipeline.decisions import Store
from pipeline.results.agreement.table import agreement_of_people
from pipeline.results.verdict_tables import NO_CODES, codes_by_coder, finished, without

DRAWS = 200
"""Draws for an interval on screen: few enough to wait for, so the last digit is rough."""

TABLES = ("fragments", "codes", "decisions")

# People are compared with each other, not with a model.
NO_SUGGESTIONS = ("fragment", "interview", "dimension", "code", "probability", "suggested", "model")

Codes = frozenset[str]
Coders = tuple[str, ...]
"""The names of a group of coders: a tuple, because a name may hold any character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measure of agreement with its interval, where one can be given; `note` says what to mind."""

    value: float | None
    low: float | None
    high: float | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Agreement on one code, or on a whole dimension when `code` is empty."""

    dimension: str
    code: str
    given: int
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderGroup:
    """Coders who finished the same fragments.

    `informed` is the number of verdicts that count as they were before the coder could see those of others.
    """

    coders: Coders
    fragments: int
    interviews: int
    informed: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A fragment that coders finished with different codes in a dimension."""

    fragment: str
    interview: str
    anchor: str
    text: str
    codes: Mapping[str, tuple[str, ...]]


class Place(NamedTuple):
    """A fragment that more than one coder may have finished."""

    fragment: str
    interview: str
    anchor: str
    text: str


class Comparison:
    """All comparisons between people at one moment, without interviews that wait for two coders."""

    def __init__(self, store: Store, codebook: Codebook) -> None:
        with store.snapshot() as moment:
            read = {name: pd.DataFrame(moment.rows(name, among="coded_twice")) for name in TABLES}
            anew, independent = moment.coded_anew(), moment.independent_verdicts()
        waiting = list(store.coders.interviews_waiting_for_two())
        read = {name: rows[~rows["interview"].isin(waiting)] if len(rows) else rows for name, rows in read.items()}
        read["suggestions"] = pd.DataFrame(columns=NO_SUGGESTIONS)
        self._independent = independent
        self._tables = without(read, anew)
        self._done = finished(self._tables) if len(self._tables["decisions"]) else pd.DataFrame()
        self.compared = tuple(self._figures(codebook))
        # Made ready here, where nobody waits: pages that list differences ask for no more than to look them up.
        self._finishers = self._who_finished()
        self._places = [place for place in map(_place, self._rows()) if place.fragment in self._finishers]
        self._found: dict[tuple[Coders, str, str], list[Difference]] = {}
        self._given = {each.id: codes_by_coder(self._tables, each.id) for each in codebook} if self._places else {}

    def between(self, coders: Coders) -> CoderGroup | None:
        """The comparison of these coders; None when they finished nothing in common."""
        return next((each for each in self.compared if each.coders == coders), None)

    def differences(self, coders: Coders, dimension: str, code: str) -> list[Difference]:
        """The fragments that these coders finished and coded differently, in the order of the interviews."""
        asked = coders, dimension, code
        if asked not in self._found:
            self._found[asked] = list(self._differing(coders, self._given.get(dimension, {}), code))
        return self._found[asked]

    def _differing(self, names: Coders, given: Mapping[tuple[str, str], Codes], code: str) -> Iterator[Difference]:
        for place in self._places:
            if self._finishers[place.fragment].issuperset(names):
                theirs = [given.get((place.fragment, name), NO_CODES) for name in names]
                if len({codes & {code} if code else codes for codes in theirs}) > 1:
                    codes = {name: tuple(sorted(held)) for name, held in zip(names, theirs, strict=True)}
                    yield Difference(**place._asdict(), codes=codes)

    def _rows(self) -> list[dict[Hashable, object]]:
        return [] if self._done.empty else self._tables["fragments"].to_dict("records")

    def _who_finished(self) -> Mapping[str, set[str]]:
        found = defaultdict[str, set[str]](set)
        for fragment, coder in zip(self._done.get("fragment", ()), self._done.get("coder", ()), strict=True):
            found[str(fragment)].add(str(coder))
        return found

    def _figures(self, codebook: Codebook) -> Iterator[CoderGroup]:
        if self._done.empty or not (self._done.groupby("fragment").size() > 1).any():
            return
        for coders, listed in agreement_of_people(self._tables, codebook, independent=self._independent, draws=DRAWS):
            yield CoderGroup(
                coders=coders,
                fragments=int(str(listed[0]["fragments"])),
                interviews=int(str(listed[0]["interviews"])),
                informed=int(str(listed[0]["informed"])),
                lines=tuple(_lines(listed)),
            )


def _lines(rows: list[dict[str, object]]) -> Iterator[Line]:
    for (dimension, code), each in groupby(rows, key=lambda row: (str(row["dimension"]), str(row["code"]))):
        listed = list(each)
        figures = {str(row["measure"]): _figure(row) for row in listed}
        yield Line(dimension=dimension, code=code, given=int(str(listed[0]["given"])), figures=figures)


def _figure(row: Mapping[str, object]) -> Figure:
    value, low, high = (None if row[name] is None else float(str(row[name])) for name in ("value", "low", "high"))
    return Figure(value=value, low=low, high=high, note=str(row["note"]))


def _place(row: Mapping[Hashable, object]) -> Place:
    return Place(
        fragment=str(row["fragment"]),
        interview=str(row["interview"]),
        anchor=f"{row['start']}-{row['end']}",
        text=str(row["text"]),
    )
