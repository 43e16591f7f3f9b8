"""Traits of sentence gaps, as small whole numbers: what a boundary model weighs.

A trait is an array with a number per sentence, for the gap after it; it means nothing after the last one of a turn.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.fragments.conversation import Conversation
from pipeline.fragments.lexicon import SORTS, Numbers

_SORT = {sort: 1 << number for number, sort in enumerate(SORTS)}
_K = len(SORTS)


def _next(row: Numbers, step: int = 1) -> Numbers:
    """The row as seen from `step` sentences earlier; the facts beyond the end are 0."""
    moved = np.zeros_like(row)
    if step > 0:
        moved[:-step] = row[step:]
    else:
        moved[-step:] = row[:step]
    return moved


def has(row: Numbers, *sorts: str) -> Numbers:
    """Which sentences hold a word of one of these sorts (1) and which do not (0)."""
    return (row & sum(_SORT[sort] for sort in sorts) > 0).astype(np.int64)


_FINE = np.array([2, 4, 6, 8, 11, 14, 18, 23, 30])
COARSE = np.array([4, 7, 11, 16, 22])


def step(row: Numbers, steps: NDArray[np.int64]) -> Numbers:
    """Numbers as steps on a scale."""
    return np.searchsorted(steps, row, side="right").astype(np.int64)


def gap_traits(talk: Conversation) -> dict[str, Numbers]:
    """The traits of the gap after every sentence (meaningless after the last one of a turn)."""
    c = talk
    after2, before1 = (c.left >= 2).astype(np.int64), (c.place >= 1).astype(np.int64)
    n1, n2, n3 = _next(c.first), _next(c.second), _next(c.third)
    m1 = np.where(after2, _next(c.first, 2) + 1, 0)
    m2 = np.where(after2, _next(c.second, 2) + 1, 0)
    t, tn = c.themes, _next(c.themes)
    tp, tm = np.where(before1, _next(c.themes, -1), 0), np.where(after2, _next(c.themes, 2), 0)
    they, they_n = has(c.sorts, "they"), has(_next(c.sorts), "they")
    some, some_n = has(c.early, "some"), has(_next(c.early), "some")
    named_n = _next(c.named)
    verb, verb_n = has(c.sorts, "verb"), has(_next(c.sorts), "verb")
    small = step(c.lengths, COARSE)
    return {
        "first": n1,
        "first two": n1 * _K + n2,
        "first three": (n1 * _K + n2) * _K + n3,
        "first here and next": c.first * _K + n1,
        "first next and beyond": n1 * (_K + 1) + m1,
        "first two beyond": m1 * (_K + 1) + m2,
        "names": c.named * 4 + named_n * 2 + np.minimum(c.shared_names, 1),
        "new name": named_n + _next(c.new_name),
        "new name beyond": np.where(after2, _next(c.new_name, 2), 0),
        "they": they * 4 + they_n * 2 + named_n,
        "they and some": they_n * 4 + some_n * 2 + some,
        "me": has(c.sorts, "me") * 2 + has(_next(c.sorts), "me"),
        "you": has(c.sorts, "you") * 2 + has(_next(c.sorts), "you"),
        "pointing": has(_next(c.early), "pointing"),
        "themes": (t > 0) * 4 + (tn > 0) * 2 + ((t & tn) > 0),
        "themes wide": ((t | tp) > 0) * 4 + ((tn | tm) > 0) * 2 + (((t | tp) & (tn | tm)) > 0),
        "new themes": np.minimum(2, np.bitwise_count(tn & ~t & ~tp).astype(np.int64)),
        "themes beyond": (tn > 0) * 4 + (tm > 0) * 2 + ((tn & tm) > 0),
        "theme asked": ((tn & c.themes_asked) > 0).astype(np.int64),
        "tenses": c.tenses * 4 + _next(c.tenses),
        "verbs": verb * 2 + verb_n,
        "length here": step(c.lengths, _FINE),
        "length next": step(_next(c.lengths), _FINE),
        "length beyond": np.where(after2, step(_next(c.lengths, 2), _FINE) + 1, 0),
        "lengths": small * 6 + _next(small),
        "quote open": c.open_quote,
        "quotes": c.quotes * 2 + _next(c.quotes),
        "colons": c.colon * 2 + _next(c.colon),
        "endings": c.ending * 5 + _next(c.ending),
        "shared": np.minimum(3, c.shared),
        "shared wide": np.minimum(3, np.where(before1 * after2, c.wide, 0)),
        "shared beyond": np.where(after2, np.minimum(3, _next(c.shared)) + 1, 0),
        "shared before": np.where(before1, np.minimum(3, _next(c.shared, -1)) + 1, 0),
        "place": np.minimum(2, c.place),
        "left": np.minimum(3, c.left),
    }
