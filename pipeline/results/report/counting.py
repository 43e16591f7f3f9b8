"""The numbers behind the report's figures, as plain frames: counted from final codes on finished fragments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.codebook import Codebook, Dimension
from pipeline.results.verdicts import Tables, finished

TEN_MORE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPoint:
    """How well a model does on unseen interviews after learning from so many: a point of the learning curve."""

    interviews: int
    f1: float


def study_in_figures(tables: Tables) -> dict[str, int]:
    """How large the study is and what was done in it."""
    fragments, codes, decisions = tables["fragments"], tables["codes"], tables["decisions"]
    final = codes[codes["final"]]
    live = decisions[decisions["live"]]
    counts = {
        "interviews": len(tables["transcripts"]),
        "words": int(tables["transcripts"]["words"].sum()),
        "fragments": len(fragments),
        "reviewed": int(fragments["reviewed"].sum()),
        "blind": int((fragments["blind"] & fragments["reviewed"]).sum()),
        "coders": int(finished(tables)["coder"].nunique()),
        "codes": len(final),
    }
    origins = {origin: int((final["origin"] == origin).sum()) for origin in ("manual", "accepted", "changed", "auto")}
    return counts | origins | {"rejected": int((live["action"] == "rejected").sum())}


def lead_dimension(codebook: Codebook) -> Dimension | None:
    """The first dimension with at most one value: the view under which the other codes are told."""
    return next((dimension for dimension in codebook if dimension.single), None)


def told_as(tables: Tables, lead: Dimension, other: Dimension) -> pd.DataFrame:
    """For each code of `other`, how many fragments with it are told under each code of `lead` (or none)."""
    codes = _final(tables)
    view = codes[codes["dimension"] == lead.id].set_index("fragment")["code"]
    theirs = codes[codes["dimension"] == other.id]
    told = theirs["fragment"].map(view).fillna("")
    counts = pd.crosstab(theirs["code"], told)
    return counts.reindex(index=list(other.code_ids), columns=[*lead.code_ids, ""], fill_value=0)


def together(tables: Tables, codebook: Codebook) -> pd.DataFrame:
    """How many fragments have both of two codes; on the diagonal, how many have the code."""
    codes = _final(tables)
    names = [f"{dimension.id}/{code}" for dimension in codebook for code in dimension.code_ids]
    marks = pd.crosstab(codes["fragment"], codes["dimension"] + "/" + codes["code"]).clip(upper=1)
    marks = marks.reindex(columns=names, fill_value=0)
    return marks.T @ marks


def double_coded_share(tables: Tables) -> float:
    """The share of finished fragments that at least two coders finished."""
    coders = finished(tables).groupby("fragment")["coder"].nunique()
    return float((coders >= 2).mean()) if len(coders) else 0.0


def points_of(card: Mapping[str, Any]) -> list[LearningPoint]:
    """The learning curve that a model's card holds: macro-F1, averaged over the dimensions that have it."""
    curves = [each.get("learning_curve", {}) for each in card.get("figures", {}).values()]
    sizes = sorted({int(size) for curve in curves for size in curve})
    return [
        LearningPoint(interviews=size, f1=float(np.mean([c[str(size)]["macro_f1"] for c in curves if str(size) in c])))
        for size in sizes
    ]


def ten_more(points: Sequence[LearningPoint], *, more: int = TEN_MORE) -> float | None:
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
