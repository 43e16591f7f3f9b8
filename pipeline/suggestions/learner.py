"""Learning one dimension from similarities: scores, their calibration and lines, all by interview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.suggestions.blend import BLENDS
from pipeline.suggestions.calibration import Calibrator
from pipeline.suggestions.ridge import Fit, Ridges, scores_from
from pipeline.suggestions.targets import Marks, Matrix, Target
from pipeline.suggestions.thresholds import operating_points, suggested

PENALTY = 0.7
TRUSTS = (0.0, 0.5)
"""How far the codebook's keywords may be believed beforehand, as a share of a score; cross-validation chooses."""

_A_FEW = 3


@dataclass(frozen=True, kw_only=True)
class Learnt:
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


def learn(target: Target, ridges: Sequence[Ridges], *, prefer: str) -> Learnt:
    """Learn under the blend, and the share of the other study, whose probabilities fit unseen own interviews best.

    Where there is one interview alone, its fragments are kept apart instead: better than nothing, and said so.
    """
    judges = _judges(target)
    trusts = _trusts(target)
    tried = [_try(name, trust, target, each, judges) for each in ridges for name in BLENDS for trust in trusts]
    name, share, trust, fit, calibrator, _ = min(tried, key=lambda each: each[-1])
    probabilities, given = calibrator.probabilities(fit.held_out[judges]), target.given[judges]
    points = operating_points(probabilities, given, single=target.single, prefer=prefer)
    if not _early(target):
        points[~target.given.any(axis=0)] = np.inf  # several interviews, and nobody gave it
    return Learnt(
        blend=name, share=share, trust=trust, fit=fit, calibrator=calibrator, points=points, single=target.single
    )


def _trusts(target: Target) -> Sequence[float]:
    """With fewer than a few interviews nothing can tell whether to believe the keywords: then they are believed."""
    if not target.expected.any():
        return TRUSTS[:1]
    return TRUSTS[1:] if _early(target) else TRUSTS


def _early(target: Target) -> bool:
    return len(np.unique(target.interviews)) < _A_FEW


def _judges(target: Target) -> Matrix:
    """The rows to calibrate on: the team's own as soon as they are of a few interviews."""
    own = np.flatnonzero(~target.foreign)
    return own if len(np.unique(target.interviews[own])) >= _A_FEW else np.arange(len(target.rows))


def _try(
    name: str, trust: float, target: Target, ridges: Ridges, judges: Matrix
) -> tuple[str, float, float, Fit, Calibrator, float]:
    alone = len(np.unique(target.interviews)) < 2
    groups = np.arange(len(target.rows)) if alone else target.interviews
    fit = ridges.fit(name, target.rows, target.given, groups, trust * target.expected)
    held_out, given = fit.held_out[judges], target.given[judges]
    calibrator = Calibrator(single=target.single, early=_early(target)).fit(held_out, given)
    return name, ridges.share, trust, fit, calibrator, _surprise(calibrator.probabilities(held_out), given)


def _surprise(probabilities: Matrix, given: Matrix) -> float:
    """The mean logarithmic loss: lower is better, and it counts how sure the model was."""
    kept = np.clip(probabilities, 1e-6, 1 - 1e-6)
    return float(-(given * np.log(kept) + (1 - given) * np.log(1 - kept)).mean())
