"""Propose who speaks in a transcript that does not tell it: the sentences that look like the interviewer's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import fragments, suggestions, transcripts
from pipeline.records import Transcript

if TYPE_CHECKING:
    from pipeline.transcripts import ReadingReport, SentenceFound

FEWEST = 5
"""Sentences of a transcript below which nothing is proposed."""

PARAGRAPHS = 3
"""Paragraphs from which on they are taken for how people wrote the talk down."""


def proposed_sentences(transcript: Transcript) -> list[SentenceFound]:
    """Every sentence with whether it looks like the interviewer's; none where the file tells who speaks."""
    if not transcripts.is_nameless(transcript):
        return []
    spans = [
        (turn.index, turn.start + start, turn.start + end)
        for turn in transcript.turns
        for start, end in fragments.sentences(transcript.words_of(turn))
    ]
    if len(spans) < FEWEST:
        return []
    opens = [at == 0 or spans[at - 1][0] != span[0] for at, span in enumerate(spans)]
    told = [transcript.text[start:end] for _, start, end in spans]
    written = len(transcript.turns) >= PARAGRAPHS and all(turn.begins_at is None for turn in transcript.turns)
    probabilities = suggestions.interviewer_sentences(told, opens if written else None)
    found = [
        transcripts.SentenceFound(turn, start, end, probability >= suggestions.INTERVIEWER_THRESHOLD)
        for (turn, start, end), probability in zip(spans, probabilities, strict=True)
    ]
    return found if any(each.asks for each in found) and not all(each.asks for each in found) else []


def read_with_proposal(
    transcript: Transcript, report: ReadingReport, nameless: str
) -> tuple[Transcript, ReadingReport]:
    """The transcript as the study wants it where nobody is named: as it is, or divided by what is proposed."""
    sentences = proposed_sentences(transcript) if nameless == transcripts.PROPOSED else []
    return transcripts.with_proposed(transcript, report, sentences) if sentences else (transcript, report)
