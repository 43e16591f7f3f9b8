"""A transcript as its speakers are heard: the sentences of every turn with what they tell, and the question before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from pipeline.fragments.hearing import Heard, hear, names_in
from pipeline.fragments.pipe import dutch_pipeline, proper_nouns
from pipeline.fragments.splitting import begins_in_lower_case
from pipeline.records import Role, Transcript, Turn

Span = tuple[int, int]
RESPONDENTS = frozenset({Role.RESPONDENT})


class HeardTurn(NamedTuple):
    """One turn: its sentences, as offsets into the transcript, and what they sound like."""

    turn: Turn
    sentences: Sequence[Span]
    heard: Sequence[Heard]
    question_themes: int


def listen(transcript: Transcript, roles: Collection[Role] = RESPONDENTS) -> list[HeardTurn]:
    """The turns of these roles, in order."""
    text, lower_case = transcript.text, begins_in_lower_case(transcript.text)
    turns = [turn for turn in transcript.turns if turn.role in roles]
    names, spans = set(names_in(text)), []
    for turn in turns:
        sentences, proper = _sentences_of(transcript, turn, lower_case)
        spans.append(sentences)
        names |= proper
    known = frozenset(names)
    return [
        HeardTurn(turn, sentences, [hear(text, span, known) for span in sentences], _themes_asked(transcript, turn))
        for turn, sentences in zip(turns, spans, strict=True)
    ]


def _sentences_of(transcript: Transcript, turn: Turn, lower_case: bool) -> tuple[list[Span], set[str]]:
    nlp = dutch_pipeline()
    spoken = transcript.words_of(turn)
    doc = nlp.make_doc(spoken)
    doc._.lower_case, doc._.spoken = lower_case, spoken
    doc = nlp(doc)
    return [(turn.start + start, turn.start + end) for start, end in doc._.sentences], proper_nouns(doc)


def _themes_asked(transcript: Transcript, turn: Turn) -> int:
    before = transcript.turns[turn.index - 1] if turn.index else None
    if before is None or before.role is not Role.INTERVIEWER or before.start == before.end:
        return 0
    return hear(transcript.text, (before.start, before.end), frozenset()).themes
