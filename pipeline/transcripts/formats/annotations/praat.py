"""Praat TextGrids, in the long and the short form: the layer with running words of each speaker.

In both forms only free-standing numbers, texts between quotes and flags between angles count; all else is comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import UnreadableTranscript
from pipeline.messages import Message
from pipeline.transcripts.encoding import decode
from pipeline.transcripts.formats.annotations.elan import not_read
from pipeline.transcripts.formats.annotations.tiers import Layer, spoken
from pipeline.transcripts.turns import Reading, Saying

_TOKEN = re.compile(r'("(?:[^"]|"")*")|(?<!\S)([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=[%s]?(?:\s|$))|!.*|\S+')

Tokens = Iterator[str | float]


def read_praat(path: Path, contents: bytes) -> Reading:
    """Read one layer of words per speaker; sounds, single words beside utterances, and marks are left out."""
    text, encoding = decode(path, contents)
    try:
        sayings, left_out = spoken(list(_layers(_tokens(text))))
    except (StopIteration, RuntimeError, TypeError, ValueError) as error:
        raise UnreadableTranscript(
            path, Message("it is no TextGrid, or it is cut short"), Message("Save it again in Praat.")
        ) from error
    return Reading(sayings=sayings, encoding=encoding, notices=not_read(left_out))


def _tokens(text: str) -> Tokens:
    for quoted, number in _TOKEN.findall(text):
        if quoted:
            yield quoted[1:-1].replace('""', '"')
        elif number:
            yield float(number)


def _layers(tokens: Tokens) -> Iterator[Layer]:
    if (next(tokens), next(tokens)) != ("ooTextFile", "TextGrid"):
        raise ValueError
    _begins, _ends, layers = next(tokens), next(tokens), _count(tokens)
    for _ in range(layers):
        kind, name, _begins, _ends = (next(tokens) for _ in range(4))
        read_one = {"IntervalTier": _interval, "TextTier": _point}[str(kind)]
        yield Layer(name=str(name), sayings=tuple(read_one(tokens) for _ in range(_count(tokens))))


def _count(tokens: Tokens) -> int:
    return int(float(next(tokens)))


def _interval(tokens: Tokens) -> Saying:
    begins_at, ends_at, words = float(next(tokens)), float(next(tokens)), str(next(tokens))
    return Saying(words, "", begins_at, ends_at)


def _point(tokens: Tokens) -> Saying:
    """A mark at one moment: never what somebody says."""
    begins_at, words = float(next(tokens)), str(next(tokens))
    return Saying(speaker=None, words=words, begins_at=begins_at)
