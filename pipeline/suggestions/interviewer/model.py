"""Which sentences are the interviewer's: weights learnt on the starter study, applied to sentences without speakers.

A sentence is scored by its words, those of its neighbours, its shape and its encoder vector. `sequence` then weighs
how turns follow each other. There are weights for text with and without punctuation, and for text whose paragraphs
are known or not. `bench.learn_interviewer` fits and measures them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from pipeline.suggestions.features.embeddings import UnusableEncoder, vectors_of
from pipeline.suggestions.interviewer.features import (
    AROUND,
    BESIDE,
    SCALE,
    SHAPES,
    Matrix,
    moved,
    shapes,
    terms,
    without_punctuation,
)
from pipeline.suggestions.interviewer.sequence import smoothed

ENCODER = "use"
INTERVIEWER_THRESHOLD = 0.5
"""The probability from which on a sentence is proposed as the interviewer's."""

WEIGHTS = Path(__file__).parent / "weights.npz"
_WORDS_PER_MARK = 60
"""Words without a full stop or question mark from which on a text counts as unpunctuated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """One set of weights: per term (itself, before, after), per shape and place, per number of the vector, breaks."""

    terms: dict[str, int]
    words: Matrix
    shapes: Matrix
    vector: Matrix
    breaks: Matrix
    constant: float
    chance: Matrix


def interviewer_sentences(sentences: Sequence[str], opens: Sequence[bool] | None = None) -> list[float]:
    """The probability that each sentence is the interviewer's. Without the encoder the words alone tell it.

    `opens` tells which sentences begin a paragraph, where paragraphs are how people wrote the talk down.
    """
    if not sentences:
        return []
    told = [" ".join(sentence.split()) for sentence in sentences]
    is_bare = unpunctuated(told)
    if is_bare:
        told = [without_punctuation(sentence) or sentence for sentence in told]
    weights = _weights(name_of(is_bare=is_bare, has_breaks=opens is not None))
    try:
        vectors: Matrix | None = np.asarray(vectors_of(ENCODER, told), dtype=float)
    except UnusableEncoder:
        vectors = None
    return [float(each) for each in smoothed(log_odds(told, vectors, opens, weights), weights.chance)]


def unpunctuated(sentences: Sequence[str]) -> bool:
    """Whether hardly any sentence ends in a mark."""
    words = sum(len(sentence.split()) for sentence in sentences)
    return sum(sentence.count(mark) for sentence in sentences for mark in ".?!…") * _WORDS_PER_MARK < words


def name_of(*, is_bare: bool, has_breaks: bool) -> str:
    """The set of weights for a kind of text."""
    return f"{'bare' if is_bare else 'punctuated'}_{'paragraphs' if has_breaks else 'running'}"


def log_odds(
    sentences: Sequence[str], vectors: Matrix | None, opens: Sequence[bool] | None, weights: Weights
) -> Matrix:
    """How much speaks for the interviewer in each sentence and beside it, without the base rate."""
    of_words = np.zeros((len(sentences), 3))
    for at, sentence in enumerate(sentences):
        known = [weights.terms[term] for term in sorted(terms(sentence)) if term in weights.terms]
        if known:
            of_words[at] = weights.words[known].sum(axis=0) * SCALE / np.sqrt(len(known))
    of_shapes = shapes(sentences)
    found = weights.constant + of_words[:, 0] + BESIDE * (moved(of_words, -1)[:, 1] + moved(of_words, 1)[:, 2])
    found = found + sum(moved(of_shapes, by) @ weights.shapes[at] for at, by in enumerate(AROUND))
    if vectors is not None:
        found = found + vectors @ weights.vector
    if opens is not None:
        first = np.asarray(opens, dtype=float)[:, None]
        found = found + np.hstack([first, moved(first, 1)]) @ weights.breaks
    return np.asarray(found)


@lru_cache(maxsize=4)
def _weights(name: str) -> Weights:
    with np.load(WEIGHTS, allow_pickle=False) as stored:
        known = bytes(stored[f"{name}/terms"]).decode("utf-8").split("\n")
        return Weights(
            terms={term: at for at, term in enumerate(known)},
            words=stored[f"{name}/words"].astype(float),
            shapes=stored[f"{name}/shapes"].astype(float).reshape(len(AROUND), SHAPES),
            vector=stored[f"{name}/vector"].astype(float),
            breaks=stored[f"{name}/breaks"].astype(float),
            constant=float(stored[f"{name}/constant"]),
            chance=stored[f"{name}/chance"].astype(float),
        )
