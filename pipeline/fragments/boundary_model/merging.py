"""What no model may decide: somebody who only shows that they listen makes no unit of their own."""

from __future__ import annotations

from collections.abc import Sequence


def attach_backchannels(firsts: Sequence[int], backchannel: Sequence[int]) -> list[int]:
    """The sentences that begin a unit, where a unit of backchannels alone joins the next one, or the last.

    `backchannel` tells of every sentence of the turn whether it only shows that somebody listens.
    """
    if not firsts:
        return []
    kept: list[int] = []
    waiting: int | None = None
    for first, stop in zip(firsts, [*firsts[1:], len(backchannel)], strict=True):
        begin = first if waiting is None else waiting
        waiting = None
        if all(backchannel[first:stop]):
            waiting = begin
        else:
            kept.append(begin)
    return kept or list(firsts[:1])
