"""Turns of a transcript that does not tell who speaks, divided by what is proposed to be the interviewer's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.messages import Message
from pipeline.records import Role, Transcript, Turn
from pipeline.transcripts.report import Notice, ReadingReport, SpeakerFound
from pipeline.transcripts.speakers.roles import GUESSED
from pipeline.transcripts.turns import NAMELESS, trimmed

PROPOSED = "proposed"
"""Where roles are from that a model proposes."""

ASKING = "I"
"""The speaker of sentences that are proposed to be the interviewer's."""


class SentenceFound(NamedTuple):
    """A sentence of a turn, and whether it is proposed to be the interviewer's."""

    turn: int
    start: int
    end: int
    asks: bool


def is_nameless(transcript: Transcript) -> bool:
    """Whether nothing in the file tells who speaks, so that all words are taken for one respondent's."""
    return transcript.roles_from == GUESSED and {turn.speaker for turn in transcript.turns} == {NAMELESS}


def with_proposed(
    transcript: Transcript, report: ReadingReport, sentences: Sequence[SentenceFound]
) -> tuple[Transcript, ReadingReport]:
    """Divide the turns where the proposed speaker changes; the text and its offsets stay as they are."""
    turns = tuple(
        replace(turn, index=index) for index, turn in enumerate(_turns(transcript, sentences)) if turn.start < turn.end
    )
    divided = replace(transcript, turns=turns, roles_from=PROPOSED)
    speakers = tuple(_speaker(divided, name) for name in dict.fromkeys(turn.speaker for turn in turns))
    kept = tuple(notice for notice in report.notices if notice.kind not in ("guessed", "one_speaker"))
    asked = sum(turn.role is Role.INTERVIEWER for turn in turns)
    told = Notice(
        kind=PROPOSED,
        message=Message(
            "Nothing in the file tells who speaks: %(turns)s turns are taken for the interviewer's by a model. Check "
            "them.",
            turns=asked,
        ),
    )
    return divided, replace(
        report,
        speakers=speakers,
        turns=len(turns),
        words_in_turns=sum(speaker.words for speaker in speakers),
        roles_from=PROPOSED,
        notices=(told, *kept),
    )


def _turns(transcript: Transcript, sentences: Sequence[SentenceFound]) -> Iterator[Turn]:
    at = 0
    while at < len(sentences):
        first = sentences[at]
        upto = at + 1
        while upto < len(sentences) and sentences[upto][::3] == first[::3]:
            upto += 1
        of = transcript.turns[first.turn]
        start, end = trimmed(transcript.text, first.start, sentences[upto - 1].end)
        opens = at == 0 or sentences[at - 1].turn != first.turn
        closes = upto == len(sentences) or sentences[upto].turn != first.turn
        yield replace(
            of,
            speaker=ASKING if first.asks else NAMELESS,
            role=Role.INTERVIEWER if first.asks else Role.RESPONDENT,
            start=start,
            end=end,
            begins_at=of.begins_at if opens else None,
            ends_at=of.ends_at if closes else None,
        )
        at = upto


def _speaker(transcript: Transcript, name: str) -> SpeakerFound:
    turns = [turn for turn in transcript.turns if turn.speaker == name]
    words = sum(len(transcript.words_of(turn).split()) for turn in turns)
    return SpeakerFound(name=name, role=turns[0].role, role_from=PROPOSED, turns=len(turns), words=words)
