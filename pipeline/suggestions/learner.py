"""Learning one dimension from similarities: scores, their calibration and lines, all by interview."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.suggestions.blend import BLENDS
from pipeline.suggestions.calibration import Calibrator
from pipeline.suggestions.ridge import Fit, Ridges, scores_from
from pipeline.suggestions.targets import Marks, Matrix, Target
from pipeline.suggestions.thresholds import operating_points, suggested

PENALTY = 0.7


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """What similarities to the learnt rows are turned into: scores, probabilities, suggestions."""

    blend: str
    fit: Fit
    calibrator: Calibrator
    points: Matrix
    single: bool

    def probabilities(self, gram: Matrix) -> Matrix:
        """A probability per value for rows with these similarities to the learnt ones."""
        return self.calibrator.probabilities(scores_from(gram, self.fit.duals))

    def shown(self, probabilities: Matrix) -> Marks:
        """Which values are suggested."""
        return suggested(probabilities, self.points, single=self.single)


def learn(target: Target, ridges: Ridges, *, prefer: str) -> Learnt:
    """Learn under the blend whose probabilities fit unseen interviews best.

    Where there is one interview alone, its fragments are kept apart instead: better than nothing, and said so.
    """
    tried = [_learn(name, target, ridges) for name in BLENDS]
    name, fit, calibrator, _ = min(tried, key=lambda each: each[3])
    probabilities = calibrator.probabilities(fit.held_out)
    points = operating_points(probabilities, target.given, single=target.single, prefer=prefer)
    return Learnt(blend=name, fit=fit, calibrator=calibrator, points=points, single=target.single)


def _learn(name: str, target: Target, ridges: Ridges) -> tuple[str, Fit, Calibrator, float]:
    alone = len(np.unique(target.interviews)) < 2
    groups = np.arange(len(target.rows)) if alone else target.interviews
    fit = ridges.fit(name, target.rows, target.given, groups)
    calibrator = Calibrator(single=target.single).fit(fit.held_out, target.given)
    return name, fit, calibrator, _surprise(calibrator.probabilities(fit.held_out), target.given)


def _surprise(probabilities: Matrix, given: Matrix) -> float:
    """The mean logarithmic loss: lower is better, and it counts how sure the model was."""
    kept = np.clip(probabilities, 1e-6, 1 - 1e-6)
    return float(-(given * np.log(kept) + (1 - given) * np.log(1 - kept)).mean())
