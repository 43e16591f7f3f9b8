"""Which sentences are proposed as the interviewer's, with and without punctuation, encoder and paragraphs."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline import suggestions, transcripts
from pipeline.fragments import sentences
from pipeline.records import Role
from pipeline.suggestions.features.embeddings import UnusableEncoder
from pipeline.suggestions.interviewer import model
from pipeline.suggestions.interviewer.features import moved, without_punctuation
from pipeline.suggestions.interviewer.sequence import ANSWERING, ASKING, changes, smoothed


@pytest.fixture(scope="module")
def talk(starter):
    """An interview of the starter study that the weights were not learnt from, sentence by sentence."""
    told = transcripts.read(starter / "new" / "int_28.txt")
    found = [
        (told.words_of(turn)[start:end], turn.role is Role.INTERVIEWER)
        for turn in told.turns
        for start, end in sentences(told.words_of(turn))
    ]
    return [words for words, _ in found], np.array([asks for _, asks in found])


def f1(found, right) -> float:
    said = np.array(found) >= suggestions.INTERVIEWER_THRESHOLD
    return 2 * (said & right).sum() / (said.sum() + right.sum())


def test_questions_of_an_interview_never_seen_are_found(talk):
    said, right = talk
    assert f1(suggestions.interviewer_sentences(said), right) > f1([float(each.endswith("?")) for each in said], right)


def test_without_punctuation_they_are_found_by_their_words(talk):
    said, right = talk
    bare = [without_punctuation(each) for each in said]
    assert model.unpunctuated(bare)
    assert f1(suggestions.interviewer_sentences(bare), right) > 0.75


def test_without_the_encoder_the_words_alone_tell_it(talk, monkeypatch):
    def away(*_):
        raise UnusableEncoder("use", "it is away", "Install it.")

    said, right = talk
    monkeypatch.setattr(model, "vectors_of", away)
    assert f1(suggestions.interviewer_sentences(said), right) > 0.75


def test_no_sentences_no_proposals():
    assert suggestions.interviewer_sentences([]) == []


def test_rows_move_within_a_talk_and_zeros_come_in():
    rows = np.arange(6.0).reshape(3, 2)
    assert moved(rows, 1).tolist() == [[2, 3], [4, 5], [0, 0]]
    assert moved(rows, -2).tolist() == [[0, 0], [0, 0], [0, 1]]


def test_a_speaker_who_usually_says_several_sentences_keeps_a_doubtful_one():
    chance = changes([(True, 1), (False, 8)] * 20)
    assert len(chance) == ASKING + ANSWERING
    doubtful = [4.0, -4.0, -4.0, 0.5, -4.0, -4.0, -4.0, -4.0, -4.0, 0.5, -4.0, -4.0, -4.0]
    probabilities = smoothed(doubtful, chance)
    assert probabilities[0] > 0.9
    assert probabilities[3] < 0.2 < probabilities[9]
