"""Represent the sentences of a conversation as arrays with one number per sentence, the input of the features."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.fragments.words.properties import TENSES_AT, THEMES_AT, Facts, Numbers, WordTable

_SORTS = (1 << TENSES_AT) - 1
_QUOTES = '"“”„'
_EARLY = 4  # words at the start of a sentence
_MOST_OF_BACKCHANNEL = 4

Span = tuple[int, int]


class TurnTokens(NamedTuple):
    """One turn: text, tokens, sentences as offsets and as first tokens, and the themes of the question before it."""

    text: str
    spans: Sequence[Span]
    first_tokens: Sequence[int]
    tokens: Sequence[int]
    themes_asked: int


class Words(NamedTuple):
    """All words of a conversation, concatenated."""

    usual: Numbers
    sentence: Numbers  # the sentence that contains each word
    begin: Numbers  # per sentence, the index of its first word
    length: Numbers  # per sentence, the number of words


class Conversation(NamedTuple):
    """The sentences of all turns, concatenated; `turn` is the index of the turn of each sentence."""

    words: Words
    word_table: WordTable
    turn: Numbers
    place: Numbers  # number of sentences before this one in the turn
    left: Numbers  # number of sentences after this one in the turn
    lengths: Numbers  # in words
    first: Numbers  # word classes of the first three words
    second: Numbers
    third: Numbers
    sorts: Numbers  # bit mask of the word classes in the sentence
    early: Numbers  # the same for the first words only
    themes: Numbers
    tenses: Numbers
    themes_asked: Numbers
    ending: Numbers
    quotes: Numbers
    open_quote: Numbers
    colon: Numbers
    named: Numbers
    new_name: Numbers
    shared: Numbers  # number of stems shared with the next sentence
    wide: Numbers  # number of stems that the two sentences before a gap share with the two after it
    shared_names: Numbers
    backchannel: Numbers

    def words_of(self, sentence: int) -> list[str]:
        """Return the words of one sentence in their usual spelling."""
        begin = self.words.begin[sentence]
        return [
            self.word_table.usual[number] for number in self.words.usual[begin : begin + self.words.length[sentence]]
        ]


def build_conversation(turns: Sequence[TurnTokens], names: Iterable[str], word_table: WordTable) -> Conversation:
    """Build the arrays for these turns; `names` are the words to treat as names."""
    sizes = np.array([len(turn.spans) for turn in turns], dtype=np.int64)
    turn = np.repeat(np.arange(len(turns)), sizes)
    place = np.arange(len(turn)) - (np.cumsum(sizes) - sizes)[turn]
    numbers, sentence = _numbered_words(turns, word_table)
    facts = word_table.facts(numbers)
    words = _words(facts, sentence, len(turn))
    pieces = [each.text[start:end] for each in turns for start, end in each.spans]
    return Conversation(
        words=words,
        word_table=word_table,
        turn=turn,
        place=place,
        left=sizes[turn] - place - 1,
        lengths=words.length,
        themes_asked=np.array([each.themes_asked for each in turns], dtype=np.int64)[turn],
        backchannel=_backchannels(facts, words),
        **_sorts(facts, words),
        **_signs(pieces, place),
        **_named(numbers, words, turn, np.array(sorted(map(word_table.number_of, names)), dtype=np.int64)),
        **_shared(facts, words),
    )


def _numbered_words(turns: Sequence[TurnTokens], word_table: WordTable) -> tuple[Numbers, Numbers]:
    """Return the number of every word and the index of its sentence; tokens that are not words are left out."""
    numbers = np.array([number for turn in turns for number in word_table.numbers(list(turn.tokens))], dtype=np.int64)
    tokens_before = np.cumsum([0, *(len(turn.tokens) for turn in turns)])
    firsts = [before + first for turn, before in zip(turns, tokens_before, strict=False) for first in turn.first_tokens]
    sentence = np.searchsorted(np.array(firsts, dtype=np.int64), np.arange(len(numbers)), side="right") - 1
    said = (numbers > 0) & (sentence >= 0)
    return numbers[said], sentence[said]


def _words(facts: Facts, sentence: Numbers, sentences: int) -> Words:
    begin = np.searchsorted(sentence, np.arange(sentences))
    return Words(facts.usual, sentence, begin, np.bincount(sentence, minlength=sentences))


def _sorts(facts: Facts, words: Words) -> dict[str, Numbers]:
    marks, early = np.zeros_like(words.length), np.zeros_like(words.length)
    np.bitwise_or.at(marks, words.sentence, facts.marks)
    soon = np.arange(len(words.sentence)) - words.begin[words.sentence] < _EARLY
    np.bitwise_or.at(early, words.sentence[soon], facts.marks[soon])
    first, second, third = (_nth(facts.sort, words, place) for place in range(3))
    return {
        "first": first,
        "second": second,
        "third": third,
        "sorts": marks & _SORTS,
        "early": early & _SORTS,
        "tenses": marks >> TENSES_AT & 3,
        "themes": marks >> THEMES_AT,
    }


def _nth(row: Numbers, words: Words, place: int) -> Numbers:
    """Return the values of `row` for the word at this place of each sentence, 0 where the sentence is shorter."""
    padded = np.append(row, 0)
    return padded[np.where(words.length > place, words.begin + place, len(row))]


def _signs(pieces: list[str], place: Numbers) -> dict[str, Numbers]:
    """Compute punctuation features per sentence: final mark, colon, quotation marks, open quotation."""
    quotes = np.array([sum(map(piece.count, _QUOTES)) for piece in pieces], dtype=np.int64)
    odd = np.cumsum(quotes % 2)
    at_start = np.maximum.accumulate(np.where(place == 0, np.arange(len(place)), 0)) if pieces else place
    return {
        "ending": np.array(["?!.…".find(piece[-1]) + 1 for piece in pieces], dtype=np.int64),
        "colon": np.array([":" in piece for piece in pieces], dtype=np.int64),
        "quotes": np.minimum(quotes, 1),
        "open_quote": (odd - (odd - quotes % 2)[at_start]) % 2,
    }


def _named(numbers: Numbers, words: Words, turn: Numbers, names: Numbers) -> dict[str, Numbers]:
    sentences, most = len(turn), int(numbers.max(initial=0)) + 1
    at = np.flatnonzero(np.isin(numbers, names))
    sentence, name = words.sentence[at], numbers[at]
    _, new = np.unique(turn[sentence] * most + name, return_index=True)
    return {
        "named": np.minimum(1, np.bincount(sentence, minlength=sentences)),
        "new_name": np.minimum(1, np.bincount(sentence[new], minlength=sentences)),
        "shared_names": _in_both(sentence * most + name, sentence * most + name - most, most, sentences),
    }


def _shared(facts: Facts, words: Words) -> dict[str, Numbers]:
    """Count the stems that each sentence shares with the next; values across turns are computed but never used."""
    most, sentences = int(facts.stem.max(initial=0)) + 1, len(words.length)
    tells = facts.stem > 0
    here = np.unique(words.sentence[tells] * most + facts.stem[tells])
    return {
        "shared": _in_both(here, here - most, most, sentences),
        "wide": _in_both(np.append(here, here + most), np.append(here - most, here - 2 * most), most, sentences),
    }


def _in_both(some: Numbers, others: Numbers, most: int, sentences: int) -> Numbers:
    """Count per sentence the distinct facts that occur in both arrays; a fact is encoded as sentence * most + fact."""
    both: Numbers = np.intersect1d(some, others)
    sentence = both[both >= 0] // most
    found: Numbers = np.bincount(sentence[sentence < sentences], minlength=sentences)
    return found


def _backchannels(facts: Facts, words: Words) -> Numbers:
    """Detect sentences that only show that somebody listens: `ja ja`, `mm`."""
    known: Numbers = np.bincount(words.sentence, weights=facts.backchannel, minlength=len(words.length)).astype(
        np.int64
    )
    found: Numbers = ((known == words.length) & (words.length <= _MOST_OF_BACKCHANNEL)).astype(np.int64)
    return found
