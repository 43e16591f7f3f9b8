"""Count the numbers in the report's charts, from final codes on finished fragments, in batches of interviews.

Counts of batches can be added, so that a large study is never in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pipeline.results.verdict_tables import Tables, finished

if TYPE_CHECKING:
    from pipeline.codebook import Codebook, Dimension

MORE_INTERVIEWS = 10

WITH_BELOW = "+"
"""Ends the name of a row that counts a code together with its sub-codes; no id ends so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPoint:
    """A point of the learning curve: F1 on unseen interviews after training on this many."""

    interviews: int
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCounts:
    """The report's counts for some or all interviews: sizes, coders, models, and codes by code.

    `by_lead_code` has for each other dimension a table of its codes by the codes of the first single-valued dimension,
    `cooccurrences` the number of fragments with both of two codes.
    """

    sizes: Mapping[str, int]
    finished: int
    double_coded: int
    coders: frozenset[str]
    models: frozenset[str]
    codebooks: frozenset[str]
    by_lead_code: Mapping[str, pd.DataFrame]
    cooccurrences: pd.DataFrame

    @classmethod
    def of(cls, tables: Tables, codebook: Codebook) -> ReportCounts:
        """Count whole interviews."""
        done, lead = finished(tables), lead_dimension(codebook)
        finishers = done.groupby("fragment")["coder"].nunique()
        others = [each for each in codebook if lead is not None and each.id != lead.id]
        return cls(
            sizes=_sizes(tables, done),
            finished=len(finishers),
            double_coded=int((finishers >= 2).sum()),
            coders=frozenset(done["coder"]),
            models=frozenset(tables["codes"]["model"].dropna().astype("str")),
            codebooks=frozenset(tables["decisions"]["codebook"].dropna().astype("str")),
            by_lead_code={} if lead is None else {each.id: _crosstab_with_lead(tables, lead, each) for each in others},
            cooccurrences=_cooccurrences(tables, codebook),
        )

    def __add__(self, more: ReportCounts) -> ReportCounts:
        """Add the counts of other interviews; no interview may be in both."""
        return ReportCounts(
            sizes={name: count + more.sizes[name] for name, count in self.sizes.items()},
            finished=self.finished + more.finished,
            double_coded=self.double_coded + more.double_coded,
            coders=self.coders | more.coders,
            models=self.models | more.models,
            codebooks=self.codebooks | more.codebooks,
            by_lead_code={name: counts + more.by_lead_code[name] for name, counts in self.by_lead_code.items()},
            cooccurrences=self.cooccurrences + more.cooccurrences,
        )

    @property
    def study(self) -> dict[str, int]:
        """The size of the study and what was done in it."""
        # A coder may occur in several batches, so coders are counted from the union.
        return {**self.sizes, "coders": len(self.coders)}

    @property
    def double_coded_share(self) -> float:
        """The share of finished fragments that at least two coders finished."""
        return self.double_coded / self.finished if self.finished else 0.0


def counted(batches: Iterable[Tables], codebook: Codebook) -> ReportCounts:
    """Count batches of whole interviews; there must be at least one."""
    return reduce(add, (ReportCounts.of(tables, codebook) for tables in batches))


def _sizes(tables: Tables, done: pd.DataFrame) -> dict[str, int]:
    fragments, codes, decisions = tables["fragments"], tables["codes"], tables["decisions"]
    final = codes[codes["final"]]
    live = decisions[decisions["live"]]
    counts = {
        "interviews": len(tables["transcripts"]),
        "words": int(tables["transcripts"]["words"].sum()),
        "fragments": len(fragments),
        "reviewed": int(fragments["reviewed"].sum()),
        "blind": int((fragments["blind"] & fragments["reviewed"]).sum()),
        "coders": int(done["coder"].nunique()),
        "codes": len(final),
    }
    origins = {origin: int((final["origin"] == origin).sum()) for origin in ("manual", "accepted", "changed", "auto")}
    return counts | origins | {"rejected": int((live["action"] == "rejected").sum())}


def lead_dimension(codebook: Codebook) -> Dimension | None:
    """Return the first single-valued dimension, by which the codes of the others are tabulated."""
    return next((dimension for dimension in codebook if dimension.single), None)


def _crosstab_with_lead(tables: Tables, lead: Dimension, other: Dimension) -> pd.DataFrame:
    """Count for each code of `other` the fragments by code of `lead` (or none).

    A code with sub-codes has a second row for the fragments with any of these, marked by `WITH_BELOW`.
    """
    codes = _final(tables)
    view = codes[codes["dimension"] == lead.id].set_index("fragment")["code"]
    theirs = codes[codes["dimension"] == other.id]
    levels = {f"{code}{WITH_BELOW}": (code, *below) for code in other.code_ids if (below := other.below(code))}
    whole = [theirs[theirs["code"].isin(group)].assign(code=name) for name, group in levels.items()]
    told = pd.concat([theirs, *whole]).drop_duplicates(["fragment", "code"])
    lead_code = told["fragment"].map(view).fillna("")
    counts = pd.crosstab(told["code"], lead_code)
    rows = [name for code in other.code_ids for name in (code, f"{code}{WITH_BELOW}") if name == code or name in levels]
    return counts.reindex(index=rows, columns=[*lead.code_ids, ""], fill_value=0)


def _cooccurrences(tables: Tables, codebook: Codebook) -> pd.DataFrame:
    """Count the fragments with both of two codes; the diagonal has the fragments with one."""
    codes = _final(tables)
    names = [f"{dimension.id}/{code}" for dimension in codebook for code in dimension.code_ids]
    marks = pd.crosstab(codes["fragment"], codes["dimension"] + "/" + codes["code"]).clip(upper=1)
    marks = marks.reindex(columns=names, fill_value=0)
    return marks.T @ marks


def points_of(card: Mapping[str, Any]) -> list[LearningPoint]:
    """Read the learning curve from a model card: macro-F1, averaged over the dimensions that have it."""
    curves = [each.get("learning_curve", {}) for each in card.get("figures", {}).values()]
    sizes = sorted({int(size) for curve in curves for size in curve})
    return [
        LearningPoint(interviews=size, f1=float(np.mean([c[str(size)]["macro_f1"] for c in curves if str(size) in c])))
        for size in sizes
    ]


def extrapolated_f1(points: Sequence[LearningPoint], *, more: int = MORE_INTERVIEWS) -> float | None:
    """Extrapolate the learning curve by `more` interviews; None for fewer than four points.

    The curve is a - b * n^-c, the usual form of learning curves (Cortes, Jackel, Solla, Vapnik & Denker, Learning
    curves: asymptotic values and rate of convergence, NIPS 1993). The result is an extrapolation, not a measurement.
    """
    if len({point.interviews for point in points}) < 4:
        return None
    sizes = np.array([float(point.interviews) for point in points])
    values = np.array([point.f1 for point in points])
    fits = []
    for exponent in np.linspace(0.1, 2.0, 39):
        columns = np.column_stack([np.ones_like(sizes), -(sizes**-exponent)])
        (top, drop), *_ = np.linalg.lstsq(columns, values, rcond=None)
        left = float(((columns @ [top, drop] - values) ** 2).sum())
        fits.append((left, float(top - drop * (sizes.max() + more) ** -exponent)))
    return float(np.clip(min(fits)[1], 0.0, 1.0))


def _final(tables: Tables) -> pd.DataFrame:
    codes = tables["codes"]
    return codes[codes["final"]].astype({"fragment": "str", "dimension": "str", "code": "str"})
