"""Segment the transcripts of a study with its settings and its own boundary model, and train that model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline import fragments
from pipeline.errors import NoModel, UnfitModel
from pipeline.messages import Message
from pipeline.records import Fragment, Problem, Transcript

if TYPE_CHECKING:
    from pipeline.decisions import Store
    from pipeline.fragments import BoundaryModel
    from pipeline.fragments.boundary_model.selection import Comparison
    from pipeline.settings import Study
    from pipeline.steps.shared.reports import Progress

PLACE = "models/boundaries"


@dataclass(frozen=True, kw_only=True)
class Segmentation:
    """The segmenter of a study; `problems` says why it is not the expected one."""

    unit: str
    speakers: str
    boundaries: BoundaryModel | None
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, study: Study) -> Segmentation:
        """Load the study's own boundaries, or the shipped ones if it has none or its own cannot be used."""
        settings = study.settings.fragments
        own, problems = _own_boundaries(study)
        speakers = "all" if settings.code_interviewer else "respondents"
        return cls(unit=settings.unit, speakers=speakers, boundaries=own, problems=problems)

    def cut(self, transcript: Transcript) -> list[Fragment]:
        """Segment a transcript."""
        return fragments.cut(transcript, unit=self.unit, boundaries=self.boundaries, speakers=self.speakers)

    @property
    def cut_by(self) -> str:
        """The name of the segmenter, stored with every fragment."""
        return fragments.segmenter_name(unit=self.unit, boundaries=self.boundaries)

    @property
    def boundaries_name(self) -> str:
        """The name of the boundary model."""
        return self.boundaries.id if self.boundaries else "shipped"


def _own_boundaries(study: Study) -> tuple[BoundaryModel | None, tuple[Problem, ...]]:
    try:
        return fragments.load_boundaries(study.models), ()
    except NoModel:
        return None, ()
    except UnfitModel as refusal:
        message = Message("%(refusal)s Until then the boundaries that come with drempel cut.", refusal=refusal.message)
        return None, (Problem(place=PLACE, message=message),)


HandCut = tuple[Transcript, Sequence[tuple[int, int]]]
"""A transcript with the spans that people cut in it."""

Learnt = tuple["BoundaryModel | None", "Comparison"]
"""The study's own boundaries, or None if the shipped ones are better, and the comparison on held-out interviews."""


def hand_cut_transcripts(store: Store) -> list[HandCut]:
    """Return every transcript with hand-cut fragments."""
    return [(store.transcripts.get(interview), spans) for interview, spans in store.exports.hand_boundaries().items()]


def learn_boundaries(cuts: Sequence[HandCut], *, progress: Progress) -> Learnt:
    """Train a study's own boundaries on hand-cut transcripts and compare them with the shipped ones; stores nothing."""
    return fragments.learn_own_boundaries(cuts, progress=lambda done, total: progress("learning to cut", done, total))


def save_boundaries(
    study: Study, learnt: Learnt, cuts: Sequence[HandCut], *, trained_at: datetime
) -> dict[str, object]:
    """Make the better boundaries the current ones; returns their name and the comparison."""
    own, trial = learnt
    if own is None:
        fragments.use_shipped_boundaries(study.models)
    else:
        card = _card(cuts, trained_at)
        fragments.save_boundaries(own, study.models, card={**card, "figures": trial.as_facts()})
    return {"boundaries": own.id if own else "shipped", **trial.as_facts()}


def _card(cuts: Sequence[HandCut], trained_at: datetime) -> dict[str, object]:
    return {
        "trained_at": trained_at.isoformat(),
        "interviews": [transcript.id for transcript, _ in cuts],
        "fragments": sum(len(spans) for _, spans in cuts),
    }
