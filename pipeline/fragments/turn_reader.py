"""Read the turns of a transcript: the sentences of every turn and their arrays, with the question before each turn."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.fragments.boundary_model.conversation import Conversation, build_conversation
from pipeline.fragments.sentence_splitter.splitter import begins_in_lower_case
from pipeline.fragments.spacy_pipeline import dutch_pipeline, proper_nouns, turn_tokens, word_table_of_pipeline
from pipeline.fragments.words.properties import names_in, themes_in
from pipeline.records import Role, Transcript, Turn

Span = tuple[int, int]
RESPONDENTS = frozenset({Role.RESPONDENT})


class ReadTurns(NamedTuple):
    """The turns of a transcript, the offsets of the sentences in each, and the arrays of all sentences."""

    turns: Sequence[Turn]
    sentences: Sequence[Sequence[Span]]
    talk: Conversation


def read_turns(
    transcript: Transcript, roles: Collection[Role] = RESPONDENTS, wanted: Callable[[Sequence[Span]], bool] = bool
) -> ReadTurns:
    """Read the turns of these roles whose sentences are wanted, in order; turns without sentences are left out."""
    nlp, word_table = dutch_pipeline(), word_table_of_pipeline()
    lower_case = begins_in_lower_case(transcript.text)
    docs = {turn: _read(nlp, transcript.words_of(turn), lower_case) for turn in transcript.turns if turn.role in roles}
    names = names_in(transcript.text).union(*map(proper_nouns, docs.values()))
    spans = {turn: [(turn.start + start, turn.start + end) for start, end in docs[turn]._.sentences] for turn in docs}
    turns = [turn for turn in docs if spans[turn] and wanted(spans[turn])]
    tokens = [turn_tokens(docs[turn], transcript.words_of(turn), _themes_asked(transcript, turn)) for turn in turns]
    return ReadTurns(turns, [spans[turn] for turn in turns], build_conversation(tokens, names, word_table))


def _read(nlp: Language, spoken: str, lower_case: bool) -> Doc:
    doc = nlp.make_doc(spoken)
    doc._.lower_case, doc._.spoken = lower_case, spoken
    return nlp(doc)


def _themes_asked(transcript: Transcript, turn: Turn) -> int:
    before = transcript.turns[turn.index - 1] if turn.index else None
    if before is None or before.role is not Role.INTERVIEWER:
        return 0
    return themes_in(transcript.words_of(before))
