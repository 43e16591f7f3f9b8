"""Correct who speaks in an interview that is stored: rename speakers, and say who asks and who answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.errors import InvalidDecision, LostCodes
from pipeline.messages import Message
from pipeline.records import CONFIRMED, Role, Transcript
from pipeline.steps.shared.segmentation import Segmentation
from pipeline.steps.shared.study_lock import Clock, now

if TYPE_CHECKING:
    from pipeline.decisions import Store
    from pipeline.settings import Study

Speakers = Mapping[str, tuple[str, Role]]
"""The new name and the role of each speaker, by the name as it is stored."""


def correct_speakers(study: Study, store: Store, interview: str, speakers: Speakers, clock: Clock = now) -> None:
    """Store the interview's text once more with other speakers or roles; every code keeps its fragment.

    Raises:
        UnknownInterview: it is not in the study.
        InvalidDecision: nobody would answer, or fragments with codes would be the interviewer's.
    """
    stored = store.transcripts.get(interview)
    later = _corrected(stored, speakers)
    if later.turns == stored.turns:
        return
    if all(turn.role is Role.INTERVIEWER for turn in later.turns):
        raise InvalidDecision(Message("At least one speaker must answer."))
    segmentation = Segmentation.of(study)
    try:
        store.transcripts.replace(
            later, segmentation.cut(later), cut_by=segmentation.cut_by, taken_in_at=clock(), most_lost=0.0
        )
    except LostCodes as lost:
        raise InvalidDecision(
            Message(
                "Fragments with codes would become the interviewer's words, and lose their codes. Nothing was changed. "
                "Take those codes away first."
            )
        ) from lost


def _corrected(stored: Transcript, speakers: Speakers) -> Transcript:
    turns = []
    for turn in stored.turns:
        name, role = speakers.get(turn.speaker, (turn.speaker, turn.role))
        turns.append(replace(turn, speaker=name, role=role))
    return replace(stored, turns=tuple(turns), roles_from=CONFIRMED)
