"""Certified auto-accept: find the lowest probability threshold above which a code needs no person, with a guarantee.

A certificate states: with 95 % confidence (per code, not for all codes together), fewer than `bound` of the codes
accepted in interviews like those of the calibration are wrong. It rests on fragments that people coded blind, scored
by a model that had not learnt from their interviews. It is off by default, and most codes of most studies cannot be
certified yet.

Sources: thresholds are tested one after another from the strictest, stopping at the first that fails, as in A. N.
Angelopoulos, S. Bates, E. Candès, M. Jordan & L. Lei, Learn then Test, arXiv 2110.01052 (fixed-sequence testing); each
test is the exact binomial limit at the effective sample size of E. L. Korn & B. I. Graubard, Confidence intervals for
proportions with small expected number of positive counts estimated from survey data. Survey Methodology 24 (1998).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta
from scipy.stats import t as student

from pipeline.records import sha256_of
from pipeline.results.verdict_tables import NO_CODES, Tables, codes_by_coder, finished_blind

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.codebook import Codebook

BOUND = 0.05
CONFIDENCE = 0.95
THRESHOLDS = (0.99, 0.98, 0.97, 0.95, 0.925, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5)
"""Fixed in advance, so that searching for the lowest does not weaken the guarantee."""
MIN_INTRACLASS_CORRELATION = 0.15
"""Minimum intraclass correlation of errors in one interview that is assumed: a few errors cannot show it."""
FEWEST_INTERVIEWS = 5

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A code of one model that may be accepted from `threshold` upwards, with the evidence."""

    model: str
    codebook: str
    dimension: str
    code: str
    threshold: float
    bound: float
    confidence: float
    fragments: int
    interviews: int
    errors: int
    upper: float

    @property
    def id(self) -> str:
        """A hash of the contents: the same calibration always gives the same id."""
        contents = "|".join(str(getattr(self, name)) for name in self.__slots__)
        return f"cert-{sha256_of(contents.encode())[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertified:
    """A code that cannot be certified; `needs` is about how many more blind verdicts would do, if any would."""

    dimension: str
    code: str
    why: str
    needs: int | None = None


def blind_verdicts(tables: Tables, suggestions: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Build the calibration set: a row per suggestion on a blind fragment, with whether the code holds (`given`).

    `suggestions` must be those of one model in interviews that it had not learnt from.
    """
    blind = finished_blind(tables)
    mine = suggestions[suggestions["fragment"].isin(blind) & (suggestions["code"].astype("str") != "")]
    mine = mine.astype({"fragment": "str", "interview": "str", "dimension": "str", "code": "str"})
    given: dict[tuple[str, str], frozenset[str]] = {}
    for dimension in codebook.dimension_ids:
        for (fragment, _), codes in codes_by_coder(tables, dimension, final=True).items():
            given[dimension, fragment] = given.get((dimension, fragment), NO_CODES) | codes
    keys = zip(mine["dimension"], mine["fragment"], mine["code"], strict=True)
    holds = [code in given.get((dimension, fragment), NO_CODES) for dimension, fragment, code in keys]
    return mine[["interview", "fragment", "dimension", "code", "probability"]].assign(given=holds)


def certify(
    verdicts: pd.DataFrame,
    *,
    model: str,
    codebook: str,
    bound: float = BOUND,
    confidence: float = CONFIDENCE,
) -> list[Certificate | Uncertified]:
    """Return a certificate, or the reason why there is none, for every code in `verdicts` (see `blind_verdicts`)."""
    found: list[Certificate | Uncertified] = []
    for (dimension, code), rows in verdicts.groupby(["dimension", "code"], sort=True):
        tested = list(_tested_thresholds(rows, bound, confidence))
        passed = [each for each in tested if each["upper"] <= bound]
        name = {"dimension": str(dimension), "code": str(code)}
        if passed:
            found.append(
                Certificate(model=model, codebook=codebook, bound=bound, confidence=confidence, **name, **passed[-1])  # type: ignore[arg-type]  # the figures fit the fields by name
            )
        else:
            found.append(_uncertified(rows, bound, confidence, **name))
    return found


def upper_limit(errors: Numbers, accepted: Numbers, confidence: float = CONFIDENCE) -> float:
    """Compute the upper confidence limit of the error rate, from the errors and accepted codes of each interview."""
    errors, accepted = errors[accepted > 0], accepted[accepted > 0]
    interviews, total = accepted.size, float(accepted.sum())
    if interviews < 2:
        return 1.0
    rate = float(errors.sum()) / total
    effective = total / _design_effect(errors, accepted, rate)
    effective *= (student.ppf(confidence, max(total - 1, 1)) / student.ppf(confidence, interviews - 1)) ** 2
    wrong = rate * effective
    return float(beta.ppf(confidence, wrong + 1, effective - wrong)) if wrong < effective else 1.0


def _design_effect(errors: Numbers, accepted: Numbers, rate: float) -> float:
    """Estimate the design effect of errors that cluster in interviews; never below the assumed one."""
    interviews, total = accepted.size, float(accepted.sum())
    assumed = 1 + (float((accepted**2).sum()) / total - 1) * MIN_INTRACLASS_CORRELATION
    if not 0 < rate < 1:
        return assumed
    variance = interviews / (interviews - 1) * float(((errors - rate * accepted) ** 2).sum()) / total**2
    return max(assumed, variance / (rate * (1 - rate) / total))


def _tested_thresholds(rows: pd.DataFrame, bound: float, confidence: float) -> Iterator[Mapping[str, float | int]]:
    """Yield the tested thresholds with their figures, in order, until one fails.

    The probabilities alone decide whether a threshold is tested: it is skipped if even no error would be too few
    fragments to pass, or if it adds no fragment, which would certify probabilities that did not occur.
    """
    before = 0.0
    for threshold in THRESHOLDS:
        errors, accepted = _by_interview(rows, threshold)
        fresh, before = float(accepted.sum()) > before, float(accepted.sum())
        if not fresh or accepted.size < FEWEST_INTERVIEWS or upper_limit(errors * 0, accepted, confidence) > bound:
            continue
        upper = upper_limit(errors, accepted, confidence)
        yield {
            "threshold": threshold, "fragments": int(accepted.sum()), "interviews": int(accepted.size),
            "errors": int(errors.sum()), "upper": upper,
        }  # fmt: skip
        if upper > bound:
            return


def _by_interview(rows: pd.DataFrame, threshold: float) -> tuple[Numbers, Numbers]:
    taken = rows[rows["probability"] >= threshold]
    grouped = taken.groupby("interview", sort=True)["given"]
    accepted = np.asarray(grouped.size(), dtype=np.float64)
    return accepted - np.asarray(grouped.sum(), dtype=np.float64), accepted


def _uncertified(rows: pd.DataFrame, bound: float, confidence: float, *, dimension: str, code: str) -> Uncertified:
    best: Uncertified | None = None
    for threshold in THRESHOLDS:
        errors, accepted = _by_interview(rows, threshold)
        needs = _verdicts_needed(errors, accepted, len(rows), bound, confidence)
        if needs is not None and (best is None or best.needs is None or needs < best.needs):
            why = f"not certifiable yet: needs about {needs} more blind verdicts (from {threshold:g} upwards)"
            best = Uncertified(dimension=dimension, code=code, why=why, needs=needs)
    if best is not None:
        return best
    return Uncertified(dimension=dimension, code=code, why=_why_never(rows, bound))


def _why_never(rows: pd.DataFrame, bound: float) -> str:
    if not (rows["probability"] >= THRESHOLDS[-1]).any():
        return f"not certifiable: no blind fragment has a probability of {THRESHOLDS[-1]:g} or more"
    return f"not certifiable: wherever it can be judged, {bound:.0%} or more of the accepted codes would be wrong"


def _verdicts_needed(errors: Numbers, accepted: Numbers, verdicts: int, bound: float, confidence: float) -> int | None:
    """Estimate how many more blind verdicts are needed if they are like these; None if more would not help."""
    total = float(accepted.sum())
    rate = float(errors.sum()) / total if total else 1.0
    if rate >= bound:
        return None
    per_interview = float((accepted**2).sum()) / total
    effect = max(1 + (per_interview - 1) * MIN_INTRACLASS_CORRELATION, 1.0)
    for times in np.geomspace(1.1, 1000, 80):
        effective = total * times / effect
        if beta.ppf(confidence, rate * effective + 1, effective * (1 - rate)) <= bound:
            more = verdicts * (float(times) - 1)
            return int(np.ceil(more / 10) * 10)
    return None
