"""Compare a study's own boundary model with the shipped one by cross-validation, and keep the better one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.fragments.boundary_model.model import (
    BoundaryModel,
    fingerprint_of,
    starter_boundaries,
)
from pipeline.fragments.boundary_model.training import Span, TrainingTranscript, learn_from
from pipeline.records import Transcript

FEWEST_INTERVIEWS = 5
"""Minimum number of hand-cut interviews for an own model; trained on fewer, it was worse than the shipped one."""

_FOLDS = 5
_MOSTLY = (
    0.5  # minimum share of an interview's sentences in turns cut by hand for the interview to be used in evaluation
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """F1 of unit ends inside turns for a study's own and the shipped boundaries; `own` is None when not evaluated."""

    interviews: int
    ends: int = 0
    own: float | None = None
    shipped: float | None = None

    @property
    def won(self) -> bool:
        """Whether the study's own boundaries are at least as good."""
        return self.own is not None and self.shipped is not None and self.own >= self.shipped

    def as_facts(self) -> dict[str, object]:
        """Return the comparison as plain values, for a card or a report."""
        return asdict(self)


def learn_own_boundaries(
    cuts: Iterable[tuple[Transcript, Sequence[Span]]],
    *,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> tuple[BoundaryModel | None, Comparison]:
    """Train boundaries on a study's hand cuts, starting from the shipped weights; return None where those are better.

    Interviews in the training set of the shipped model are left out. Evaluation uses only interviews that are mostly
    cut by hand: where people corrected single cuts, only the errors of the segmenter would be seen. The model is None
    when there are fewer than five such interviews.
    """
    shipped = starter_boundaries()
    new = [cut for cut in sorted(cuts, key=lambda cut: cut[0].id) if fingerprint_of(cut[0]) not in shipped.heard]
    seen = [TrainingTranscript.of(*cut) for cut in new]
    judged = [number for number, each in enumerate(seen) if each.share >= _MOSTLY and each.inner.any()]
    if len(judged) < FEWEST_INTERVIEWS:
        return None, Comparison(interviews=len(judged))
    own, theirs, folds = np.zeros(3), np.zeros(3), min(_FOLDS, len(judged))
    for fold in range(folds):
        progress(fold, folds + 1)
        held_out = judged[fold::_FOLDS]
        candidate = learn_from([each for number, each in enumerate(seen) if number not in held_out], shipped)
        own += sum(_counts(candidate, seen[number]) for number in held_out)
        theirs += sum(_counts(shipped, seen[number]) for number in held_out)
    ends = sum(int(seen[number].inner.sum()) for number in judged)
    comparison = Comparison(interviews=len(judged), ends=ends, own=_f1(own), shipped=_f1(theirs))
    model = learn_from(seen, shipped) if comparison.won else None
    progress(folds + 1, folds + 1)
    return model, comparison


def _f1(counts: NDArray[np.float64]) -> float:
    both, found, coded = counts
    return round(float(2 * both / max(1.0, found + coded)), 3)


def _counts(model: BoundaryModel, seen: TrainingTranscript) -> NDArray[np.float64]:
    """Count the unit ends inside turns: those of both model and coder, those of the model, those of the coder."""
    talk = seen.evidence.talk
    begins = np.zeros(len(talk.left), dtype=bool)
    begins[list(_begins(model, seen))] = True
    found, coded = begins[1:] & (talk.place[1:] > 0), seen.inner[:-1]
    return np.array([(found & coded).sum(), found.sum(), coded.sum()], dtype=float)


def _begins(model: BoundaryModel, seen: TrainingTranscript) -> Iterator[int]:
    before = 0
    for firsts, size in zip(model.divide(seen.evidence.talk), seen.sizes, strict=True):
        yield from (before + first for first in firsts)
        before += size
