"""What no model may decide: somebody who only shows that they listen makes no unit of their own."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.fragments.hearing import Heard
from pipeline.fragments.words import words

_BACKCHANNELS = words("backchannels")
_MOST_WORDS = 4


def is_backchannel(sentence: Heard) -> bool:
    """Whether the sentence is only `ja ja`, `mm` or the like."""
    return len(sentence.spoken) <= _MOST_WORDS and _BACKCHANNELS.issuperset(sentence.spoken)


def attach_backchannels(firsts: Sequence[int], sentences: Sequence[Heard]) -> list[int]:
    """The sentences that begin a unit, where a unit of backchannels alone joins the next one, or the last."""
    if not firsts:
        return []
    kept: list[int] = []
    waiting: int | None = None
    for first, stop in zip(firsts, [*firsts[1:], len(sentences)], strict=True):
        begin = first if waiting is None else waiting
        waiting = None
        if all(map(is_backchannel, sentences[first:stop])):
            waiting = begin
        else:
            kept.append(begin)
    return kept or list(firsts[:1])
