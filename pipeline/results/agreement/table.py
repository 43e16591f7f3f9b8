"""Rows of the table `agreement`: per dimension and code, between people and with the model, with intervals.

The model is compared only on fragments coded without its suggestions on screen, in interviews that it did not learn
from; verdicts on a visible suggestion do not measure the model.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pipeline.results.agreement.bootstrap import (
    CONFIDENCE,
    DRAWS,
    FEWEST_INTERVIEWS,
    Numbers,
    drawn,
    percentile_interval,
)
from pipeline.results.agreement.comparisons import MODEL, CoderGroup, between_people, held_out, with_model
from pipeline.results.agreement.measures import MEASURES, AgreementSums, alpha, masi, sums_by_interview
from pipeline.results.verdict_tables import (
    NO_CODES,
    Independent,
    Tables,
    as_before,
    codes_by_coder,
    finished,
    suggested_codes,
)

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.codebook import Codebook, Dimension

FEWEST_FRAGMENTS = 10
"""Minimum number of fragments coded by both for a figure."""
FEWEST_GIVEN = 5
"""Minimum number of fragments with a code, from any coder, for a figure of that code."""
ANY = ""
"""The value of the column `code` for a whole dimension."""

Labels = Mapping[tuple[str, str], frozenset[str]]
Measure = Callable[[AgreementSums], Numbers]
Row = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class _Measurand:
    """What is measured in one comparison, a code or a whole dimension: a set of codes per fragment and coder."""

    group: CoderGroup
    dimension: str
    code: str
    sets: list[list[frozenset[str]]]
    measures: tuple[str, ...]
    choices: int  # number of categories a coder could choose from, for AC1

    @cached_property
    def given(self) -> int:
        """The number of fragments to which any coder gave a code."""
        here = self.group.present
        return sum(
            any(each for each, there in zip(*row, strict=True) if there) for row in zip(self.sets, here, strict=True)
        )


def agreement(
    tables: Tables,
    codebook: Codebook,
    *,
    suggestions: pd.DataFrame | None = None,
    learnt_from: Mapping[str, Collection[str]] | None = None,
    independent: Independent | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> list[Row]:
    """Compute the rows of the table `agreement`: pairs of coders, all coders together, each coder with the model.

    `suggestions` (default: the published ones) must be made before the model learnt from the interview; `learnt_from`
    names the interviews that each model learnt from: its suggestions there are left out. `independent` are the
    verdicts that count as they were before the coder could see those of others. With too little data `value` is empty
    and `note` says why.
    """
    said = held_out(tables["suggestions"] if suggestions is None else suggestions, learnt_from or {})
    before = as_before(tables, independent or {})
    done = finished(before)
    rows: list[Row] = []
    for group in (*between_people(done), *with_model(done, said)):
        found = _rows_of(group, before, codebook, said, drawn(group.interviews, draws=draws, seed=seed))
        rows += _with_informed(found, group, tables, independent)
    return rows


def agreement_of_people(
    tables: Tables, codebook: Codebook, *, independent: Independent | None = None, draws: int = DRAWS, seed: int = 0
) -> Iterator[tuple[tuple[str, ...], list[Row]]]:
    """Yield the names of each group of coders with the rows of `agreement` about them, without the model."""
    said, before = tables["suggestions"], as_before(tables, independent or {})
    for group in between_people(finished(before)):
        weights = drawn(group.interviews, draws=draws, seed=seed)
        found = _rows_of(group, before, codebook, said, weights)
        yield group.coders, list(_with_informed(found, group, tables, independent))


def _with_informed(
    rows: list[Row], group: CoderGroup, tables: Tables, independent: Independent | None
) -> Iterator[Row]:
    """The rows with the number of verdicts that the group's coders gave after seeing another's."""
    done = finished(tables)
    there = set(group.fragments) if MODEL in group.coders else _shared(done[done["coder"].isin(group.coders)])
    number = sum(fragment in there and coder in group.coders for fragment, coder in independent or ())
    return (row | {"informed": number} for row in rows)


def _shared(done: pd.DataFrame) -> set[str]:
    """The fragments that more than one coder finished."""
    return set(done.loc[done.duplicated("fragment", keep=False), "fragment"])


def _rows_of(group: CoderGroup, tables: Tables, codebook: Codebook, said: pd.DataFrame, weights: Numbers) -> list[Row]:
    rows: list[Row] = []
    for dimension in codebook:
        labels = dict(codes_by_coder(tables, dimension.id))
        if MODEL in group.coders:
            labels |= {(fragment, MODEL): codes for fragment, codes in suggested_codes(said, dimension.id).items()}
        for measurand in _measurands(group, dimension, labels):
            rows += _rows(measurand, weights)
    return rows


def _measurands(group: CoderGroup, dimension: Dimension, labels: Labels) -> Iterator[_Measurand]:
    sets = [[labels.get((fragment, coder), NO_CODES) for coder in group.coders] for fragment in group.fragments]
    nominal = ("percent", "kappa", "alpha", "ac1") if len(group.coders) == 2 else ("percent", "alpha", "ac1")
    whole = nominal if dimension.single else ("percent", "masi_alpha")
    yield _Measurand(
        group=group, dimension=dimension.id, code=ANY, sets=sets, measures=whole, choices=len(dimension.codes) + 1
    )
    for code in dimension.code_ids:
        only = [[each & {code} for each in row] for row in sets]
        yield _Measurand(group=group, dimension=dimension.id, code=code, sets=only, measures=nominal, choices=2)


def _rows(measurand: _Measurand, weights: Numbers) -> Iterator[Row]:
    kinds = sorted({each for row in measurand.sets for each in row} | {NO_CODES}, key=sorted)
    number = {each: position for position, each in enumerate(kinds)}
    ratings = np.array([[number[each] for each in row] for row in measurand.sets])
    ratings = np.where(measurand.group.present, ratings, -1)
    categories = max(len(kinds), measurand.choices)
    sums = sums_by_interview(ratings, measurand.group.interview, categories)
    measures = {**MEASURES, "masi_alpha": _with_masi(kinds, categories)}
    lack = _too_little_data(len(measurand.sets), measurand.given)
    total, redrawn = sums.total(), sums.weighted(weights)
    for name in measurand.measures:
        value = np.nan if lack else float(measures[name](total))
        yield _row(measurand, name, value, measures[name](redrawn), lack)


def _with_masi(kinds: list[frozenset[str]], size: int) -> Measure:
    difference = np.ones((size, size)) - np.eye(size)
    difference[: len(kinds), : len(kinds)] = [[masi(one, other) for other in kinds] for one in kinds]
    return lambda sums: alpha(sums, difference)


def _too_little_data(fragments: int, given: int) -> str:
    """Return why there is too little data for a figure; empty if there is enough."""
    if fragments < FEWEST_FRAGMENTS:
        return f"too little to say: {fragments} fragments in common, {FEWEST_FRAGMENTS} are needed"
    if given < FEWEST_GIVEN:
        return f"too little to say: given on {given} fragments, {FEWEST_GIVEN} are needed"
    return ""


def _row(measurand: _Measurand, measure: str, value: float, redrawn: Numbers, lack: str) -> Row:
    group = measurand.group
    known = bool(np.isfinite(value))
    interval = percentile_interval(redrawn, group.interviews) if known else None
    return {
        "kind": group.kind,
        "coders": ", ".join(group.coders),
        "dimension": measurand.dimension,
        "code": measurand.code,
        "measure": measure,
        "value": value if known else None,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "confidence": CONFIDENCE,
        "fragments": len(group.fragments),
        "interviews": group.interviews,
        "given": measurand.given,
        "models": ", ".join(group.models),
        "note": lack or _note(known, interval is not None, group.interviews),
    }


def _note(known: bool, has_interval: bool, interviews: int) -> str:
    if not known:
        return "does not exist here: the coders used one category only"
    if interviews < FEWEST_INTERVIEWS:
        return f"no interval: {interviews} interviews, {FEWEST_INTERVIEWS} are needed"
    if not has_interval:
        return "no interval: in many draws of interviews the figure does not exist"
    return f"rough: the interval rests on {interviews} interviews" if interviews < 10 else ""
