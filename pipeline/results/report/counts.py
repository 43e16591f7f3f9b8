"""The numbers behind the report's figures: counted from final codes on finished fragments, some interviews at a time.

What is counted of some interviews can be added to what is counted of others, so that a large study is never in memory.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPoint:
    """How well a model does on unseen interviews after learning from so many: a point of the learning curve."""

    interviews: int
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCounts:
    """What the report counts of some interviews, or of all: sizes, who and what took part, and codes beside codes.

    `by_lead_code` has for each dimension beside the first one-valued one how its codes are told under that one's codes,
    `cooccurrences` how many fragments have both of two codes.
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
        """What there is to count in whole interviews."""
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
        """Of these interviews and more, none of which is in both."""
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
        """How large the study is and what was done in it."""
        # One coder may be in several interviews: added up, they would be too many.
        return {**self.sizes, "coders": len(self.coders)}

    @property
    def double_coded_share(self) -> float:
        """The share of finished fragments that at least two coders finished."""
        return self.double_coded / self.finished if self.finished else 0.0


def counted(batches: Iterable[Tables], codebook: Codebook) -> ReportCounts:
    """What is counted of batches of whole interviews each, of which there is at least one."""
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
    """The first dimension with at most one value: the view under which the other codes are told."""
    return next((dimension for dimension in codebook if dimension.single), None)


def _crosstab_with_lead(tables: Tables, lead: Dimension, other: Dimension) -> pd.DataFrame:
    """For each code of `other`, how many fragments with it are told under each code of `lead` (or none)."""
    codes = _final(tables)
    view = codes[codes["dimension"] == lead.id].set_index("fragment")["code"]
    theirs = codes[codes["dimension"] == other.id]
    lead_code = theirs["fragment"].map(view).fillna("")
    counts = pd.crosstab(theirs["code"], lead_code)
    return counts.reindex(index=list(other.code_ids), columns=[*lead.code_ids, ""], fill_value=0)


def _cooccurrences(tables: Tables, codebook: Codebook) -> pd.DataFrame:
    """How many fragments have both of two codes; on the diagonal, how many have the code."""
    codes = _final(tables)
    names = [f"{dimension.id}/{code}" for dimension in codebook for code in dimension.code_ids]
    marks = pd.crosstab(codes["fragment"], codes["dimension"] + "/" + codes["code"]).clip(upper=1)
    marks = marks.reindex(columns=names, fill_value=0)
    return marks.T @ marks


def points_of(card: Mapping[str, Any]) -> list[LearningPoint]:
    """The learning curve that a model's card holds: macro-F1, averaged over the dimensions that have it."""
    curves = [each.get("learning_curve", {}) for each in card.get("figures", {}).values()]
    sizes = sorted({int(size) for curve in curves for size in curve})
    return [
        LearningPoint(interviews=size, f1=float(np.mean([c[str(size)]["macro_f1"] for c in curves if str(size) in c])))
        for size in sizes
    ]


def extrapolated_f1(points: Sequence[LearningPoint], *, more: int = MORE_INTERVIEWS) -> float | None:
    """What the curve promises after `more` interviews; None from fewer than four points.

    The curve is a - b * n^-c, as learning curves usually are (Cortes, Jackel, Solla, Vapnik & Denker, Learning curves:
    asymptotic values and rate of convergence, NIPS 1993). A promise, not a measurement.
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
