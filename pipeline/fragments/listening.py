"""A transcript as its speakers are heard: the sentences of every turn with what they tell, and the question before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.fragments.hearing import Heard, names_in, themes_in
from pipeline.fragments.pipe import dutch_pipeline, hear_doc, lexicon_of_pipeline, proper_nouns
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
    nlp, lexicon = dutch_pipeline(), lexicon_of_pipeline()
    lower_case = begins_in_lower_case(transcript.text)
    turns = [turn for turn in transcript.turns if turn.role in roles]
    docs = [_read(nlp, transcript.words_of(turn), lower_case) for turn in turns]
    names = names_in(transcript.text).union(*map(proper_nouns, docs))
    return [
        HeardTurn(
            turn=turn,
            sentences=[(turn.start + start, turn.start + end) for start, end in doc._.sentences],
            heard=hear_doc(doc, transcript.words_of(turn), names, lexicon),
            question_themes=_themes_asked(transcript, turn),
        )
        for turn, doc in zip(turns, docs, strict=True)
    ]


def _read(nlp: Language, spoken: str, lower_case: bool) -> Doc:
    doc = nlp.make_doc(spoken)
    doc._.lower_case, doc._.spoken = lower_case, spoken
    return nlp(doc)


def _themes_asked(transcript: Transcript, turn: Turn) -> int:
    before = transcript.turns[turn.index - 1] if turn.index else None
    if before is None or before.role is not Role.INTERVIEWER:
        return 0
    return themes_in(transcript.words_of(before))
