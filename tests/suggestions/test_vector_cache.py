"""Vectors are made once per text, kept whole or not at all, and made anew where a file was damaged."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.suggestions import damaged_vectors, forget_vectors, train, vectors_kept_in
from pipeline.suggestions.features import embeddings
from pipeline.suggestions.features.vector_cache import cached
from tests.suggestions.invented_study import NOON, examples_of


class Counting:
    """An encoder that remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, texts):
        self.asked += texts
        return np.array([[len(text), 1.0, text.count("e")] for text in texts], dtype=np.float32)


@pytest.fixture
def encoder():
    return Counting()


def test_a_text_is_encoded_once_however_often_and_wherever_it_is_asked(tmp_path, encoder):
    with vectors_kept_in(tmp_path):
        first = cached("one", ["een", "twee", "een"], encoder)
    with vectors_kept_in(tmp_path):
        again = cached("one", ["twee", "drie"], encoder)
    assert encoder.asked == ["een", "twee", "drie"]
    assert (first[1] == again[0]).all()
    assert (first[0] == first[2]).all()


def test_another_encoder_has_vectors_of_its_own(tmp_path, encoder):
    with vectors_kept_in(tmp_path):
        cached("one", ["een"], encoder)
        cached("two", ["een"], encoder)
    assert encoder.asked == ["een", "een"]


def test_without_a_folder_nothing_is_kept(tmp_path, encoder):
    cached("one", ["een"], encoder)
    cached("one", ["een"], encoder)
    assert encoder.asked == ["een", "een"]


def test_a_damaged_file_is_found_and_its_texts_are_encoded_anew(tmp_path, encoder):
    with vectors_kept_in(tmp_path):
        cached("one", ["een"], encoder)
    [path] = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-7])
    assert damaged_vectors(tmp_path) == [path]
    with vectors_kept_in(tmp_path):
        assert cached("one", ["een"], encoder).shape == (1, 3)
    assert encoder.asked == ["een", "een"]


def test_no_word_stands_in_the_files_and_forgetting_leaves_none(tmp_path, encoder):
    with vectors_kept_in(tmp_path):
        cached("one", ["geheimpje"], encoder)
    assert b"geheimpje" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert forget_vectors(tmp_path) == 1
    assert list(tmp_path.iterdir()) == []
    assert forget_vectors(tmp_path / "nowhere") == 0


def test_training_a_second_time_encodes_nothing(tmp_path, encoder, codebook, monkeypatch):
    monkeypatch.setitem(embeddings._OPENERS, "counting", lambda name, where: encoder)
    embeddings.encoder_named.cache_clear()
    embeddings.width_of.cache_clear()
    with vectors_kept_in(tmp_path):
        first = train(examples_of(3), codebook, trained_at=NOON, evaluate=False, encoder="counting:x")
        before = len(encoder.asked)
        second = train(examples_of(3), codebook, trained_at=NOON, evaluate=False, encoder="counting:x")
    assert before > 10
    assert len(encoder.asked) == before
    passages = [each.passage for each in examples_of(1)]
    assert first.suggest(passages).equals(second.suggest(passages))
