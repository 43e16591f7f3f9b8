"""The Dutch spaCy pipeline with the sentence splitter as a component, which puts sentence offsets on every Doc.

`Doc._.sentences` has offsets in code points, since a sentence may end inside a spaCy token.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.fragments.boundary_model.conversation import TurnTokens
from pipeline.fragments.sentence_splitter.splitter import begins_in_lower_case, sentences_within
from pipeline.fragments.words.properties import WordTable

PRETRAINED = ("nl_core_news_lg", "nl_core_news_md", "nl_core_news_sm")
"""Pretrained pipelines that recognise names, best first; used if installed."""

_NOT_NEEDED = ("parser", "ner", "senter", "lemmatizer")
_LONG = 1000
_UNBROKEN = re.compile(rf"\S{{{_LONG}}}")
_PIECE = re.compile(r"(\S{1,200})( ?)|(\s)")
_MOST_STRINGS = 60_000

for _name in ("sentences", "first_tokens", "lower_case", "spoken"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


@Language.component("dutch_sentences", assigns=["token.is_sent_start", "doc._.sentences"])
def dutch_sentences(doc: Doc) -> Doc:
    """Mark sentence starts.

    `Doc._.lower_case` says whether sentences of the transcript begin in lower case, if known.
    """
    text = doc._.spoken or doc.text  # joining the tokens takes longer than all rules
    style = begins_in_lower_case(text) if doc._.lower_case is None else doc._.lower_case
    spans = sentences_within(text, 0, len(text), lower_case=style)
    # Convert offsets to token indices at once: a loop over tokens is slow.
    first = np.searchsorted(doc.to_array("IDX").astype(np.int64), [start for start, _ in spans])
    marks = np.full((len(doc), 1), -1, dtype=np.int64)
    marks[first[first < len(doc)]] = 1
    marks[:1] = 1
    doc._.sentences, doc._.first_tokens = spans, first.tolist()
    return doc.from_array(["SENT_START"], marks.astype(np.uint64))  # type: ignore[arg-type]  # it takes no signed ones


def turn_tokens(doc: Doc, text: str, themes_asked: int = 0) -> TurnTokens:
    """Convert a doc with marked sentences to the tokens of a turn."""
    return TurnTokens(text, doc._.sentences, doc._.first_tokens, doc.to_array("ORTH").tolist(), themes_asked)


class CarefulTokenizer:
    """spaCy's Dutch tokenizer with a fallback for long text without white space, where spaCy takes quadratic time."""

    def __init__(self, nlp: Language) -> None:
        self.vocab, self.usual = nlp.vocab, nlp.tokenizer

    def __call__(self, text: str) -> Doc:
        """Tokenize a text; the tokens and their spaces joined are the text, unchanged."""
        if len(text) < _LONG or _UNBROKEN.search(text) is None:
            return self.usual(text)
        pieces = [(found[1] or found[3], found[2] == " ") for found in _PIECE.finditer(text)]
        return Doc(self.vocab, words=[piece for piece, _ in pieces], spaces=[space for _, space in pieces])


class _Cache:
    pipeline: Language | None = None
    word_table: WordTable


def dutch_pipeline() -> Language:
    """Return the shared pipeline that marks sentences; it is rebuilt when its string store has grown large."""
    if _Cache.pipeline is not None and len(_Cache.pipeline.vocab.strings) > _MOST_STRINGS:
        _Cache.pipeline = None  # released first, so that there are never two in memory
        del _Cache.word_table
    if _Cache.pipeline is None:
        _Cache.pipeline = _build()
        _Cache.word_table = WordTable(_Cache.pipeline.vocab.strings)
    return _Cache.pipeline


def word_table_of_pipeline() -> WordTable:
    """Return the word table that belongs to the shared pipeline."""
    dutch_pipeline()
    return _Cache.word_table


def reset() -> None:
    """Drop the shared pipeline, so that a newly installed one is used or the first load can be measured."""
    installed.cache_clear()
    _Cache.pipeline = None


def _build() -> Language:
    name = installed()
    nlp = spacy.blank("nl") if name is None else spacy.load(name, exclude=list(_NOT_NEEDED))
    nlp.tokenizer = CarefulTokenizer(nlp)
    nlp.max_length = 10**9  # the limit is meant for parsers, which are not used here
    nlp.add_pipe("dutch_sentences")
    return nlp


def proper_nouns(doc: Doc) -> set[str]:
    """Return the words that a pretrained pipeline tags as proper nouns; none without one."""
    if installed() is None:  # reading the tags of the Doc would take as long as tokenizing it
        return set()
    return {token.text for token in doc if token.pos_ == "PROPN"}


@cache
def installed() -> str | None:
    """Return the best pretrained Dutch pipeline on this machine, or None."""
    return next((name for name in PRETRAINED if spacy.util.is_package(name)), None)


def base_name() -> str:
    """Return the name and version of the spaCy pipeline that is used."""
    name = installed()
    return f"blank-nl {version('spacy')}" if name is None else f"{name} {dutch_pipeline().meta['version']}"
