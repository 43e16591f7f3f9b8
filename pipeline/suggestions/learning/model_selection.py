"""Fit one dimension from Gram matrices: blend, penalty, calibration and thresholds, cross-validated by interview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.suggestions.learning.calibration import Calibrator
from pipeline.suggestions.learning.kernels import SMALL, Similarities
from pipeline.suggestions.learning.labels import LabelSet, Marks, Matrix, rows_of
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
_ENOUGH = 3500  # fragments by which a blend is chosen where there are very many
_OWN = 12


@dataclass(frozen=True, kw_only=True)
class HeldOut:
    """How suggestions for own fragments agree with people, by models that had not seen the interview.

    Codes given, codes suggested, and those that are both. Calibration and lines were chosen on the same fragments: what
    `evaluate` says is a little stricter.
    """

    given: int
    suggested: int
    both: int

    @property
    def f1(self) -> float:
        """Twice what is both, of all that was given or suggested; 0 where nothing was."""
        return 2 * self.both / max(self.given + self.suggested, 1)


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
    held_out: HeldOut

    def probabilities(self, gram: Matrix, expected: Matrix) -> Matrix:
        """A probability per value for rows with these similarities to the learnt ones, and these expected scores."""
        return self.calibrator.probabilities(scores_from(gram, self.fit.duals) + self.trust * expected)

    def shown(self, probabilities: Matrix) -> Marks:
        """Which values are suggested."""
        return suggested(probabilities, self.points, single=self.single)


def ridges_of(grams: Similarities, foreign: Marks, told: Marks) -> tuple[RidgeCache, ...]:
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
    return fit_choice(lesson, ridges, choose(lesson, ridges), prefer=prefer)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What cross-validation chose: a blend, what the other study counts, and how far keywords are believed."""

    blend: str
    share: float
    trust: float


def choose(lesson: LabelSet, ridges: Sequence[RidgeCache]) -> Choice:
    """Choose by the log loss on unseen own interviews; of very many rows, on a draw of whole interviews."""
    drawn = _draw(lesson)
    judges = _judges(drawn)
    tried = [
        (_try(Choice(blend=name, share=each.share, trust=trust), drawn, each, judges), name, each.share, trust)
        for each in ridges
        for name in each.names
        for trust in _trusts(drawn)
    ]
    (_, _, _), name, share, trust = min(tried, key=lambda each: each[0][-1])
    return Choice(blend=name, share=share, trust=trust)


def fit_choice(lesson: LabelSet, ridges: Sequence[RidgeCache], choice: Choice, *, prefer: str) -> FittedDimension:
    """Learn from all rows what was chosen."""
    [chosen] = [each for each in ridges if each.share == choice.share]
    if len(lesson.rows) > SMALL:
        for each in ridges:
            if each is not chosen:
                each.clear()
    judges = _judges(lesson)
    fit, calibrator, _ = _try(choice, lesson, chosen, judges)
    probabilities, given = calibrator.probabilities(fit.held_out[judges]), lesson.given[judges]
    points = fit_thresholds(probabilities, given, single=lesson.single, prefer=prefer)
    if not _early(lesson):
        points[~lesson.given[~lesson.told].any(axis=0)] = np.inf  # several interviews, and nobody gave it
    return FittedDimension(
        blend=choice.blend,
        share=choice.share,
        trust=choice.trust,
        fit=fit,
        calibrator=calibrator,
        points=points,
        single=lesson.single,
        held_out=_held_out(suggested(probabilities, points, single=lesson.single), given > 0, single=lesson.single),
    )


def _held_out(shown: Marks, given: Marks, *, single: bool) -> HeldOut:
    codes = slice(None, -1) if single else slice(None)  # "none" is no code
    shown, given = shown[:, codes], given[:, codes]
    return HeldOut(given=int(given.sum()), suggested=int(shown.sum()), both=int((shown & given).sum()))


def _draw(lesson: LabelSet) -> LabelSet:
    """All rows, or where they are very many those of interviews drawn until there are enough to choose by."""
    if len(lesson.rows) <= SMALL:
        return lesson
    coded = lesson.interviews[~lesson.told]
    names, counts = np.unique(coded, return_counts=True)
    order = np.random.default_rng(0).permutation(len(names))
    taken = names[order][: 1 + int(np.searchsorted(np.cumsum(counts[order]), _ENOUGH))]
    own = lesson.interviews[lesson.own]
    # Another study never pushes out the team's own: they judge.
    kept = np.isin(lesson.interviews, taken) | lesson.told | np.isin(lesson.interviews, np.unique(own)[:_OWN])
    return rows_of(lesson, np.flatnonzero(kept))


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


def _try(choice: Choice, lesson: LabelSet, ridges: RidgeCache, judges: Matrix) -> tuple[Fit, Calibrator, float]:
    alone = _heard_in(lesson, ~lesson.told) < 2
    groups = np.arange(len(lesson.rows)) if alone else lesson.interviews
    fit = ridges.fit(choice.blend, lesson.rows, lesson.given, groups, choice.trust * lesson.expected)
    held_out, given = fit.held_out[judges], lesson.given[judges]
    calibrator = Calibrator(single=lesson.single, early=_early(lesson)).fit(held_out, given)
    return fit, calibrator, log_loss(calibrator.probabilities(held_out), given)


def log_loss(probabilities: Matrix, given: Matrix) -> float:
    """The mean logarithmic loss: lower is better, and it counts how sure the model was."""
    kept = np.clip(probabilities, 1e-6, 1 - 1e-6)
    return float(-(given * np.log(kept) + (1 - given) * np.log(1 - kept)).mean())
