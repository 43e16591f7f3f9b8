"""Rows of the table `agreement` for coders who segmented the same interviews differently: unitizing alpha."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from pipeline.results.agreement.bootstrap import CONFIDENCE, DRAWS, FEWEST_INTERVIEWS, drawn, percentile_interval
from pipeline.results.agreement.unitizing import Continuum, Span, unit_sums, unitizing_alpha
from pipeline.results.verdict_tables import Tables, finished

Row = dict[str, object]


def unitizing_agreement(spans: pd.DataFrame, *, draws: int = DRAWS, seed: int = 0) -> list[Row]:
    """Compute the rows of the table `agreement` with unitizing alpha for every pair of coders.

    `spans` has a row per unit: interview, start, end, coder, and dimension and code where the unit has one (both empty
    for the segmentation itself). The text that is compared is the union of all units, interview by interview; only
    interviews that both coders segmented count.
    """
    rows: list[Row] = []
    for pair in combinations(sorted(spans["coder"].unique()), 2):
        both = _cut_by_all(spans, pair)
        for (dimension, code), units in both.groupby(["dimension", "code"], sort=True, observed=True):
            rows.append(_row(pair, str(dimension), str(code), both, units, draws, seed))
    return rows


def overlapping_boundaries(tables: Tables) -> pd.DataFrame:
    """Return the units for `unitizing_agreement`, from interviews where two coders finished overlapping fragments.

    Where everybody finished the same fragments there is nothing to compare: an unfinished fragment is no other
    segmentation.
    """
    fragments = tables["fragments"][["fragment", "start", "end"]].astype({"fragment": "str"})
    units = finished(tables).merge(fragments, on="fragment")
    crossing = [str(name) for name, rows in units.groupby("interview") if _cross(rows)]
    units = units[units["interview"].isin(crossing)]
    codes = tables["codes"][["fragment", "coder", "dimension", "code"]].astype("str")
    coded = units.merge(codes, on=["fragment", "coder"])
    cuts = units.assign(dimension="", code="")
    return pd.concat([cuts, coded], ignore_index=True)[["interview", "start", "end", "coder", "dimension", "code"]]


def _cross(units: pd.DataFrame) -> bool:
    """Whether fragments of two coders overlap without being equal."""
    spans = units[["start", "end"]].drop_duplicates().sort_values(["start", "end"])
    return bool((spans["start"].to_numpy()[1:] < np.maximum.accumulate(spans["end"].to_numpy())[:-1]).any())


def _cut_by_all(spans: pd.DataFrame, coders: Sequence[str]) -> pd.DataFrame:
    theirs = spans[spans["coder"].isin(coders)]
    cutters = theirs.groupby("interview", observed=True)["coder"].nunique()
    return theirs[theirs["interview"].isin(cutters[cutters == len(coders)].index)]


def _row(
    pair: tuple[str, ...], dimension: str, code: str, text: pd.DataFrame, units: pd.DataFrame, draws: int, seed: int
) -> Row:
    continua = list(_continua(pair, text, units))
    sums = [unit_sums(continua)]
    value = float(unitizing_alpha(sums, np.ones((1, len(continua))))[0])
    known = bool(np.isfinite(value))
    redrawn = unitizing_alpha(sums, drawn(len(continua), draws=draws, seed=seed))
    interval = percentile_interval(redrawn, len(continua)) if known else None
    return {
        "kind": "human-human", "coders": ", ".join(pair), "dimension": dimension, "code": code,
        "measure": "unitizing_alpha", "value": value if known else None,
        "low": interval.low if interval else None, "high": interval.high if interval else None,
        "confidence": CONFIDENCE, "fragments": len(units), "interviews": len(continua), "given": len(units),
        "models": "", "note": _note(known, len(continua)),
    }  # fmt: skip


def _note(known: bool, interviews: int) -> str:
    if not known:
        return "does not exist here: everything is in one unit or none"
    if interviews < FEWEST_INTERVIEWS:
        return f"no interval: {interviews} interviews, {FEWEST_INTERVIEWS} are needed"
    return f"rough: the interval rests on {interviews} interviews" if interviews < 10 else ""


def _continua(coders: Sequence[str], text: pd.DataFrame, units: pd.DataFrame) -> Iterator[Continuum]:
    for interview, cut in text.groupby("interview", sort=True, observed=True):
        stretches = _joined(sorted(zip(cut["start"], cut["end"], strict=True)))
        mine = units[units["interview"] == interview]
        cuts = [_spans(mine[mine["coder"] == coder], stretches) for coder in coders]
        yield Continuum(length=sum(end - start for start, end in stretches), cuts=cuts)


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Merge the spans into disjoint stretches."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _spans(units: pd.DataFrame, stretches: Sequence[Span]) -> list[Span]:
    """Convert the units to offsets in the concatenation of the stretches."""
    starts = np.array([start for start, _ in stretches])
    before = np.cumsum([0, *(end - start for start, end in stretches)])

    def along(offset: int) -> int:
        stretch = int(np.searchsorted(starts, offset, side="right")) - 1
        return int(before[stretch] + offset - starts[stretch])

    return sorted((along(start), along(end - 1) + 1) for start, end in zip(units["start"], units["end"], strict=True))
