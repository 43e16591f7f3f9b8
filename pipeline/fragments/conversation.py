"""The sentences of a conversation as arrays, a number per sentence: what traits of gaps and units are read from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.fragments.hearing import Heard

Numbers = NDArray[np.int64]


class Conversation(NamedTuple):
    """The sentences of all turns in a row, as arrays; `turn` says which turn each belongs to."""

    heard: Sequence[Heard]
    turn: Numbers
    place: Numbers  # sentences of the turn before this one
    left: Numbers  # sentences of the turn after this one
    lengths: Numbers  # words
    first: Numbers
    second: Numbers
    third: Numbers
    sorts: Numbers
    early: Numbers
    themes: Numbers
    tenses: Numbers
    question_themes: Numbers
    asks: Numbers
    quotes: Numbers
    open_quote: Numbers
    colon: Numbers
    named: Numbers
    new_name: Numbers
    shared: Numbers  # stems shared with the next sentence
    shared_names: Numbers
    wide: Numbers  # stems that the two sentences before a gap share with the two after it


def converse(turns: Sequence[Sequence[Heard]], question_themes: Sequence[int]) -> Conversation:
    """The arrays of these turns; `question_themes` are those of the interviewer's turn before each."""
    heard = [sentence for turn in turns for sentence in turn]
    sizes = [len(turn) for turn in turns]
    place = np.concatenate([np.arange(size) for size in sizes] or [np.zeros(0, int)]).astype(np.int64)
    per_turn = np.repeat(np.arange(len(turns)), sizes)
    left = np.repeat(np.array(sizes, int), sizes) - place - 1

    def column(fact: Callable[[Heard], int]) -> Numbers:
        return np.fromiter(map(fact, heard), np.int64, len(heard))

    quotes = column(lambda one: one.quotes)
    odd = np.cumsum(quotes % 2)
    before = np.where(place == 0, odd - quotes % 2, 0)
    start_of = np.maximum.accumulate(np.where(place == 0, np.arange(len(heard)), 0)) if heard else place
    return Conversation(
        heard=heard,
        turn=per_turn,
        place=place,
        left=left,
        lengths=column(lambda one: len(one.spoken)),
        first=column(lambda one: one.opening[0]),
        second=column(lambda one: one.opening[1]),
        third=column(lambda one: one.opening[2]),
        sorts=column(lambda one: one.sorts),
        early=column(lambda one: one.early),
        themes=column(lambda one: one.themes),
        tenses=column(lambda one: one.tenses),
        question_themes=np.repeat(np.array(question_themes, int), sizes),
        asks=column(lambda one: "?!.…".find(one.ending) + 1),
        quotes=np.minimum(quotes, 1),
        open_quote=(odd - before[start_of]) % 2 if heard else odd,
        colon=column(lambda one: one.colon),
        named=column(lambda one: min(1, len(one.names))),
        new_name=np.array(_new_names(turns), dtype=np.int64),
        **_shared(heard),
    )


def _new_names(turns: Sequence[Sequence[Heard]]) -> list[int]:
    new: list[int] = []
    for turn in turns:
        known: frozenset[str] = frozenset()
        for one in turn:
            new.append(int(not one.names <= known))
            known |= one.names
    return new


_NOTHING: frozenset[str] = frozenset()


def _shared(heard: Sequence[Heard]) -> dict[str, Numbers]:
    """How many stems and names each sentence shares with the next; facts across turns are not looked at later."""
    stems = [_NOTHING, *(one.stems for one in heard), _NOTHING, _NOTHING]
    names = [one.names for one in heard] + [_NOTHING]
    each = range(len(heard))
    shared = [len(stems[k + 1] & stems[k + 2]) for k in each]
    wide = [len((stems[k] | stems[k + 1]) & (stems[k + 2] | stems[k + 3])) for k in each]
    same = [len(names[k] & names[k + 1]) for k in each]
    return {
        name: np.array(row, dtype=np.int64)
        for name, row in (("shared", shared), ("wide", wide), ("shared_names", same))
    }
