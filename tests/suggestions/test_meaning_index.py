"""Fragments are found by the vectors that were kept, in the order of a full comparison, and never after forgetting."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.suggestions import MeaningIndex, forget_vectors, vectors_kept_in
from pipeline.suggestions.features import embeddings
from pipeline.suggestions.features.embeddings import vectors_of

NAME = "invented:x"


def drawn(text):
    """A vector that depends on the text alone."""
    return np.random.default_rng(list(text.encode())).normal(size=24)


@pytest.fixture
def encoder(monkeypatch):
    asked = []

    def encode(texts):
        asked.extend(texts)
        return np.stack([drawn(text) for text in texts])

    monkeypatch.setitem(embeddings._OPENERS, "invented", lambda name, where: encode)
    embeddings.encoder_named.cache_clear()
    yield asked
    embeddings.encoder_named.cache_clear()


@pytest.fixture
def texts(tmp_path, encoder):
    made = {number: f"zin {number}" for number in range(10, 9000, 37)}
    with vectors_kept_in(tmp_path):
        vectors_of(NAME, list(made.values()))
    return made


def by_hand(texts, wanted):
    """Every fragment by its likeness, computed in one piece and in full precision."""
    rows = np.stack([drawn(text) / np.linalg.norm(drawn(text)) for text in texts.values()])
    centre = rows.sum(axis=0) / (len(rows) + 20)
    rows = (rows - centre) / np.linalg.norm(rows - centre, axis=1, keepdims=True)
    asked = drawn(wanted) / np.linalg.norm(drawn(wanted)) - centre
    return dict(zip(texts, rows @ (asked / np.linalg.norm(asked)), strict=True))


def test_the_nearest_are_those_of_a_full_comparison(tmp_path, texts, monkeypatch):
    monkeypatch.setattr("pipeline.suggestions.meaning_index._AT_ONCE", 50)
    found = MeaningIndex(tmp_path, NAME, texts).nearest_to_texts(["een andere zin"], most=20)
    wanted = by_hand(texts, "een andere zin")
    assert [likeness for _, likeness in found] == pytest.approx(sorted(wanted.values(), reverse=True)[:20], abs=2e-3)
    assert all(likeness == pytest.approx(wanted[number], abs=2e-3) for number, likeness in found)


def test_a_fragment_finds_its_twin_and_not_itself(tmp_path, texts):
    index = MeaningIndex(tmp_path, NAME, {**texts, 5: "zin 47"})
    [(nearest, likeness), *_] = index.nearest_to_fragment(47, most=3)
    assert nearest == 5
    assert likeness == pytest.approx(1.0, abs=2e-3)
    assert 47 not in [number for number, _ in index.nearest_to_fragment(47, most=len(texts))]


def test_only_those_asked_for_are_found(tmp_path, texts):
    index = MeaningIndex(tmp_path, NAME, texts)
    found = index.nearest_to_texts(["zin 47"], most=9, among={10, 84})
    assert {number for number, _ in found} == {10, 84}


def test_the_one_unlike_the_others_comes_first(tmp_path, texts):
    twins = {1: "zin 47", 2: "zin 47", 3: "zin 47", 4: "zin 10"}
    index = MeaningIndex(tmp_path, NAME, {**texts, **twins})
    assert index.furthest(twins, most=2)[0][0] == 4
    assert index.furthest([1, 4], most=2) == []


def test_what_no_vector_was_kept_of_is_counted_and_nothing_is_encoded(tmp_path, texts, encoder):
    encoder.clear()
    index = MeaningIndex(tmp_path, NAME, {**texts, 1: "nooit gelezen", 2: " "})
    assert index.without == 1
    assert index.nearest_to_fragment(1, most=3) == []
    assert encoder == []


def test_after_forgetting_nothing_is_found(tmp_path, texts):
    forget_vectors(tmp_path)
    index = MeaningIndex(tmp_path, NAME, texts)
    assert (len(index), index.without) == (0, len(texts))
    assert index.nearest_to_texts(["zin 47"], most=3) == []
    assert index.furthest(list(texts), most=3) == []
