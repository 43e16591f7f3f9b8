"""Other sentence splitters, as functions from a text to its sentence ends; packages that are missing are skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.util import find_spec

import spacy

from pipeline.fragments import sentences

Ends = set[int]
Splitter = Callable[[str], Ends]


def drempel() -> Splitter:
    """The rules of drempel."""
    return lambda text: {end for _, end in sentences(text)}


def sentencizer() -> Splitter:
    """A blank Dutch spaCy pipeline with its sentencizer."""
    nlp = spacy.blank("nl")
    nlp.add_pipe("sentencizer")
    return lambda text: {sentence.end_char for sentence in nlp(text).sents}


def pysbd() -> Splitter:
    """The pysbd package with its Dutch rules."""
    import pysbd  # type: ignore[import-not-found]

    segmenter = pysbd.Segmenter(language="nl", clean=False)
    return lambda text: found_again(text, segmenter.segment(text))


def syntok() -> Splitter:
    """The syntok package: one set of rules for some European languages."""
    from syntok import segmenter  # type: ignore[import-not-found]

    def split(text: str) -> Ends:
        said = (sentence for paragraph in segmenter.process(text) for sentence in paragraph)
        return found_again(text, ("".join(token.spacing + token.value for token in sentence) for sentence in said))

    return split


def sentence_splitter() -> Splitter:
    """The sentence-splitter package: the rules of Moses, with its Dutch abbreviations."""
    from sentence_splitter import SentenceSplitter  # type: ignore[import-not-found]

    splitter = SentenceSplitter(language="nl")
    return lambda text: found_again(text, splitter.split(text))


def found_again(text: str, pieces: Iterable[str]) -> Ends:
    """Find the ends of the returned strings in the text, ignoring white space."""
    place = [at for at, character in enumerate(text) if not character.isspace()]
    ends, seen = set(), 0
    for piece in pieces:
        seen += sum(not character.isspace() for character in piece)
        if 0 < seen <= len(place):
            ends.add(place[seen - 1] + 1)
    return ends


PEERS: dict[str, tuple[str, Callable[[], Splitter]]] = {
    "drempel": ("pipeline", drempel),
    "spaCy blank + sentencizer": ("spacy", sentencizer),
    "pysbd": ("pysbd", pysbd),
    "syntok": ("syntok", syntok),
    "sentence-splitter": ("sentence_splitter", sentence_splitter),
}


def installed() -> tuple[dict[str, Splitter], list[str]]:
    """The installed splitters, and the names of those that are missing."""
    here = {name: make() for name, (module, make) in PEERS.items() if find_spec(module)}
    return here, [name for name in PEERS if name not in here]
