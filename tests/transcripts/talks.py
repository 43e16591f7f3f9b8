"""A conversation: turns of (speaker, words), of which number `n` is spoken from second `10 * n` for nine seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

Conversation = Sequence[tuple[str, str]]
Writer = Callable[[Conversation], bytes]

PIECE = 5
"""Words in a caption."""


def clock(seconds: float, *, comma: str = ".", hours: bool = True) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    text = f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}" if hours else f"{minutes:02}:{rest // 1000:02}"
    return f"{text}{comma}{rest % 1000:03}" if comma else text


def timed(talk: Conversation) -> Iterator[tuple[str, str, int, int]]:
    for number, (speaker, words) in enumerate(talk):
        yield speaker, words, 10 * number, 10 * number + 9


def captioned(talk: Conversation) -> Iterator[tuple[str, str, float, float, bool]]:
    """Every turn in captions of five words: speaker, words, from, to, and whether it is the turn's first."""
    for speaker, words, begins, ends in timed(talk):
        tokens = words.split()
        pieces = [" ".join(tokens[at : at + PIECE]) for at in range(0, len(tokens), PIECE)]
        step = (ends - begins) / len(pieces)
        for at, piece in enumerate(pieces):
            yield speaker, piece, begins + at * step, begins + (at + 1) * step, at == 0
