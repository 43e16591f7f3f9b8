"""Sentences of one turn merged into meaning units by rule: what holds where nothing was learnt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.fragments.words import words

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_BACKCHANNELS = words("backchannels")
_MARKERS = tuple(tuple(marker.split()) for marker in sorted(words("markers_new")))
_SHORT, _FULL, _LONGEST = 5, 30, 55

Span = tuple[int, int]


def merge_by_rule(text: str, sentences: Sequence[Span]) -> list[Span]:
    """Neighbouring sentences as units: a unit closes when it is full, or when the next sentence begins a new point."""
    units: list[Span] = []
    length = 0
    for start, end in sentences:
        spoken = [word.lower() for word in _WORD.findall(text, start, end)]
        if units and not _begins_unit(spoken, length):
            units[-1] = (units[-1][0], end)
            length += len(spoken)
        else:
            units.append((start, end))
            length = len(spoken)
    return units


def is_backchannel(text: str) -> bool:
    """Whether somebody only shows that they listen: `ja ja`, `mm`."""
    spoken = _WORD.findall(text.lower())
    return len(spoken) <= 4 and all(word in _BACKCHANNELS for word in spoken)


def _begins_unit(spoken: list[str], length: int) -> bool:
    if len(spoken) < _SHORT:
        return False
    if length + len(spoken) > _LONGEST or length >= _FULL:
        return True
    return length >= _SHORT and any(tuple(spoken[: len(marker)]) == marker for marker in _MARKERS)
