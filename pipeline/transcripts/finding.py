"""Finds who says what in a text whose labels are among the words; the text itself stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.transcripts.clock import BRACKETED, seconds
from pipeline.transcripts.labels import LINE, Label, believed, labels_in
from pipeline.transcripts.roles import key
from pipeline.transcripts.turns import Stretch

_BLANK = re.compile(r"(?:\r\n|[\n\r\u2028])[ \t\u00a0]*(?:\r\n|[\n\r])\s*|\u2029")
_PARTS = re.compile(r"[\n\r\v\f\x85\u2028\u2029]+")
_CLOSING_TIME = re.compile(rf"\s*(?:{BRACKETED})\s*\Z")
_TAIL = 40


def stretches_in(text: str, known: Iterable[str] = ()) -> list[Stretch]:
    """Who says what in a text; what stands before the first label is nobody's.

    A line that begins with a time begins a stretch of its own. A text without labels is one stretch per paragraph,
    of a nameless speaker.
    """
    found = list(labels_in(text))
    speakers = believed(found, sum(1 for line in LINE.finditer(text) if line[0].strip()), frozenset(known))
    if not speakers:
        return list(_nameless(text, [label for label in found if not label.name]))
    kept = [label for label in found if not label.name or key(label.name) in speakers]
    return list(_named(text, kept))


def _named(text: str, labels: Sequence[Label]) -> Iterator[Stretch]:
    spelled: dict[str, str] = {}
    speaker = ""
    clock: float | None = None
    for label, upto in _with_ends(labels, len(text)):
        speaker = spelled.setdefault(key(label.name), label.name) if label.name else speaker
        begins_at = label.begins_at if label.begins_at is not None else clock
        if speaker:
            yield _stretch(text, speaker, label.ends, upto, begins_at)
        # A time alone on its line is that of the label below it.
        alone = not label.name and not text[label.ends : upto].strip()
        clock = label.begins_at if alone else None


def _nameless(text: str, times: Sequence[Label]) -> Iterator[Stretch]:
    marks = {label.starts: label for label in times}
    parting = _BLANK if _BLANK.search(text.strip()) else _PARTS
    starts = [0, *(match.end() for match in parting.finditer(text)), *marks]
    cuts = [*sorted(set(starts)), len(text)]
    for start, upto in pairwise(cuts):
        mark = marks.get(start)
        yield _stretch(text, "", mark.ends if mark else start, upto, mark.begins_at if mark else None)


def _with_ends(labels: Sequence[Label], length: int) -> Iterator[tuple[Label, int]]:
    ends = [label.starts for label in labels[1:]] + [length]
    yield from zip(labels, ends, strict=bool(labels))


def _stretch(text: str, speaker: str, start: int, end: int, begins_at: float | None) -> Stretch:
    """The stretch without the time that some programs put after the last word."""
    tail = max(start, end - _TAIL)
    closing = _CLOSING_TIME.search(text, tail, end)
    ends_at = seconds(closing[0]) if closing else None
    return Stretch(
        speaker=speaker, start=start, end=closing.start() if closing else end, begins_at=begins_at, ends_at=ends_at
    )
