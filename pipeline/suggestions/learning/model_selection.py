"""Learning one dimension from similarities: scores, their calibration and lines, all by interview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.suggestions.learning.calibration import Calibrator
from pipeline.suggestions.learning.labels import LabelSet, Marks, Matrix
from pipeline.suggestions.learning.ridge import Fit, RidgeCache, scores_from
from pipeline.suggestions.learning.thresholds import fit_thresholds, suggested

PENALTY = 0.7
TRUSTS = (0.0, 0.5)
"""How far the codebook's keywords may be believed beforehand, as a share of a score; cross-validation chooses."""

SHARES = (1.0, 0.3, 0.1)
"""What a row of another study may count beside one of the team's own; cross-validation chooses."""

TOLD = 0.5
"""What an example of the codebook counts beside a fragment that somebody coded."""

_A_FEW = 3


@dataclass(frozen=True, kw_only=True)
class FittedDimension:
    """What similarities to the learnt rows are turned into: scores, probabilities, suggestions."""

    blend: str
    share: float
    trust: float
    fit: Fit
    calibrator: Calibrator
    points: Matrix
    single: bool

    def probabilities(self, gram: Matrix, expected: Matrix) -> Matrix:
        """A probability per value for rows with these similarities to the learnt ones, and these expected scores."""
        return self.calibrator.probabilities(scores_from(gram, self.fit.duals) + self.trust * expected)

    def shown(self, probabilities: Matrix) -> Marks:
        """Which values are suggested."""
        return suggested(probabilities, self.points, single=self.single)


def ridges_of(grams: Mapping[str, Matrix], foreign: Marks, told: Marks) -> tuple[RidgeCache, ...]:
    """The similarities under each share of the other study; under one alone where all rows are of the same study."""
    both = foreign.any() and not (foreign | told).all()
    counts = np.where(told, TOLD, 1.0)
    return tuple(
        RidgeCache(grams, penalty=PENALTY / np.where(foreign, share, counts), apart=told, share=share)
        for share in (SHARES if both else SHARES[:1])
    )


def learn(lesson: LabelSet, ridges: Sequence[RidgeCache], *, prefer: str) -> FittedDimension:
    """Learn under the blend, and the share of the other study, whose probabilities fit unseen own interviews best.

    Where there is one interview alone, its fragments are kept apart instead: better than nothing, and said so.
    """
    judges = _judges(lesson)
    trusts = _trusts(lesson)
    tried = [_try(name, trust, lesson, each, judges) for each in ridges for name in each.grams for trust in trusts]
    name, share, trust, fit, calibrator, _ = min(tried, key=lambda each: each[-1])
    probabilities, given = calibrator.probabilities(fit.held_out[judges]), lesson.given[judges]
    points = fit_thresholds(probabilities, given, single=lesson.single, prefer=prefer)
    if not _early(lesson):
        points[~lesson.given[~lesson.told].any(axis=0)] = np.inf  # several interviews, and nobody gave it
    return FittedDimension(
        blend=name, share=share, trust=trust, fit=fit, calibrator=calibrator, points=points, single=lesson.single
    )


def _trusts(lesson: LabelSet) -> Sequence[float]:
    """With fewer than a few interviews nothing can tell whether to believe the keywords: then they are believed."""
    if not lesson.expected.any():
        return TRUSTS[:1]
    return TRUSTS[1:] if _early(lesson) else TRUSTS


def _early(lesson: LabelSet) -> bool:
    return _heard_in(lesson, ~lesson.told) < _A_FEW


def _heard_in(lesson: LabelSet, rows: Marks) -> int:
    """How many interviews these rows are of."""
    return len(np.unique(lesson.interviews[rows]))


def _judges(lesson: LabelSet) -> Matrix:
    """The rows to calibrate on: the team's own as soon as they are of a few interviews."""
    return np.flatnonzero(lesson.own if _heard_in(lesson, lesson.own) >= _A_FEW else ~lesson.told)


def _try(
    name: str, trust: float, lesson: LabelSet, ridges: RidgeCache, judges: Matrix
) -> tuple[str, float, float, Fit, Calibrator, float]:
    alone = _heard_in(lesson, ~lesson.told) < 2
    groups = np.arange(len(lesson.rows)) if alone else lesson.interviews
    fit = ridges.fit(name, lesson.rows, lesson.given, groups, trust * lesson.expected)
    held_out, given = fit.held_out[judges], lesson.given[judges]
    calibrator = Calibrator(single=lesson.single, early=_early(lesson)).fit(held_out, given)
    return name, ridges.share, trust, fit, calibrator, _log_loss(calibrator.probabilities(held_out), given)


def _log_loss(probabilities: Matrix, given: Matrix) -> float:
    """The mean logarithmic loss: lower is better, and it counts how sure the model was."""
    kept = np.clip(probabilities, 1e-6, 1 - 1e-6)
    return float(-(given * np.log(kept) + (1 - given) * np.log(1 - kept)).mean())
